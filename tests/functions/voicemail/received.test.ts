import { handler } from '../../../functions/voicemail/received.protected';
import { captureLog, runFunction } from '../run-function';

const log = captureLog();

test('thanks the caller and hangs up', async () => {
  const { body } = await runFunction(handler, { RecordingSid: `RE${'1'.repeat(32)}` });
  expect(body).toContain('>Thank you. We have your message. Goodbye.</Say><Hangup/>');
});

test('says so when nothing was recorded, and the log says it too', async () => {
  const { body } = await runFunction(handler, {});
  expect(body).toContain('>We did not hear a message. Please call again. Goodbye.</Say><Hangup/>');
  expect(log.lines()).toEqual([
    expect.objectContaining({ level: 'info', message: 'no voicemail: nothing was recorded' }),
  ]);
});

test("without the client's file the call ends quietly: there are no words to say", async () => {
  const { body } = await runFunction(handler, {}, { client: null });
  expect(body).toContain('<Response><Hangup/></Response>');
});
