import { handler } from '../../../functions/callback/confirmed.protected';
import { accountSid, captureLog, runFunction, twilioIsDown } from '../run-function';

// Twilio's APIs are down: what needs Sync or TaskRouter fails, and the caller must have a way to go on.
captureLog();
const flowSid = `FW${'1'.repeat(32)}`;
const call = { CallSid: `CA${'1'.repeat(32)}`, To: '+12025550144', From: '+12025550111', AccountSid: accountSid };
const RETURN = `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${flowSid}?FlowEvent=return&amp;next=`;

test('confirmed fails: it is asked again, and in the end nothing is said of a booking', async () => {
  const first = await runFunction(handler, { ...call, Digits: '1' }, twilioIsDown);
  expect(first.body).toContain('<Pause length="2"/><Redirect method="POST">/callback/confirmed?asks=2</Redirect>');
  const last = await runFunction(handler, { ...call, asks: '5', flowSid }, twilioIsDown);
  expect(last.body).toContain(`<Response><Redirect method="POST">${RETURN}message</Redirect></Response>`);
});
