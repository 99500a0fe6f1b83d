import { handler } from '../../../functions/assistant/continue.protected';
import { captureLog, runFunction, twilioIsDown } from '../run-function';
import { call, failed } from './call';

// Twilio's APIs are down: there is no talk without its state, and the caller goes back to the flow.
const log = captureLog();

test('the turn can not go on: back to the flow', async () => {
  expect((await runFunction(handler, { ...call, turn: '3' }, twilioIsDown)).body).toContain(failed);
  expect(log.lines().at(-1)).toMatchObject({ level: 'error' });
});
