import { handler } from '../../../functions/callback/number.protected';
import { accountSid, captureLog, runFunction, twilioIsDown } from '../run-function';

// Twilio's APIs are down: what needs Sync or TaskRouter fails, and the caller must have a way to go on.
captureLog();
const flowSid = `FW${'1'.repeat(32)}`;
const call = { CallSid: `CA${'1'.repeat(32)}`, To: '+12025550144', From: '+12025550111', AccountSid: accountSid };
const RETURN = `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${flowSid}?FlowEvent=return&amp;next=`;

test('the question which number needs nobody else', async () => {
  const { body } = await runFunction(handler, { ...call, flowSid }, twilioIsDown);
  expect(body).toContain(`action="/callback/number?flowSid=${flowSid}"`);
  expect(body).toContain('2 0 2, 5 5 5, 0 1 1 1');
  expect(body).toContain(`${RETURN}back</Redirect>`);
});

test('it fails: the caller hears so, and goes on where the call came from', async () => {
  const keys = { Digits: '1' };
  const inLine = await runFunction(handler, { ...call, ...keys }, twilioIsDown);
  expect(inLine.status).toBe(200);
  expect(inLine.body).toMatch(/<Say[^>]*>Sorry, we could not.*<\/Say><Redirect method="POST">\/waiting\/line</);
  const inFlow = await runFunction(handler, { ...call, ...keys, flowSid }, twilioIsDown);
  expect(inFlow.body).toContain(`${RETURN}message</Redirect>`);
});
