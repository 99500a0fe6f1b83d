import { TwilioError } from '../../rest/twilio-error';
import type { CallReport } from '..';
import { heardIn, LINE_NUMBER, testLine, type Pages, type TestLine } from '../testing/test-line';

function codesIn({ timeline }: Pick<CallReport, 'timeline'>): unknown[] {
  return timeline.flatMap(({ detail }) => detail?.['code'] ?? []);
}

async function called(
  twiml: string,
  pages: Pages = {},
  from?: string,
): Promise<{ line: TestLine; report: CallReport }> {
  const line = await testLine(
    { '/voice': `${twiml}<Say>next</Say>`, '/action': '<Say>after</Say>', ...pages },
    { callees: () => ({ do: 'answer', talkMs: 5000 }) },
  );
  return { line, report: await line.call([], from) };
}

const LONG = 'x'.repeat(129);

test.each([
  ['<Number>call me</Number>', 13223],
  ['<Number>+12</Number>', 13224],
  ['<Number></Number>', 13223],
  ['<Client></Client>', 13224],
  ['<Sip>ann at example.com</Sip>', 13243],
  [`<Sip>sip:ann@example.com?X-A=${'y'.repeat(1100)}</Sip>`, 13253],
  ['<Conference></Conference>', 13237],
  [`<Conference>${LONG}</Conference>`, 13237],
  ['<Conference coach="CA1">room</Conference>', 13240],
  ['<Conference participantLabel="a/b">room</Conference>', 16024],
  ['<Queue></Queue>', 14212],
  [`<Queue>${LONG}</Queue>`, 14213],
])('<Dial>%s: nobody can be called (%i), DialCallStatus is failed and the call goes on', async (noun, code) => {
  const { line, report } = await called(`<Dial action="/action">${noun}</Dial>`);
  expect(codesIn(report)).toEqual([code]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ DialCallStatus: 'failed', DialBridged: 'false' });
  expect(heardIn(report)).toEqual(['after']);
});

test.each([
  ['callerId="+15550109999"', undefined, 13214],
  ['callerId="the boss"', undefined, 13247],
  ['', 'client:ann', 13214],
])('<Dial %s> from %s: a caller id that is not the call’s or the account’s (%3$i)', async (attributes, from, code) => {
  const { line, report } = await called(`<Dial action="/action" ${attributes}>+15550107777</Dial>`, {}, from);
  expect(codesIn(report)).toEqual([code]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ DialCallStatus: 'failed' });
});

test('caller ids that may be shown: who calls, whom they called, anything for a client', async () => {
  for (const dial of [
    `<Dial action="/action" callerId="${LINE_NUMBER}">+15550107777</Dial>`,
    '<Dial action="/action">(555) 010-7777</Dial>',
    '<Dial action="/action" callerId="shop"><Client>ann</Client></Dial>',
  ]) {
    const { line, report } = await called(dial);
    expect(codesIn(report)).toEqual([]);
    expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ DialCallStatus: 'completed' });
  }
});

test.each([
  ['<Number>+15550107777</Number><Conference>room</Conference>', 13000, 1],
  ['<Sip>sip:ann@example.com?X-A=1&amp;Other=2</Sip>', 13252, 1],
  ['<Number>+12</Number><Number>+15550107777</Number>', 13224, 1],
  ['<Client>a</Client>'.repeat(11), 13250, 10],
])('<Dial>%s: what does not fit is passed over (%i), %i are called', async (nouns, code, count) => {
  const { line, report } = await called(`<Dial action="/action">${nouns}</Dial>`);
  expect(codesIn(report)).toEqual([code]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ DialCallStatus: 'completed' });
  expect(report.timeline.filter(({ text }) => text.startsWith('rings'))).toHaveLength(count);
});

test('a Dial in a whisper is an error (13201): the callee is gone, nobody was joined', async () => {
  const { line } = await called('<Dial action="/action"><Number url="/whisper">+15550107777</Number></Dial>', {
    '/whisper': '<Dial>+15550108888</Dial>',
  });
  expect(codesIn({ timeline: line.world.timeline })).toContain(13201);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'false' });
});

test('a verb that a conference’s wait document must not have (13238) leaves the caller in silence', async () => {
  const line = await testLine({
    '/voice': '<Dial><Conference waitUrl="/wait">room</Conference></Dial>',
    '/wait': '<Say>One moment</Say><Record/><Say>never</Say>',
  });
  const report = await line.call([{ do: 'listen', until: { ms: 30_000 } }, { do: 'hang-up' }]);
  expect(codesIn(report)).toEqual([13238]);
  expect(heardIn(report)).toEqual(['One moment']);
});

const WW = `WW${'2'.repeat(32)}`;
test.each([
  ['method="PUT"', 'support', 14201],
  ['waitUrl="http://"', 'support', 14202],
  ['', '', 14204],
  ['', 'x'.repeat(65), 14205],
  ['waitUrlMethod="PUT"', 'support', 14206],
  ['workflowSid="support"', '', 14220],
  [`workflowSid="${WW}"`, '<Task>no json</Task>', 14221],
  [`workflowSid="${WW}"`, '<Task>[1]</Task>', 14221],
  [`workflowSid="${WW}"`, '<Task>{}</Task>', 14222],
])('<Enqueue %s>%s: QueueResult error (%i)', async (attributes, inside, code) => {
  const line = await testLine(
    { '/voice': `<Enqueue action="/action" ${attributes}>${inside}</Enqueue>`, '/action': '<Say>after</Say>' },
    {
      work: () => ({
        enqueue: () => {
          throw new TwilioError(404, 20404, 'Workflow not found');
        },
        abandon: () => undefined,
        hangUp: () => undefined,
      }),
    },
  );
  const report = await line.call([]);
  expect(codesIn(report)).toEqual([code]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ QueueResult: 'error' });
  expect(heardIn(report)).toEqual(['after']);
});

test('an Enqueue whose action is no URL (14203) goes on with the next verb', async () => {
  const { report } = await called('<Enqueue action="http://">support</Enqueue>');
  expect(codesIn(report)).toEqual([14203]);
  expect(heardIn(report)).toEqual(['next']);
});

test('a queue that is full for this call (14207): QueueResult queue-full', async () => {
  const line = await testLine({
    '/voice': '<Enqueue maxQueueSize="1" action="/action" waitUrl="">support</Enqueue>',
    '/action': '',
  });
  line.voice.placeCall({ from: '+15550140001', to: LINE_NUMBER, caller: [] });
  await line.world.controls.advance(1000);
  const report = await line.call([], '+15550140002');
  expect(codesIn(report)).toEqual([14207]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ QueueResult: 'queue-full' });
});

test.each([
  ['interruptible="often"', '', '64101'],
  ['', '<Language code="spanish"/>', '64101'],
  ['language="multi" ttsProvider="Google"', '', '64106'],
  ['', '', '64102'],
])('<ConversationRelay %s>%s: there is no session (%s)', async (attributes, inside, code) => {
  const relay = `<ConversationRelay url="ws://127.0.0.1:1/" ${attributes}>${inside}</ConversationRelay>`;
  const { line, report } = await called(`<Connect action="/action">${relay}</Connect>`);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ SessionStatus: 'failed', ErrorCode: code });
  expect(heardIn(report)).toEqual(['after']);
});

test('Refer of a SIP caller to what is no address (13243)', async () => {
  const { line, report } = await called(
    '<Refer action="/action"><Sip>nowhere</Sip></Refer>',
    {},
    'sip:ann@example.com',
  );
  expect(codesIn(report)).toEqual([13243]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ ReferCallStatus: 'failed' });
});

test('sendDigits are pressed when the callee answers, before both are joined', async () => {
  const { line, report } = await called(
    '<Dial action="/action"><Number sendDigits="ww1W2">+15550107777</Number></Dial>',
  );
  const pressed = line.world.timeline.find(({ text }) => text === 'presses ww1W2');
  const joined = report.timeline.find(({ text }) => text.startsWith('talks with'));
  expect((joined?.atMs ?? 0) - (pressed?.atMs ?? 0)).toBe(3 * 500 + 2 * 250);
});

test('Play digits: each a quarter of a second, w half a second, W a whole one', async () => {
  const { report } = await called('<Play digits="1wW#"/>');
  expect(report.timeline.find(({ kind }) => kind === 'heard')).toMatchObject({ durationMs: 2000 });
});

test('maxSpeechTime cuts a long speech off: what was said until then counts', async () => {
  const line = await testLine({
    '/voice': '<Gather input="speech" maxSpeechTime="2" action="/action"/>',
    '/action': '',
  });
  const words = 'one two three four five six seven eight nine ten eleven twelve';
  await line.call([
    { do: 'listen', until: { ms: 500 } },
    { do: 'say', words },
  ]);
  const { SpeechResult = '' } = line.sentTo('/action')[0]?.parameters ?? {};
  expect(words.startsWith(SpeechResult)).toBe(true);
  expect(SpeechResult.split(' ').length).toBeGreaterThan(2);
  expect(SpeechResult.split(' ').length).toBeLessThan(8);
});
