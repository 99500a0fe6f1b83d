import { handler } from '../../../functions/assistant/recorded.protected';
import { captureLog, runFunction, twilioIsDown } from '../run-function';
import { call, failed } from './call';

// Twilio's APIs are down: there is no talk without its state, and the caller goes back to the flow.
const log = captureLog();

test('the recording can not be had: back to the flow', async () => {
  const recorded = { ...call, turn: '3', language: 'es-US', RecordingSid: `RE${'1'.repeat(32)}`, Digits: 'hangup' };
  expect((await runFunction(handler, { ...recorded, RecordingSid: 'RE1' }, twilioIsDown)).body).toContain(failed);
  expect((await runFunction(handler, { ...call, turn: '3' }, twilioIsDown)).body).toContain(failed);
  expect(log.lines().at(-1)).toMatchObject({ level: 'error' });
});
