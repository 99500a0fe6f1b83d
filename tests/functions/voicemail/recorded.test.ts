import { handler } from '../../../functions/voicemail/recorded.protected';
import { captureLog, runFunction } from '../run-function';

const log = captureLog();
const event = {
  RecordingSid: `RE${'a'.repeat(32)}`,
  CallSid: `CA${'b'.repeat(32)}`,
  RecordingStatus: 'completed',
  RecordingDuration: '12',
  RecordingStartTime: 'Mon, 23 Nov 2026 18:03:30 +0000',
};

test('nothing was recorded: neither task nor mail, and the log says so', async () => {
  await expect(runFunction(handler, { ...event, RecordingStatus: 'absent' })).resolves.toMatchObject({
    status: 200,
    body: { outcome: 'dismissed' },
  });
  expect(log.lines()).toEqual([
    expect.objectContaining({ message: 'no voicemail: nothing was recorded', callSid: event.CallSid }),
  ]);
});

test('a message below the minimum: neither task nor mail, and the log says so', async () => {
  const answer = await runFunction(
    handler,
    { ...event, RecordingDuration: '1' },
    { context: { getTwilioClient: () => ({}) } },
  );
  expect(answer).toMatchObject({ status: 200, body: { outcome: 'dismissed' } });
  expect(log.lines()).toEqual([
    expect.objectContaining({
      message: 'voicemail dismissed: shorter than the minimum',
      recordingSid: event.RecordingSid,
    }),
  ]);
});

test('every wrong field is named at once', async () => {
  const answer = await runFunction(handler, {
    RecordingSid: 'RE1',
    RecordingStatus: 'completed',
    RecordingDuration: '-3',
  });
  expect(answer).toMatchObject({
    status: 400,
    body: {
      code: 'BAD_INPUT',
      message:
        'RecordingSid is malformed (expected a SID that begins with RE); CallSid is missing (expected a SID that begins with CA); ' +
        'RecordingDuration is malformed (expected a whole number, 0 or more).',
    },
  });
});

test("another client's account: refused, nothing touched", async () => {
  const answer = await runFunction(handler, event, { context: { ACCOUNT_SID: `AC${'9'.repeat(32)}` } });
  expect(answer).toMatchObject({ status: 500, body: { code: 'WRONG_ACCOUNT' } });
});

test('a missing variable is named, with the place where it is set', async () => {
  const rest = { calls: () => ({ fetch: async () => ({ from: '+12025550111', to: '+12025550142' }) }) };
  const answer = await runFunction(handler, event, { context: { getTwilioClient: () => rest } });
  expect(answer).toMatchObject({
    status: 500,
    body: {
      code: 'CONFIG_MISSING',
      message: expect.stringMatching(/^TWILIO_SYNC_SERVICE_SID is missing: .*It is set by the wiring step/),
    },
  });
});
