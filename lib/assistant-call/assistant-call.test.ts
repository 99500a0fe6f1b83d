import { newConversation, wordsOf, type ConversationState, type Reply } from '../assistant';
import { scene } from '../assistant/scene.fake';
import { sampleClient } from '../config/client.fake';
import { fixedClock } from '../clock';
import { AppError, type ErrorCode } from '../errors';
import { memoryLog } from '../log';
import type { RecordingSid, Sid } from '../sid';
import { heardInput, leaveTo, replySteps, returnedInput, sipHeaders, tellStory, understandTurn } from '.';
import { ascii, lengthOf } from './sip-headers';

const client = sampleClient();
const { assistant } = client;
if (!assistant) throw new Error('the sample has no assistant');
const settings = assistant;
const place = { accountSid: client.accountSid, flowSid: `FW${'1'.repeat(32)}` as Sid<'FW'> };
const callSid = `CA${'1'.repeat(32)}`;
const telling = { client, settings, place, callSid, from: '+12025550111' };

const reply = (change: Partial<Reply>): Reply => ({
  ...{ turn: 3, say: ['Yes?'], then: 'listen', language: 'en-US', interruptible: true, secret: false },
  ledger: {
    ...{ turn: 3, input: 'speech', phase: 'converse', modelMs: 0, toolsMs: 0, totalMs: 0, models: [], tools: [] },
    ...{ tokensIn: 0, tokensOut: 0, cacheRead: 0, cacheWrite: 0, costMicroUsd: 0 },
  },
  ...change,
});
const digits = { min: 4, max: 6 };

describe('what is listened for', () => {
  const heardAt = '/assistant/heard?turn=3&flowSid=';
  test.each<[string, Partial<Reply>, object]>([
    ['words and keys', {}, { speech: { language: 'en-US', speechTimeoutSeconds: 'auto', hints: settings.hints } }],
    ['a secret', { secret: true, digits }, { mostKeys: 6, speech: { language: 'en-US', speechTimeoutSeconds: 2 } }],
    ['keys alone', { then: 'keys', digits: { min: 1, max: 1 } }, { mostKeys: 1 }],
    ['a question to be heard out', { interruptible: false }, { interruptible: false }],
  ])('%s', (_name, change, expected) => {
    const [step] = replySteps(telling, reply(change));
    expect(step).toMatchObject({ listen: { action: expect.stringContaining(heardAt) as unknown, ...expected } });
    if (change.then === 'keys') expect(step).not.toHaveProperty('listen.speech');
  });

  const deepgram = {
    ...telling,
    settings: { ...settings, speech: [{ language: 'es-US', recogniser: 'deepgram' } as const] },
  };
  test('a recorded turn for Deepgram; nothing said leads to the same place', () => {
    const [words, record, silence] = replySteps(deepgram, reply({ language: 'es-US' }));
    expect(words).toEqual({ say: 'Yes?', spokenIn: { language: 'es-US', voice: undefined } });
    expect(record).toMatchObject({ recordTurn: { silenceSeconds: 2 } });
    expect(silence).toEqual({ redirect: expect.stringContaining('/assistant/recorded?turn=3') as unknown });
  });

  test('a secret is never recorded', () => {
    const steps = replySteps(deepgram, reply({ language: 'es-US', secret: true, digits }));
    expect(steps).toEqual([
      { listen: expect.not.objectContaining({ speech: expect.anything() as unknown }) as unknown },
    ]);
  });
});

test('what is waited for in silence is asked for after a second', () => {
  const redirect = { redirect: expect.stringContaining('/assistant/continue?turn=3') as unknown };
  expect(replySteps(telling, reply({ then: 'wait' }))).toEqual([{ say: 'Yes?' }, redirect]);
  expect(replySteps(telling, reply({ then: 'wait', say: [] }))).toEqual([{ pause: 1 }, redirect]);
});

test('a topic with a phone rings it, another goes to its queue', () => {
  const [, phone] = replySteps(telling, reply({ then: 'handOver', topic: 'billing' }));
  expect(phone).toMatchObject({ dialSip: { sip: 'sip:2001@pbx.riverside-clinic.example', ringSeconds: 20 } });
  const [, queue] = replySteps(telling, reply({ then: 'handOver', topic: 'prescriptions' }));
  expect(queue).toEqual(leaveTo(place, 'transfer'));
  const [, again] = replySteps(telling, reply({ then: 'handOver', topic: 'billing', afterPhone: true }));
  expect(again).toEqual(leaveTo(place, 'transfer'));
});

test('without a flow a message is taken, or the call is over', () => {
  const alone = { ...place, flowSid: undefined };
  expect(leaveTo(alone, 'transfer')).toEqual({ redirect: '/voicemail/record' });
  expect(leaveTo(alone, 'done')).toEqual({ hangUp: true });
});

test('keys count before words; neither is silence', () => {
  expect(heardInput({ turn: 3, digits: '48', speech: 'hm' })).toEqual({ id: 't3', kind: 'keys', keys: '48' });
  expect(heardInput({ turn: 3, speech: ' ' })).toEqual({ id: 't3', kind: 'silence' });
  expect(heardInput({ turn: 3, speech: 'Yes', confidence: 0.9 })).toMatchObject({ kind: 'speech', text: 'Yes' });
  expect(returnedInput(3, 'no-answer')).toMatchObject({ id: 'x3', why: 'noAnswer' });
  expect(returnedInput(3, 'canceled')).toMatchObject({ why: 'failed' });
  expect(returnedInput(3, 'completed')).toBeUndefined();
});

describe('the story', () => {
  const long = (length: number): ConversationState => ({
    ...newConversation('en-US', 0),
    entries: Array.from({ length }, (_, n) => ({ t: 'caller', n, text: `“señora” ${'ñ'.repeat(180)}` }) as const),
    summary: { text: 'é'.repeat(600), sentiment: 'negative' },
    outcome: { to: 'handOver', topic: 'billing', reason: 'an invoice' },
  });
  const facts = { from: '+12025550111', line: '+12025550145', executionSid: `FN${'1'.repeat(32)}` };

  test.each([0, 1, 5, 60])('of %s turns fits into a task with what Twilio adds', length => {
    const { attributes, topic } = tellStory(client, facts, long(length));
    expect(topic).toBe('billing');
    expect(Buffer.byteLength(attributes)).toBeLessThan(2_950);
    expect(JSON.parse(attributes)).toMatchObject({
      topic: 'billing',
      name: facts.from,
      assistant: { sentiment: 'negative' },
    });
  });

  test('of no talk is a task like any other', () => {
    const { attributes } = tellStory(client, facts, undefined);
    expect(JSON.parse(attributes)).toMatchObject({ type: 'inbound', flow_execution_sid: facts.executionSid });
    expect(JSON.parse(attributes)).not.toHaveProperty('assistant');
  });

  test('in headers is ASCII, and never longer than Twilio takes', () => {
    expect(ascii('Señora “Müller” – 10 €…\n')).toBe('Senora "Muller" - 10 ?...');
    for (const length of [0, 1, 60]) {
      const { assistant: story } = JSON.parse(tellStory(client, facts, long(length)).attributes) as {
        assistant: NonNullable<Reply['handOver']>;
      };
      const summary = `${'Wants a refund & more, "now"? '.repeat(40)}`;
      const headers = sipHeaders({ callSid, from: 'anonymous', topic: 'billing', story: { ...story, summary } });
      expect(lengthOf(headers)).toBeLessThanOrEqual(1_024);
      expect(lengthOf(headers)).toBeGreaterThan(950);
      expect(JSON.stringify(headers)).toMatch(/^[\x20-\x7e]*$/);
    }
  });
});

describe('a recorded turn', () => {
  const recorded = (
    media: () => Promise<Buffer>,
    recognise: (signal: AbortSignal) => Promise<string>,
    confidence = 0.8,
  ) => {
    const deleted: string[] = [];
    const clock = fixedClock(new Date(0));
    const time = new AbortController();
    const ports = {
      recordings: { media, delete: async (sid: RecordingSid) => void deleted.push(sid) },
      speech: {
        recognise: async (_audio: Buffer, { signal }: { signal: AbortSignal }) => ({
          text: await recognise(signal),
          confidence,
        }),
      },
      ...{ clock, log: memoryLog(), untilMs: 4_000, signal: time.signal },
    };
    const timeIsUp = (): void => {
      clock.advance(4_000);
      time.abort(new AppError('DEADLINE_EXCEEDED', 'the time for it is over'));
    };
    const understand = () => understandTurn(ports, `RE${'1'.repeat(32)}` as RecordingSid, 'es-US');
    return { deleted, timeIsUp, understand };
  };
  const failing = (times: number, code: ErrorCode) => {
    let left = times;
    return <T>(value: T) =>
      async (): Promise<T> => {
        if ((left -= 1) >= 0) throw new AppError(code, 'told to fail');
        return value;
      };
  };
  const audio = Buffer.from('mp3');

  test.each([
    ['there at once', failing(0, 'NOT_FOUND')(audio), failing(0, 'NOT_FOUND')('hola'), 'hola'],
    ['there a moment later', failing(2, 'NOT_FOUND')(audio), failing(1, 'VENDOR_UNREACHABLE')('hola'), 'hola'],
    [
      'refused once by a busy recogniser',
      failing(0, 'NOT_FOUND')(audio),
      failing(1, 'VENDOR_UNAVAILABLE')('hola'),
      'hola',
    ],
    ['never there', failing(9, 'NOT_FOUND')(audio), failing(0, 'NOT_FOUND')('hola'), ''],
    ['not understood', failing(0, 'NOT_FOUND')(audio), failing(9, 'VENDOR_REJECTED')('hola'), ''],
  ])('%s: understood or silence, and deleted', async (_name, media, recognise, speech) => {
    const { deleted, understand } = recorded(media, recognise);
    expect(await understand()).toMatchObject(speech === '' ? { speech } : { speech, confidence: 0.8 });
    expect(deleted).toHaveLength(1);
  });

  test('a recogniser that hangs is asked once and left when the time is over: silence, and the recording is deleted', async () => {
    let asked = 0;
    let hangs = (): void => undefined;
    const isAsked = new Promise<void>(resolve => (hangs = resolve));
    const recognise = (signal: AbortSignal): Promise<string> => {
      asked += 1;
      hangs();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    };
    const { deleted, timeIsUp, understand } = recorded(async () => audio, recognise);
    const understood = understand();
    await isAsked;
    expect(deleted).toEqual([]);
    timeIsUp();
    expect(await understood).toMatchObject({ speech: '', sttMs: 4_000 });
    expect([asked, deleted.length]).toEqual([1, 1]);
    expect(heardInput({ turn: 1, ...(await understood) })).toEqual({ id: 't1', kind: 'silence' });
  });

  test('words that are hardly sure are asked for again, then keys are offered; the model is not asked', async () => {
    const talk = await scene();
    const { say } = wordsOf(talk.settings.languages, 'en-US');
    let { turn } = await talk.start();
    const said: string[][] = [];
    for (let time = 0; time < talk.settings.limits.misses; time += 1) {
      const { understand } = recorded(
        async () => audio,
        async () => 'mumble',
        talk.settings.limits.minConfidence - 0.01,
      );
      const reply = await talk.send(heardInput({ turn, ...(await understand()) }));
      said.push([...reply.say]);
      ({ turn } = reply);
    }
    expect(said.slice(0, -1)).toEqual(said.slice(1).map(() => [say.sayAgain]));
    expect(said.at(-1)).toContain(say.pressKeys);
    expect(talk.model.requests).toEqual([]);
  });
});
