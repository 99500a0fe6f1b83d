import { handler } from '../../../functions/callback/release.protected';
import { captureLog, runFunction, twilioIsDown } from '../run-function';

// Twilio's APIs are down: what needs Sync or TaskRouter fails, and the caller must have a way to go on.
captureLog();

test('the sweep is told when callbacks can not be looked through', async () => {
  expect(await runFunction(handler, {}, twilioIsDown)).toMatchObject({
    status: expect.any(Number),
    body: { code: expect.any(String) },
  });
});
