import { handler } from '../../../functions/assistant/start.protected';
import { sampleClient } from '../../../lib/config/client.fake';
import { captureLog, runFunction, twilioIsDown } from '../run-function';
import { call, failed } from './call';

// Twilio's APIs are down: there is no talk without its state, and the caller goes back to the flow.
const log = captureLog();

test('without its state there is no talk: the flow takes a message', async () => {
  expect((await runFunction(handler, call, twilioIsDown)).body).toContain(failed);
  expect(log.lines().at(-1)).toMatchObject({ level: 'error', code: 'VENDOR_UNAVAILABLE' });
});

test('without Studio, too', async () => {
  const { flowSid: _, ...alone } = call;
  expect((await runFunction(handler, alone, twilioIsDown)).body).toContain('/voicemail/record</Redirect>');
});

test('a client without an assistant', async () => {
  const { body } = await runFunction(handler, call, {
    ...twilioIsDown,
    client: sampleClient({ assistant: undefined }),
  });
  expect(body).toContain(failed);
});
