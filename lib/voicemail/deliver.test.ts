import { fixedClock } from '../clock';
import { sampleClient } from '../config/client.fake';
import type { Client } from '../config';
import { AppError, type ErrorCode } from '../errors';
import { memoryLog } from '../log';
import type { CallSid, RecordingSid } from '../sid';
import { deliverVoicemail, type Delivery, type Found } from './deliver';
import { fakePorts, type FakePorts } from './ports.fake';
import { sweepVoicemail } from './sweep';
import type { StoryTeller } from '../tasks';
import type { RecordingOrigins } from './ports';

const recordingSid = `RE${'a'.repeat(32)}` as RecordingSid;
const callSid = `CA${'b'.repeat(32)}` as CallSid;
const words = 'This is Rosa Diaz. Please call me back about my appointment.';

function scene(
  change: {
    client?: Partial<Client>;
    from?: string;
    mailing?: ErrorCode;
    story?: StoryTeller;
    origins?: RecordingOrigins;
  } = {},
) {
  const clock = fixedClock('2026-11-23T18:04:00Z');
  const ports: FakePorts = fakePorts(clock, { from: change.from ?? '+12025550111', to: '+12025550142' });
  const log = memoryLog();
  const found: Found = {
    recordingSid,
    callSid,
    durationSeconds: 12,
    recordedAt: new Date('2026-11-23T18:03:30Z'),
    foundBy: 'webhook',
  };
  const told = { ...ports, story: change.story, origins: change.origins };
  ports.recordingList.set(recordingSid, { ...found, audio: Buffer.from('mp3'), words });
  const client = sampleClient(change.client);
  const delivery = (): Delivery => ({
    ports: told,
    client,
    clock,
    log,
    mailing: () => {
      if (change.mailing) throw new AppError(change.mailing, 'ADMIN_EMAIL is malformed');
      return { recipients: client.email.recipients, domain: client.email.domain };
    },
    link: { domain: 'linekit-1.twil.io', secret: 'secret' },
    recordingUrl: sid => `https://api.twilio.com/2010-04-01/Accounts/AC0/Recordings/${sid}`,
    signal: new AbortController().signal,
    deadlineMs: clock.now().getTime() + 8_000,
  });
  return {
    clock,
    ports,
    log,
    deliver: (extra: Partial<Found> = {}) => deliverVoicemail({ ...found, ...extra }, delivery()),
    sweep: (cursor?: string) => sweepVoicemail({ sinceHours: 48, cursor }, delivery()),
  };
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('not there');
  return value;
}

/** What must hold in the end, whatever happened on the way. */
function expectOneOfEach(ports: FakePorts): void {
  expect(ports.taskList).toHaveLength(1);
  expect(ports.mails).toHaveLength(1);
}

test('a message becomes one task with the transcript and one mail with the recording', async () => {
  const { deliver, ports } = scene();
  await expect(deliver()).resolves.toEqual({ outcome: 'delivered' });
  expectOneOfEach(ports);
  expect(ports.taskList[0]).toMatchObject({
    priority: 50,
    attributes: {
      taskType: 'voicemail',
      name: '+12025550111',
      callBackData: { numberToCall: '+12025550111', recordingSid, transcriptText: words },
    },
  });
  expect(ports.mails[0]).toMatchObject({
    subject: 'Voicemail from +12025550111 for Riverside Community Clinic',
    attachment: { data: Buffer.from('mp3') },
  });
  expect(ports.mails[0]?.text).toContain(words);
});

test.each<[string, StoryTeller['tell'], object | undefined]>([
  [
    'has its story',
    async (_call, mostBytes) => ({ summary: 'Rosa', mostBytes }),
    { summary: 'Rosa', mostBytes: 1_200 },
  ],
  ['goes without one that can not be read', async () => Promise.reject(new Error('no')), undefined],
])('a message after a talk with an assistant %s, and less of its transcript', async (_name, tell, story) => {
  const { deliver, ports } = scene({ story: { leads: called => called === '+12025550142', tell } });
  ports.recordingList.set(recordingSid, { ...must(ports.recordingList.get(recordingSid)), words: 'word '.repeat(900) });
  await expect(deliver()).resolves.toEqual({ outcome: 'delivered' });
  const attributes = ports.taskList[0]?.attributes;
  expect(attributes?.assistant).toEqual(story);
  expect(attributes?.callBackData.transcriptText.length).toBeLessThan(1_200);
  expect(ports.mails[0]?.text).toContain('word '.repeat(300));
});

test('the task is made after two requests, before anything about the recording is known', async () => {
  const { deliver, ports } = scene();
  await deliver();
  const before = ports.calledPorts.slice(0, ports.calledPorts.indexOf('create'));
  expect(before.filter(port => port !== 'media')).toEqual(['call', 'claim']);
});

test('the same webhook again makes nothing new', async () => {
  const { deliver, ports } = scene();
  await deliver();
  await expect(deliver()).resolves.toEqual({ outcome: 'already-delivered' });
  expectOneOfEach(ports);
});

test('two webhooks at once: one delivers, the other leaves it alone', async () => {
  const { deliver, ports } = scene();
  const outcomes = await Promise.all([deliver(), deliver()]);
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['delivered', 'in-progress']);
  expectOneOfEach(ports);
});

test('a message below the minimum makes nothing and says so', async () => {
  const { deliver, ports, log } = scene();
  await expect(deliver({ durationSeconds: 1 })).resolves.toEqual({ outcome: 'dismissed' });
  expect(ports.calledPorts).toEqual([]);
  expect(log.lines).toEqual([
    { level: 'info', message: 'voicemail dismissed: shorter than the minimum', durationSeconds: 1, minSeconds: 2 },
  ]);
});

describe('a failure is mended by the sweep', () => {
  test.each([
    ['Mailgun refuses', 'send', 'VENDOR_REJECTED'],
    ['Mailgun is down', 'send', 'VENDOR_UNAVAILABLE'],
    ['TaskRouter refuses', 'create', 'VENDOR_REJECTED'],
    ['TaskRouter gives no answer', 'create', 'VENDOR_UNAVAILABLE'],
    ['Deepgram is down', 'transcribe', 'VENDOR_UNAVAILABLE'],
    ['the transcript can not be written', 'note', 'VENDOR_UNAVAILABLE'],
  ] as const)('%s', async (_name, port, code) => {
    const { deliver, sweep, ports, clock } = scene();
    ports.fail(port, { code, times: 1 });
    await expect(deliver()).resolves.toMatchObject({ outcome: 'incomplete' });
    clock.advance(6 * 60_000);
    await expect(sweep()).resolves.toMatchObject({ failed: [], delivered: [{ outcome: 'delivered' }] });
    expectOneOfEach(ports);
    expect(ports.taskList[0]?.attributes.callBackData.transcriptText).toBe(words);
  });

  test.each([
    ['task', 'create'],
    ['mail', 'send'],
  ] as const)('the %s was made but the answer was lost: it is found, not repeated', async (_name, port) => {
    const { deliver, sweep, ports, clock } = scene();
    ports.fail(port, { code: 'VENDOR_UNAVAILABLE', times: 1, after: true });
    await deliver();
    clock.advance(6 * 60_000);
    await sweep();
    expectOneOfEach(ports);
  });

  test('the function died half-way: the next one looks before it repeats', async () => {
    const { deliver, sweep, ports, clock } = scene();
    ports.fail('save', { code: 'VENDOR_UNAVAILABLE', times: 1 });
    await deliver();
    await expect(deliver()).resolves.toEqual({ outcome: 'in-progress' });
    clock.advance(6 * 60_000);
    await sweep();
    expectOneOfEach(ports);
  });

  test('no webhook came at all', async () => {
    const { sweep, ports } = scene();
    await expect(sweep()).resolves.toMatchObject({ checked: 1, delivered: [{ recordingSid, outcome: 'delivered' }] });
    expectOneOfEach(ports);
  });
});

test.each(['claim', 'call'] as const)(
  'too many requests at the very beginning (%s): tried again at once',
  async port => {
    const { deliver, ports } = scene();
    ports.fail(port, { code: 'RATE_LIMITED', times: 2 });
    await expect(deliver()).resolves.toEqual({ outcome: 'delivered' });
    expectOneOfEach(ports);
  },
);

test('a transcript that is too long for the ledger does not stop the delivery', async () => {
  const { deliver, sweep, ports, clock } = scene();
  const kept = ports.recordingList.get(recordingSid);
  if (!kept) throw new Error('the scene has a recording');
  ports.recordingList.set(recordingSid, { ...kept, words: 'word '.repeat(5_000) });
  ports.fail('send', { code: 'VENDOR_REJECTED', times: 1 });
  await deliver();
  expect(Buffer.byteLength(JSON.stringify(ports.entries.get(recordingSid)))).toBeLessThan(16_384);
  clock.advance(60_000);
  await sweep();
  expectOneOfEach(ports);
});

test('a mail that may have been sent is not sent again before Mailgun can know', async () => {
  const { deliver, sweep, ports, clock } = scene();
  ports.fail('send', { code: 'VENDOR_UNAVAILABLE', times: 1 });
  await deliver();
  clock.advance(60_000);
  await expect(sweep()).resolves.toMatchObject({ failed: [{ step: 'mail', code: 'VENDOR_UNAVAILABLE' }] });
  expect(ports.mails).toHaveLength(0);
  clock.advance(6 * 60_000);
  await sweep();
  expectOneOfEach(ports);
});

test('too many requests: the task is tried again at once', async () => {
  const { deliver, ports } = scene();
  ports.fail('create', { code: 'RATE_LIMITED', times: 2 });
  await expect(deliver()).resolves.toEqual({ outcome: 'delivered' });
  expectOneOfEach(ports);
});

test('without a transcript the mail goes all the same and says so', async () => {
  const { deliver, ports } = scene();
  ports.fail('transcribe', { code: 'VENDOR_REJECTED', times: 1 });
  await expect(deliver()).resolves.toMatchObject({ outcome: 'incomplete', failures: [{ step: 'transcript' }] });
  expectOneOfEach(ports);
  expect(ports.mails[0]?.text).toContain('The transcript could not be made in time');
});

test('a transcript that never works is given up after five tries; the rest is delivered', async () => {
  const { deliver, sweep, ports, clock } = scene();
  ports.fail('transcribe', { code: 'VENDOR_REJECTED', times: 99 });
  await deliver();
  for (let run = 0; run < 4; run += 1) {
    clock.advance(60_000);
    await sweep();
  }
  await expect(sweep()).resolves.toMatchObject({ failed: [], delivered: [{ outcome: 'delivered' }] });
  expect(ports.calledPorts.filter(port => port === 'transcribe')).toHaveLength(5);
});

test('above the size limit the mail has a link instead of the recording', async () => {
  const { deliver, ports } = scene({ client: { email: { ...sampleClient().email, attachmentLimitMb: 0 } } });
  await deliver();
  expect(ports.mails[0]?.attachment).toBeUndefined();
  expect(ports.mails[0]?.text).toMatch(/https:\/\/linekit-1\.twil\.io\/voicemail\/listen\?recording=RE/);
});

test('a client that does not transcribe: no word to Deepgram', async () => {
  const { deliver, ports } = scene({ client: { voicemail: { ...sampleClient().voicemail, transcribe: false } } });
  await expect(deliver()).resolves.toEqual({ outcome: 'delivered' });
  expect(ports.calledPorts).not.toContain('transcribe');
});

test('a caller who withholds the number is named so, and there is nothing to dial', async () => {
  const { deliver, ports } = scene({ from: 'anonymous' });
  await deliver();
  expect(ports.taskList[0]?.attributes).toMatchObject({ name: 'Number withheld', callBackData: { numberToCall: '' } });
  expect(ports.mails[0]?.subject).toBe('Voicemail from Number withheld for Riverside Community Clinic');
});

test("the sweep leaves other people's recordings alone", async () => {
  const { sweep, ports } = scene({ client: { numbers: [{ number: '+12025550199' as never, line: 'voicemail' }] } });
  await sweep();
  expect(ports.taskList).toHaveLength(0);
  expect(ports.entries.size).toBe(0);
});

test('a delivered recording is deleted when its retention is over; an undelivered one never', async () => {
  const { deliver, sweep, ports, clock } = scene();
  await deliver();
  const lost = `RE${'c'.repeat(32)}` as RecordingSid;
  const kept = ports.recordingList.get(recordingSid);
  if (!kept) throw new Error('the scene has a recording');
  ports.recordingList.set(lost, { ...kept, recordingSid: lost });
  clock.advance(31 * 86_400_000);
  const first = await sweep();
  await expect(sweep(first.cursor ?? undefined)).resolves.toMatchObject({ deleted: 1, cursor: null });
  expect([...ports.recordingList.keys()]).toEqual([lost]);
});

test('a webhook played again after the retention time makes nothing, even when the ledger has forgotten', async () => {
  const { deliver, clock, ports, log } = scene();
  await deliver();
  clock.advance(31 * 86_400_000);
  ports.entries.clear();
  await expect(deliver()).resolves.toEqual({ outcome: 'dismissed' });
  expectOneOfEach(ports);
  expect(log.lines.at(-1)).toMatchObject({ message: 'voicemail dismissed: its retention time is over' });
});

test('a caller from a SIP address is named by it; there is no number to call back', async () => {
  const { deliver, ports } = scene({ from: 'sip:ward3@clinic.example' });
  await deliver();
  const { attributes } = ports.taskList[0] ?? {};
  expect(attributes).toMatchObject({ name: 'sip:ward3@clinic.example', callBackData: { numberToCall: '' } });
  expect(ports.mails[0]?.subject).toContain('from sip:ward3@clinic.example for');
});

test('a wrong address in the environment stops the mail alone', async () => {
  const { deliver, ports } = scene({ mailing: 'CONFIG_MISSING' });
  await expect(deliver()).resolves.toMatchObject({
    outcome: 'incomplete',
    failures: [{ step: 'mail', error: { code: 'CONFIG_MISSING' } }],
  });
  expect(ports.taskList[0]?.attributes.callBackData.transcriptText).toBe(words);
});

test('a transcript that comes after "try later" goes to the newest task of the conversation', async () => {
  const { deliver, sweep, ports, clock } = scene();
  ports.fail('transcribe', { code: 'VENDOR_UNAVAILABLE', times: 1 });
  await expect(deliver()).resolves.toMatchObject({ outcome: 'incomplete' });
  const [first] = ports.taskList;
  if (!first) throw new Error('no task');
  // An agent tried it again, twice.
  const by = { workerSid: 'WK1', at: clock.now().toISOString(), outcome: 'busy' } as const;
  for (const taskSid of ['second', 'third']) ports.taskList.push({ ...first, taskSid });
  const attempts = [
    { ...by, taskSid: first.taskSid, next: 'second' },
    { ...by, taskSid: 'second', next: 'third' },
  ];
  ports.records.set(callSid, { attempts, heard: [], deleted: [] });
  clock.advance(60_000);
  await sweep();
  const transcripts = ports.taskList.map(({ attributes }) => attributes.callBackData.transcriptText);
  expect(transcripts).toEqual(['', '', words]);
});

describe('a client whose talks are recorded turn by turn', () => {
  const swept = async (
    origin: 'message' | 'turn' | 'unknown' | 'VENDOR_UNAVAILABLE',
    { durationSeconds = 12, delivers = false } = {},
  ) => {
    let asked = 0;
    const of = async () => {
      asked += 1;
      if (origin === 'VENDOR_UNAVAILABLE') throw new AppError(origin, 'Twilio does not say');
      return origin;
    };
    const { deliver, sweep, ports, clock } = scene({ origins: { of } });
    ports.recordingList.set(recordingSid, { ...must(ports.recordingList.get(recordingSid)), durationSeconds });
    if (delivers) {
      ports.fail('transcribe', { code: 'VENDOR_UNAVAILABLE', times: 1 });
      await deliver();
      clock.advance(600_000);
    }
    const report = await sweep();
    return { report, asked, tasks: ports.taskList.length, kept: ports.recordingList.size };
  };

  test.each([
    ['a turn is deleted, and nobody hears it', 'turn', {}, { asked: 1, tasks: 0, kept: 0, deleted: 1, failed: 0 }],
    ['a short one, too', 'turn', { durationSeconds: 1 }, { asked: 1, tasks: 0, kept: 0, deleted: 1, failed: 0 }],
    ['a message is delivered', 'message', {}, { asked: 1, tasks: 1, kept: 1, deleted: 0, failed: 0 }],
    ['what nobody can tell yet is left', 'unknown', {}, { asked: 1, tasks: 0, kept: 1, deleted: 0, failed: 0 }],
    ['or told of', 'VENDOR_UNAVAILABLE', {}, { asked: 1, tasks: 0, kept: 1, deleted: 0, failed: 1 }],
    ['a claimed one is a message', 'turn', { delivers: true }, { asked: 0, tasks: 1, kept: 1, deleted: 0, failed: 0 }],
  ] as const)('%s', async (_name, origin, change, expected) => {
    const { report, ...rest } = await swept(origin, change);
    expect({ ...rest, deleted: report.deleted, failed: report.failed.length }).toEqual(expected);
  });
});
