import { handler } from '../../../functions/assistant/ended.protected';
import { captureLog, runFunction, twilioIsDown } from '../run-function';
import { call } from './call';

const log = captureLog();
const told = `https://webhooks.twilio.com/v1/Accounts/${call.AccountSid}/Flows/${call.flowSid}?CallSid=${call.CallSid}`;

test("Studio hears that the call is over, even where the assistant's stores are down", async () => {
  const answer = await runFunction(handler, { ...call, CallStatus: 'completed' }, twilioIsDown);
  expect(answer).toMatchObject({ status: 302, headers: { location: `${told}&CallStatus=completed` } });
  expect(log.lines()).toMatchObject([{ message: 'assistant: the end of a call could not be settled' }]);
});

test('a call that goes on is left alone', async () => {
  const answer = await runFunction(handler, { ...call, CallStatus: 'in-progress' });
  expect(answer).toMatchObject({ status: 302, headers: { location: `${told}&CallStatus=in-progress` } });
  expect(log.lines()).toEqual([]);
});

test('without a flow nobody else is told', async () => {
  const { flowSid: _flowSid, ...rest } = call;
  expect(await runFunction(handler, { ...rest, CallStatus: 'completed' }, twilioIsDown)).toMatchObject({ status: 204 });
});
