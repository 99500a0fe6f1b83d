import { handler as confirmed } from '../../../functions/callback/confirmed.protected';
import { handler as entered } from '../../../functions/callback/entered.protected';
import { handler as number } from '../../../functions/callback/number.protected';
import { handler as release } from '../../../functions/callback/release.protected';
import { accountSid, captureLog, runFunction, twilioIsDown } from '../run-function';

// Twilio's APIs are down: what needs Sync or TaskRouter fails, and the caller must have a way to go on.
captureLog();
const flowSid = `FW${'1'.repeat(32)}`;
const call = {
  CallSid: `CA${'1'.repeat(32)}`,
  To: '+12025550144',
  From: '+12025550111',
  AccountSid: accountSid,
};
const RETURN = `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${flowSid}?FlowEvent=return&amp;next=`;

test('the question which number needs nobody else', async () => {
  const { body } = await runFunction(number, { ...call, flowSid }, twilioIsDown);
  expect(body).toContain(`action="/callback/number?flowSid=${flowSid}"`);
  expect(body).toContain('2 0 2, 5 5 5, 0 1 1 1');
  expect(body).toContain(`${RETURN}back</Redirect>`);
});

test.each([
  ['number', number, { Digits: '1' }],
  ['entered', entered, { Digits: '2025550177' }],
])('%s fails: the caller hears so, and goes on where the call came from', async (_name, handler, keys) => {
  const inLine = await runFunction(handler, { ...call, ...keys }, twilioIsDown);
  expect(inLine.status).toBe(200);
  expect(inLine.body).toMatch(
    /<Say[^>]*>Sorry, we could not.*<\/Say><Redirect method="POST">\/waiting\/line<\/Redirect>/,
  );
  const inFlow = await runFunction(handler, { ...call, ...keys, flowSid }, twilioIsDown);
  expect(inFlow.body).toContain(`${RETURN}message</Redirect>`);
});

test('confirmed fails: it is asked again, and in the end nothing is said of a booking', async () => {
  const first = await runFunction(confirmed, { ...call, Digits: '1' }, twilioIsDown);
  expect(first.body).toContain('<Pause length="2"/><Redirect method="POST">/callback/confirmed?asks=2</Redirect>');
  const last = await runFunction(confirmed, { ...call, asks: '5', flowSid }, twilioIsDown);
  expect(last.body).toContain(`<Response><Redirect method="POST">${RETURN}message</Redirect></Response>`);
});

test('the sweep is told when callbacks can not be looked through', async () => {
  expect(await runFunction(release, {}, twilioIsDown)).toMatchObject({
    status: expect.any(Number),
    body: { code: expect.any(String) },
  });
});
