import { ask } from '../testing/ask';
import { testWorld } from '../testing/world';
import { createDeepgram } from './deepgram';

const key = 'dg-0123456789';
const spoken = "Hello, it's Ada. Call me back.";
const speech = wav({ seconds: 3, channels: 1 });

/** Eight-bit audio, 8,000 samples a second. */
function wav({ seconds, channels }: { seconds: number; channels: number }): Buffer {
  const header = Buffer.alloc(44);
  const size = seconds * 8000 * channels;
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + size, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(7, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000 * channels, 28);
  header.writeUInt16LE(channels, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(size, 40);
  return Buffer.concat([header, Buffer.alloc(size, 0x55)]);
}

/** MPEG 1 Layer III, 32 kbit/s, 48 kHz, one channel: 96 bytes and 24 ms a frame. */
function mp3(frames: number): Buffer {
  const frame = Buffer.alloc(96);
  frame.writeUInt32BE(0xfffb14c0);
  return Buffer.concat(Array.from({ length: frames }, () => frame));
}

interface Listened {
  metadata: Record<string, unknown>;
  results: { channels: { alternatives: { transcript: string; confidence: number; words: Word[] }[] }[] };
}
interface Word {
  word: string;
  start: number;
  end: number;
  punctuated_word?: string;
}

function set() {
  const world = testWorld();
  const { product } = createDeepgram(world, { key, wordsIn: media => (media.equals(speech) ? spoken : undefined) });
  const post = (query: string, body: Buffer, headers: Record<string, string> = { authorization: `Token ${key}` }) =>
    ask(product, { method: 'POST', url: `https://api.deepgram.com/v1/listen${query}`, headers, body });
  const listen = async (query: string, body = speech): Promise<Listened> => {
    const reply = await post(query, body);
    expect(reply.status).toBe(200);
    return reply.body as Listened;
  };
  return { world, post, listen };
}

test('the words of a recording come back with their times', async () => {
  const { world, listen } = set();
  const { metadata, results } = await listen('?model=nova-3&smart_format=true');
  expect(metadata).toMatchObject({
    request_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    created: '2026-03-02T15:00:00.000Z',
    duration: 3,
    channels: 1,
  });
  expect(Object.values(metadata['model_info'] as object)).toMatchObject([{ name: 'general-nova-3', arch: 'nova-3' }]);
  const best = results.channels[0]?.alternatives[0];
  expect(best?.transcript).toBe(spoken);
  expect(best?.words.map(({ word }) => word)).toEqual(['hello', "it's", 'ada', 'call', 'me', 'back']);
  expect(best?.words[0]?.punctuated_word).toBe('Hello,');
  const times = best?.words.flatMap(({ start, end }) => [start, end]) ?? [];
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times.at(-1)).toBeLessThanOrEqual(3);
  expect(best).toHaveProperty('paragraphs.paragraphs.0.sentences.1.text', 'Call me back.');
  expect(world.timeline).toMatchObject([{ kind: 'transcript', text: spoken }]);
});

test('without formatting there are neither capitals nor punctuation; features add what they add', async () => {
  const { listen } = set();
  const plain = await listen('?model=nova-3');
  expect(plain.results.channels[0]?.alternatives[0]?.transcript).toBe("hello it's ada call me back");
  expect(plain.results.channels[0]?.alternatives[0]?.words[0]).not.toHaveProperty('punctuated_word');
  expect(await listen('?model=nova-2-voicemail&utterances=true&diarize=true&detect_language=true&tag=a')).toMatchObject(
    {
      metadata: { tags: ['a'] },
      results: { utterances: [{ channel: 0, speaker: 0 }], channels: [{ detected_language: 'en' }] },
    },
  );
});

test('audio that nobody recorded is a valid answer without words', async () => {
  const { listen } = set();
  const { results } = await listen('?model=nova-3&smart_format=true', wav({ seconds: 1, channels: 2 }));
  expect(results).toEqual({ channels: [{ alternatives: [{ transcript: '', confidence: 0, words: [] }] }] });
  const both = await listen('?model=nova-3&multichannel=true', wav({ seconds: 1, channels: 2 }));
  expect(both.results.channels).toHaveLength(2);
  expect(both.metadata['channels']).toBe(2);
});

test('mp3 and described raw audio are measured too', async () => {
  const { listen } = set();
  const id3 = Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 2, 9, 9]);
  expect((await listen('?model=nova-3', mp3(100))).metadata['duration']).toBeCloseTo(2.4);
  expect((await listen('?model=nova-3', Buffer.concat([id3, mp3(50)]))).metadata['duration']).toBeCloseTo(1.2);
  const raw = await listen('?model=nova-3&encoding=linear16&sample_rate=16000', Buffer.alloc(64_000, 1));
  expect(raw.metadata['duration']).toBe(2);
});

test.each([
  ['?model=nova-9', 'Bad Request', 'Bad Request: No such model/language/tier combination found.'],
  ['?model=nova-3&language=xx', 'Bad Request', 'Bad Request: No such model/language/tier combination found.'],
  ['?model=nova-3&smart_format=yes', 'INVALID_QUERY_PARAMETER', 'smart_format: expected `true` or `false`'],
  ['?model=nova-3&sample_rate=fast', 'INVALID_QUERY_PARAMETER', 'sample_rate: expected a positive integer'],
  ['?model=nova-3&encoding=vinyl', 'INVALID_QUERY_PARAMETER', 'encoding: expected'],
  ['?model=nova-3&keywords=Ada', 'Bad Request', 'Use keyterm instead'],
  ['?model=nova-2&keyterm=Ada', 'Bad Request', 'only supported for Nova-3'],
])('%s is refused', async (query, code, words) => {
  const reply = await set().post(query, speech);
  expect(reply).toMatchObject({ status: 400, body: { err_code: code } });
  expect(reply.body).toHaveProperty('err_msg', expect.stringContaining(words));
  expect(reply.body).toHaveProperty('request_id', expect.stringMatching(/^[0-9a-f-]{36}$/));
});

test('empty and undecodable audio is refused in Deepgram’s words', async () => {
  const { post } = set();
  const cutShort = speech.subarray(0, 30);
  for (const bytes of [Buffer.alloc(0), Buffer.from('<html>not audio</html>'), cutShort])
    expect(await post('?model=nova-3', bytes)).toMatchObject({
      status: 400,
      body: { err_code: 'Bad Request', err_msg: 'Bad Request: failed to process audio: corrupt or unsupported data' },
    });
});

test('the key comes as Token or Bearer; a wrong one is not let in', async () => {
  const { post } = set();
  expect(await post('', speech, { authorization: `Bearer ${key}` })).toHaveProperty('status', 200);
  for (const authorization of ['Token wrong', `Basic ${key}`, ''])
    expect(await post('', speech, { authorization })).toMatchObject({
      status: 401,
      body: { err_code: 'INVALID_AUTH', err_msg: 'Invalid credentials.' },
    });
});

test('what is absent says so', async () => {
  const { post } = set();
  expect(await post('?model=nova-3&summarize=v2', speech)).toMatchObject({ status: 501 });
  const headers = { authorization: `Token ${key}`, 'content-type': 'application/json' };
  expect(await post('?model=nova-3', Buffer.from('{"url":"https://example.com/a.wav"}'), headers)).toMatchObject({
    status: 501,
    body: { err_code: 'NOT_IMPLEMENTED' },
  });
});
