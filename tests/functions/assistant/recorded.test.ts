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

test.each([
  ['Digits', 'hangup'],
  ['CallStatus', 'completed'],
])('words before a hang-up (%s: %s) are deleted, and nobody acts on them', async (name, value) => {
  const recorded = { ...call, turn: '3', RecordingSid: `RE${'1'.repeat(32)}`, [name]: value };
  expect((await runFunction(handler, recorded, twilioIsDown)).body).toContain('outcome=done</Redirect>');
  expect(log.lines().map(({ message }) => message)).toEqual([
    'assistant: the recording of a turn could not be deleted',
  ]);
});
