import type { Callee } from './callee';
import { LINE_NUMBER, testLine, type Pages, type TestLine } from './testing/test-line';

const TO = '+15550107777';
const STATUS = { StatusCallback: 'https://app.example/status' };
const ALL = ['initiated', 'ringing', 'answered', 'completed'];

async function outbound(
  callee: Callee,
  form: Record<string, string | string[]>,
  pages: Pages = {},
): Promise<TestLine & { sid: string; body: Record<string, unknown> }> {
  const line = await testLine(
    { '/out': '<Say>Hello</Say>', '/status': '', '/amd': '', ...pages },
    { callees: () => callee },
  );
  const made = await line.api('POST', '/Calls.json', {
    form: { To: TO, From: LINE_NUMBER, Url: 'https://app.example/out', ...form },
  });
  const { sid } = made.body as { sid: string };
  await line.world.controls.advance(120_000);
  const { body } = await line.api('GET', `/Calls/${sid}.json`);
  return { ...line, sid, body: body as Record<string, unknown> };
}

test('all events in order, numbered', async () => {
  const line = await outbound({ do: 'answer' }, { ...STATUS, StatusCallbackEvent: ALL });
  expect(
    line.sentTo('/status').map(({ parameters: { CallStatus, SequenceNumber } }) => [CallStatus, SequenceNumber]),
  ).toEqual([
    ['initiated', '0'],
    ['ringing', '1'],
    ['in-progress', '2'],
    ['completed', '3'],
  ]);
  expect(line.sentTo('/out')[0]?.parameters).toMatchObject({ Direction: 'outbound-api', CallStatus: 'in-progress' });
});

test.each<[Callee, string, string]>([
  [{ do: 'busy' }, 'busy', '486'],
  [{ do: 'no-answer' }, 'no-answer', '487'],
  [{ do: 'fail' }, 'failed', '404'],
  [{ do: 'fail', sipResponseCode: '603' }, 'failed', '603'],
])('%j ends it as %s with SIP %s', async (callee, status, sip) => {
  const line = await outbound(callee, STATUS);
  expect(line.body).toMatchObject({ status, duration: '0' });
  expect(line.sentTo('/status').map(({ parameters }) => parameters)).toEqual([
    expect.objectContaining({ CallStatus: status, SipResponseCode: sip }),
  ]);
});

const machine: Callee = {
  do: 'voicemail',
  greeting: 'this is the voicemail of Ann please leave your message after the tone',
};
const human: Callee = { do: 'answer', steps: [{ do: 'say', words: 'hello Ann here' }] };

describe('answering machine detection', () => {
  test.each<[string, Callee, string]>([
    ['Enable', human, 'human'],
    ['Enable', { do: 'answer' }, 'human'],
    ['Enable', machine, 'machine_start'],
    ['DetectMessageEnd', machine, 'machine_end_beep'],
    ['DetectMessageEnd', { ...machine, beep: false }, 'machine_end_silence'],
    ['Enable', { do: 'fax' }, 'fax'],
    ['Enable', { do: 'answer', steps: [] }, 'unknown'],
  ])('%s: %j is %s, and the document waits for it', async (MachineDetection, callee, answeredBy) => {
    const line = await outbound(callee, { MachineDetection });
    expect(line.sentTo('/out')[0]?.parameters).toMatchObject({ AnsweredBy: answeredBy });
    expect(line.body).toMatchObject({ answered_by: answeredBy });
  });

  test('its durations: speech until it is a machine, silence until it is nobody', async () => {
    const tuned = { MachineDetection: 'Enable', MachineDetectionSpeechThreshold: '1000' };
    const spoke = await outbound(machine, tuned);
    expect(spoke.sentTo('/out')[0]?.parameters).toMatchObject({ MachineDetectionDuration: '1000' });
    const silent = await outbound({ do: 'answer', steps: [] }, { ...tuned, MachineDetectionSilenceTimeout: '2000' });
    expect(silent.sentTo('/out')[0]?.parameters).toMatchObject({ MachineDetectionDuration: '2000' });
    const endless = await outbound(
      { do: 'voicemail', greeting: 'word '.repeat(40) },
      { MachineDetection: 'DetectMessageEnd', MachineDetectionTimeout: '5' },
    );
    expect(endless.sentTo('/out')[0]?.parameters).toMatchObject({ AnsweredBy: 'machine_end_other' });
  });

  test('beside the call: the document comes at once, the result goes to its callback', async () => {
    const line = await outbound(
      machine,
      {
        MachineDetection: 'DetectMessageEnd',
        AsyncAmd: 'true',
        AsyncAmdStatusCallback: 'https://app.example/amd',
      },
      { '/out': '<Pause length="30"/>' },
    );
    expect(line.sentTo('/out')[0]?.parameters).not.toHaveProperty('AnsweredBy');
    expect(line.sentTo('/amd').map(({ kind, parameters }) => [kind, Object.keys(parameters).sort()])).toEqual([
      ['amd-status', ['AccountSid', 'AnsweredBy', 'CallSid', 'MachineDetectionDuration']],
    ]);
    expect(line.sentTo('/amd')[0]?.parameters).toMatchObject({ AnsweredBy: 'machine_end_beep' });
  });
});

test('digits are sent before the document', async () => {
  const line = await outbound({ do: 'answer' }, { SendDigits: 'ww12#', ...STATUS });
  expect(line.world.timeline.map(({ text }) => text)).toContain('presses ww12#');
});

test('TimeLimit ends it, Record records it', async () => {
  const line = await outbound(
    human,
    {
      TimeLimit: '5',
      Record: 'true',
      RecordingChannels: 'dual',
      RecordingStatusCallback: 'https://app.example/status',
    },
    { '/out': '<Pause length="60"/>' },
  );
  expect(line.body).toMatchObject({ duration: '5', status: 'completed' });
  expect(line.sentTo('/status')[0]?.parameters).toMatchObject({
    RecordingSource: 'OutboundAPI',
    RecordingChannels: '2',
    RecordingDuration: '5',
  });
});

test('the fallback URL takes over when the document fails', async () => {
  const line = await outbound(
    { do: 'answer' },
    { FallbackUrl: 'https://app.example/fallback' },
    { '/out': { status: 500, body: '' }, '/fallback': '<Say>Sorry</Say>' },
  );
  expect(line.sentTo('/fallback')[0]?.parameters).toMatchObject({ ErrorCode: '11200' });
});

test('calls beyond the account’s rate wait, and say how long', async () => {
  const line = await testLine({ '/out': '' }, { callsPerSecond: 2 });
  const form = { To: TO, From: LINE_NUMBER, Url: 'https://app.example/out' };
  for (let count = 0; count < 3; count += 1) await line.api('POST', '/Calls.json', { form });
  await line.world.controls.advance(60_000);
  const { body } = await line.api('GET', '/Calls.json');
  expect((body as { calls: { queue_time: string }[] }).calls.map(call => call.queue_time)).toEqual([
    '1000',
    '500',
    '0',
  ]);
});

describe('a call is changed while it rings', () => {
  async function ringing(): Promise<TestLine & { path: string }> {
    const line = await testLine({ '/status': '' }, { callees: () => ({ do: 'answer', afterMs: 30_000 }) });
    const made = await line.api('POST', '/Calls.json', {
      form: { To: TO, From: LINE_NUMBER, Twiml: '<Response><Say>Hi</Say></Response>', ...STATUS },
    });
    await line.world.controls.advance(5000);
    return { ...line, path: `/Calls/${(made.body as { sid: string }).sid}.json` };
  }

  test('canceled', async () => {
    const line = await ringing();
    await line.api('POST', line.path, { form: { Status: 'canceled' } });
    await line.world.controls.advance(1000);
    expect(await line.api('GET', line.path)).toMatchObject({ body: { status: 'canceled', duration: '0' } });
    expect(line.sentTo('/status')[0]?.parameters).toMatchObject({ CallStatus: 'canceled' });
  });

  test('a redirect is refused', async () => {
    const line = await ringing();
    expect(await line.api('POST', line.path, { form: { Twiml: '<Response/>' } })).toMatchObject({
      status: 400,
      body: { code: 21220 },
    });
  });
});

test.each<[Record<string, string>, number]>([
  [{ Url: 'nonsense' }, 21205],
  [{ Url: 'ftp://app.example/x' }, 21205],
  [{ StatusCallback: 'any text' }, 21609],
  [{ SendDigits: 'abc' }, 21206],
  [{ Timeout: '601' }, 21208],
  [{ MachineDetection: 'Maybe' }, 21234],
  [{ MachineDetection: 'Enable', MachineDetectionTimeout: '60' }, 21234],
  [{ ApplicationSid: `AP${'0'.repeat(32)}` }, 21218],
  [{ Twiml: `<Response><Say>${'x'.repeat(4000)}</Say></Response>` }, 20001],
  [{ StatusCallback: 'https://app.example/a', StatusCallbackEvent: 'gone' }, 20001],
  [{ Record: 'true', RecordingChannels: 'stereo' }, 20001],
])('%j is refused with %i', async (form, code) => {
  const line = await testLine({});
  expect(
    await line.api('POST', '/Calls.json', {
      form: { To: TO, From: LINE_NUMBER, Url: 'https://app.example/out', ...form },
    }),
  ).toMatchObject({ status: 400, body: { code } });
});
