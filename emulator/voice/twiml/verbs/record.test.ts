import type { CallerStep } from '../../../contract';
import type { CallReport } from '../..';
import { testLine, type TestLine } from '../../testing/test-line';

const HELLO = { do: 'say', words: 'hello this is a message of ten words in all' } as const satisfies CallerStep;
const AFTER_BEEP: CallerStep = { do: 'listen', until: 'beep' };
const CALLBACK = 'recordingStatusCallback="/status" recordingStatusCallbackEvent="in-progress completed absent"';

function recordLine(attributes = ''): Promise<TestLine> {
  return testLine({
    '/voice': `<Say>Please leave a message</Say><Record action="/action" ${CALLBACK} ${attributes}/><Say>Nothing</Say>`,
    '/action': '<Say>Thank you</Say>',
    '/status': '',
  });
}

function statusesOf(line: TestLine): (string | undefined)[] {
  return line.sentTo('/status').map(({ parameters }) => parameters['RecordingStatus']);
}

function texts(report: CallReport): string[] {
  return report.timeline.map(entry => entry.text);
}

test('a message that ends with silence goes to the action, trimmed, and to the callback a moment later', async () => {
  const line = await recordLine('timeout="3"');
  const report = await line.call([AFTER_BEEP, HELLO]);
  const [action] = line.sentTo('/action');
  expect(action?.parameters).toMatchObject({
    RecordingDuration: '4',
    CallStatus: 'in-progress',
    CallSid: report.call.sid,
  });
  expect(action?.parameters).not.toHaveProperty('Digits');
  expect(statusesOf(line)).toEqual(['in-progress', 'completed']);
  const completed = line.sentTo('/status')[1];
  expect(completed).toMatchObject({ kind: 'recording-status', method: 'POST' });
  expect(completed?.parameters).toEqual({
    AccountSid: report.call.account_sid,
    CallSid: report.call.sid,
    RecordingSid: action?.parameters['RecordingSid'],
    RecordingUrl: action?.parameters['RecordingUrl'],
    RecordingStatus: 'completed',
    RecordingDuration: '4',
    RecordingChannels: '1',
    RecordingStartTime: 'Mon, 02 Mar 2026 15:00:02 +0000',
    RecordingSource: 'RecordVerb',
    RecordingTrack: 'inbound',
    ErrorCode: '0',
  });
  const order = line.world.requests.map(({ kind }) => kind);
  expect(order.indexOf('action')).toBeLessThan(order.lastIndexOf('recording-status'));
  expect(texts(report)).toContain('Thank you');
});

test('the caller hangs up within the message: action with Digits=hangup, answer not played, callback as ever', async () => {
  const line = await recordLine();
  const report = await line.call([AFTER_BEEP, { ...HELLO, cutAfterMs: 2000 }, { do: 'hang-up' }]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({
    Digits: 'hangup',
    RecordingDuration: '2',
    CallStatus: 'completed',
  });
  expect(statusesOf(line)).toEqual(['in-progress', 'completed']);
  expect(texts(report)).not.toContain('Thank you');
  expect(report.call.status).toBe('completed');
});

test('the caller hangs up at the beep: absent, no action', async () => {
  const line = await recordLine();
  const report = await line.call([AFTER_BEEP, { do: 'hang-up' }]);
  expect(line.sentTo('/action')).toEqual([]);
  expect(statusesOf(line)).toEqual(['in-progress', 'absent']);
  expect(report.call.status).toBe('completed');
});

test('the caller hangs up in the greeting: nothing is recorded', async () => {
  const line = await recordLine();
  const report = await line.call([{ do: 'listen', until: { ms: 500 } }, { do: 'hang-up' }]);
  expect(line.sentTo('/status')).toEqual([]);
  expect(report.call).toMatchObject({ status: 'completed', duration: '1' });
});

test('a silent caller falls through to the next verb, without action', async () => {
  const line = await recordLine('timeout="4"');
  const report = await line.call([{ do: 'wait' }]);
  expect(line.sentTo('/action')).toEqual([]);
  expect(statusesOf(line)).toEqual(['in-progress', 'absent']);
  expect(texts(report)).toContain('Nothing');
});

test('absent is told only when asked for', async () => {
  const line = await testLine({ '/voice': '<Record recordingStatusCallback="/status"/>', '/status': '' });
  await line.call([]);
  expect(line.sentTo('/status')).toEqual([]);
});

test('a key ends the recording and is told', async () => {
  const line = await recordLine('finishOnKey="#"');
  await line.call([AFTER_BEEP, HELLO, { do: 'press', digits: '5#' }]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ Digits: '#', RecordingDuration: '4' });
});

test('a key at once leaves nothing recorded', async () => {
  const line = await recordLine();
  const report = await line.call([AFTER_BEEP, { do: 'press', digits: '1' }]);
  expect(statusesOf(line)).toEqual(['in-progress', 'absent']);
  expect(texts(report)).toContain('Nothing');
});

test('maxLength cuts the message, and its words', async () => {
  const line = await recordLine('maxLength="2"');
  const report = await line.call([AFTER_BEEP, HELLO]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ RecordingDuration: '2' });
  expect(report.timeline).toContainEqual(
    expect.objectContaining({
      kind: 'recording',
      detail: expect.objectContaining({ words: 'hello this is a message' }) as unknown,
    }),
  );
});

test('without trimming the silence is kept', async () => {
  const line = await recordLine('trim="do-not-trim" timeout="3"');
  await line.call([AFTER_BEEP, HELLO]);
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ RecordingDuration: '7' });
});

test('without a beep it records at once', async () => {
  const line = await recordLine('playBeep="false" timeout="2"');
  const report = await line.call([{ do: 'listen', until: { text: 'leave a message' } }, HELLO]);
  expect(texts(report)).not.toContain('beep');
  expect(line.sentTo('/action')).toHaveLength(1);
});

test('the caller who spoke over the greeting is recorded from where recording begins', async () => {
  const line = await recordLine('timeout="2"');
  await line.call([{ do: 'listen', until: { ms: 1100 } }, HELLO]);
  // The greeting lasts 1.6 s, the beep 0.5 s: one second of the message's four is lost.
  expect(line.sentTo('/action')[0]?.parameters).toMatchObject({ RecordingDuration: '3' });
});

test('without an action the document itself is requested', async () => {
  let count = 0;
  const line = await testLine({
    '/voice': () => {
      count += 1;
      return count === 1 ? '<Record timeout="2"/>' : '<Hangup/>';
    },
  });
  await line.call([AFTER_BEEP, HELLO]);
  expect(line.sentTo('/voice')[1]).toMatchObject({ kind: 'action', parameters: { RecordingDuration: '4' } });
});

describe('transcribe', () => {
  const transcribed = 'transcribe="true" transcribeCallback="/transcript" timeout="2"';

  test('the words come to the callback, later; no maxLength is no wish for an hour', async () => {
    const line = await recordLine(transcribed);
    const told = texts(await line.call([AFTER_BEEP, HELLO]));
    expect(told.filter(text => text.startsWith('warning'))).toEqual([]);
    await line.world.controls.advance(10_000);
    expect(line.sentTo('/transcript').map(({ parameters }) => parameters)).toMatchObject([
      {
        TranscriptionStatus: 'completed',
        TranscriptionText: HELLO.words,
        RecordingSid: expect.stringMatching(/^RE/) as string,
        CallSid: expect.stringMatching(/^CA/) as string,
      },
    ]);
  });

  test('too long a maxLength and too short a message are warned of', async () => {
    const line = await recordLine(`${transcribed} maxLength="121"`);
    const told = texts(await line.call([AFTER_BEEP, { do: 'say', words: 'hm' }]));
    expect(told.filter(text => text.startsWith('warning'))).toEqual([
      expect.stringContaining('13615'),
      expect.stringContaining('13617'),
    ]);
    await line.world.controls.advance(10_000);
    expect(line.sentTo('/transcript')[0]?.parameters).toMatchObject({ TranscriptionStatus: 'failed' });
  });
});

test('a redirect within the message ends the recording without an action', async () => {
  const line = await recordLine();
  const { callSid, ended } = line.voice.placeCall({
    from: '+15550142222',
    to: '+15550100200',
    caller: [AFTER_BEEP, HELLO],
  });
  await line.world.controls.advance(4000);
  const reply = await line.api('POST', `/Calls/${callSid}.json`, {
    form: { Twiml: '<Response><Say>Moved</Say></Response>' },
  });
  expect(reply.status).toBe(200);
  await line.world.controls.advance(60_000);
  expect(texts(await ended)).toContain('Moved');
  expect(line.sentTo('/action')).toEqual([]);
  expect(statusesOf(line)).toEqual(['in-progress', 'completed']);
});
