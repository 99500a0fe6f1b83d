import { handler } from '../../../functions/waiting/line.protected';
import { captureLog, runFunction, twilioIsDown } from '../run-function';

// Twilio's APIs are down: what a caller hears when Twilio answers nothing.
captureLog();
const call = { CallSid: `CA${'1'.repeat(32)}`, To: '+12025550144', From: '+12025550111' };

test('without any figures: which keys do what, then music; a key works all the while', async () => {
  const { status, body } = await runFunction(handler, { ...call, QueueTime: '0' }, twilioIsDown);
  expect(status).toBe(200);
  expect(body).toMatch(
    /<Gather input="dtmf" action="\/waiting\/choice" method="POST" timeout="1" finishOnKey="" numDigits="1">/,
  );
  expect(body).toMatch(
    /press 1\.<\/Say>.*press 2\.<\/Say><Play loop="\d">\/hold-music\.wav<\/Play><\/Gather><\/Response>/s,
  );
});

test.each([
  ["after the client's limit", { ...call, QueueTime: '3600' }],
  ['when something broke', { ...call, QueueTime: 'soon' }],
])('%s the caller leaves the queue', async (_name, event) => {
  expect((await runFunction(handler, event, twilioIsDown)).body).toContain('<Response><Leave/></Response>');
});
