import { heardIn, testLine, VOICE_URL, type Pages } from '../testing/test-line';
import { writeWav } from '../audio/wav';
import { murmur } from '../audio/tone';

const SORRY = 'We are sorry, an application error has occurred. Goodbye.';
const FALLBACK = { VoiceFallbackUrl: 'https://app.example/fallback' };
const XML = { 'content-type': 'text/xml' };
const HI = '<Response><Say>hi</Say></Response>';

type Page = Pages[string];
const failure = (code: number): Page => ({ failure: { code, message: 'as the web says' } });

/** Document errors of https://www.twilio.com/docs/api/errors: each is told to the fallback URL, and without one the caller hears of an error. */
const ERRORS: readonly (readonly [string, Page, number])[] = [
  ['status 404', { status: 404, body: '' }, 11200],
  ['status 500', { status: 500, body: HI, headers: XML }, 11200],
  ['a redirect that is not followed', { status: 304, body: '' }, 11200],
  ['no Content-Type', { body: HI, headers: {} }, 11200],
  ...[11205, 11206, 11210, 11215, 11216, 11220, 11235, 11236, 11237].map(
    code => [`failure ${code} of the web`, failure(code), code] as const,
  ),
  ['a URL that is none', '<Redirect>http://</Redirect>', 11100],
  ['65 KB', `<Say>${'x'.repeat(65_000)}</Say><Say>${'x'.repeat(1000)}</Say>`, 11750],
  ['nothing', { body: '', headers: XML }, 12100],
  ['an unclosed element', '<Say>hi', 12100],
  ['elements that cross', '<Gather><Say>hi</Gather></Say>', 12100],
  ['an attribute without quotes', '<Pause length=2/>', 12100],
  ['a bare ampersand', '<Say>you & me</Say>', 12100],
  ['white space before the declaration', { body: `\n<?xml version="1.0"?>${HI}`, headers: XML }, 12100],
  ['an entity that nobody declared', '<Say>caf&eacute;</Say>', 12100],
  ['text after the root', { body: `${HI}bye`, headers: XML }, 12100],
  [
    'an unknown charset',
    { body: HI, bytes: Buffer.from(HI), headers: { 'content-type': 'text/xml; charset=klingon' } },
    12100,
  ],
  ['an unknown version', { body: '<Response version="1999-01-01"/>', headers: XML }, 12101],
  ['another root', { body: '<Play>a.mp3</Play>', headers: XML }, 12102],
  ['a root in lower case', { body: '<response/>', headers: XML }, 12102],
  ['a page for people', { body: '<!DOCTYPE html><html></html>', headers: { 'content-type': 'text/html' } }, 12102],
  ['JSON', { body: '{}', headers: { 'content-type': 'application/json' } }, 12300],
  ['a picture', { body: 'x', headers: { 'content-type': 'image/png' } }, 12300],
  ['documents that only lead to each other', '<Redirect/>', 12200],
];

test.each(ERRORS)('%s: error %#', async (_, page, code) => {
  const line = await testLine({ '/voice': page, '/fallback': '<Say>fallback</Say>' }, { number: FALLBACK });
  const { timeline } = await line.call([]);
  expect(timeline).toContainEqual(
    expect.objectContaining({ detail: expect.objectContaining({ code }) as unknown }) as unknown,
  );
  expect(line.sentTo('/fallback').map(({ parameters: { ErrorCode, ErrorUrl } }) => [ErrorCode, ErrorUrl])).toEqual([
    [String(code), VOICE_URL],
  ]);
});

test.each(ERRORS.filter(([, , code]) => [11200, 11210, 12100, 12300].includes(code)))(
  '%s without a fallback: the caller hears of an application error',
  async (_, page) => {
    expect(heardIn(await (await testLine({ '/voice': page })).call([]))).toEqual([SORRY]);
  },
);

test.each<[string, Page]>([
  ['a byte order mark', { body: `\uFEFF<?xml version="1.0" encoding="UTF-8"?>${HI}`, headers: XML }],
  ['a DOCTYPE', { body: `<!DOCTYPE Response>${HI}`, headers: XML }],
  ['comments and instructions', { body: `<!-- a --><?php b ?>${HI}<!-- c -->`, headers: XML }],
  ['a line before a document without declaration', { body: `\n  ${HI}\n`, headers: XML }],
  ['CDATA and entities', '<Say><![CDATA[h]]>&#105;</Say>'],
  ['a version of the API', { body: `<Response version="2010-04-01"><Say>hi</Say></Response>`, headers: XML }],
  ['text/html', { body: HI, headers: { 'content-type': 'text/html; charset=utf-8' } }],
  ['application/xml', { body: HI, headers: { 'content-type': 'application/xml' } }],
  ['a schema', '<Say xml:lang="en" xmlns:x="urn:x">hi</Say>'],
  ['plain text', { body: 'hi', headers: { 'content-type': 'text/plain' } }],
])('%s is read as it is meant', async (_, page) => {
  expect(heardIn(await (await testLine({ '/voice': page })).call([]))).toEqual(['hi']);
});

test.each([
  ['the Content-Type', 'text/xml; charset=ISO-8859-1', ''],
  ['the declaration', 'text/xml', '<?xml version="1.0" encoding="ISO-8859-1"?>'],
])('letters in the charset that %s names', async (_, type, declaration) => {
  const bytes = Buffer.from(`${declaration}<Response><Say>Grüße</Say></Response>`, 'latin1');
  const line = await testLine({
    '/voice': { body: bytes.toString('utf8'), bytes, headers: { 'content-type': type } },
  });
  expect(heardIn(await line.call([]))).toEqual(['Grüße']);
});

test('sound instead of a document is played once, and not asked for again; a wait URL may be sound too', async () => {
  const bytes = writeWav(murmur('music', 2500));
  const sound: Page = { bytes, body: '', headers: { 'content-type': 'audio/wav' } };
  const line = await testLine({ '/voice': sound });
  const report = await line.call([]);
  expect(report.timeline.filter(({ kind }) => kind === 'heard')).toMatchObject([
    { text: `audio ${VOICE_URL}`, durationMs: 2500 },
  ]);
  expect(line.world.requests).toHaveLength(1);
  const queue = await testLine({ '/voice': '<Enqueue waitUrl="/music">support</Enqueue>', '/music': sound });
  await queue.call([{ do: 'listen', until: { ms: 6000 } }, { do: 'hang-up' }]);
  expect(queue.sentTo('/music')).toHaveLength(3);
});

test('GET has the parameters in the query, and an action what the verb adds', async () => {
  const line = await testLine(
    { '/voice': '<Gather method="GET" action="/next?a=1" actionOnEmptyResult="true"/>', '/next': '' },
    { number: { VoiceMethod: 'GET' } },
  );
  await line.call([]);
  expect(line.world.requests.map(({ method, url, kind }) => [method, url, kind])).toEqual([
    ['GET', VOICE_URL, 'voice-url'],
    ['GET', 'https://app.example/next?a=1', 'action'],
  ]);
  expect(line.sentTo('/next')[0]?.parameters).toMatchObject({ CallStatus: 'in-progress', Digits: '' });
});
