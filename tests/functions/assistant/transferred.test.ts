import { handler } from '../../../functions/assistant/transferred.protected';
import { captureLog, runFunction, twilioIsDown } from '../run-function';
import { call, failed } from './call';

// Twilio's APIs are down: there is no talk without its state, and the caller goes back to the flow.
const log = captureLog();

test('the two have talked: the call ends in the flow', async () => {
  const { body } = await runFunction(handler, { ...call, turn: '3', DialCallStatus: 'completed' }, twilioIsDown);
  expect(body).toContain('outcome=done</Redirect>');
  expect(log.lines()).toHaveLength(1);
});

test.each(['busy', 'no-answer', 'failed', 'strange'])(
  '%s, and the talk can not go on: back to the flow',
  async DialCallStatus => {
    expect((await runFunction(handler, { ...call, turn: '3', DialCallStatus }, twilioIsDown)).body).toContain(failed);
  },
);

test('the caller hung up while it rang: nobody comes back', async () => {
  const over = { ...call, turn: '3', DialCallStatus: 'no-answer', CallStatus: 'completed' };
  expect((await runFunction(handler, over, twilioIsDown)).body).toContain('outcome=done</Redirect>');
});
