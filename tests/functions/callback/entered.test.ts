import { handler } from '../../../functions/callback/entered.protected';
import { accountSid, captureLog, runFunction, twilioIsDown } from '../run-function';

// Twilio's APIs are down: what needs Sync or TaskRouter fails, and the caller must have a way to go on.
captureLog();
const flowSid = `FW${'1'.repeat(32)}`;
const call = { CallSid: `CA${'1'.repeat(32)}`, To: '+12025550144', From: '+12025550111', AccountSid: accountSid };
const RETURN = `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${flowSid}?FlowEvent=return&amp;next=`;

test('it fails: the caller hears so, and goes on where the call came from', async () => {
  const keys = { Digits: '2025550177' };
  const inLine = await runFunction(handler, { ...call, ...keys }, twilioIsDown);
  expect(inLine.status).toBe(200);
  expect(inLine.body).toMatch(/<Say[^>]*>Sorry, we could not.*<\/Say><Redirect method="POST">\/waiting\/line</);
  const inFlow = await runFunction(handler, { ...call, ...keys, flowSid }, twilioIsDown);
  expect(inFlow.body).toContain(`${RETURN}message</Redirect>`);
});
