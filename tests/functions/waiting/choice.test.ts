import { handler } from '../../../functions/waiting/choice.protected';
import { captureLog, runFunction, twilioIsDown } from '../run-function';

// Twilio's APIs are down: a key leads on all the same.
captureLog();
const call = { CallSid: `CA${'1'.repeat(32)}`, To: '+12025550144', From: '+12025550111' };

test.each([
  ['1', '<Redirect method="POST">/callback/number</Redirect>'],
  ['2', '<Leave/>'],
  ['7', '<Redirect method="POST">/waiting/line</Redirect>'],
])('key %s', async (Digits, expected) => {
  expect((await runFunction(handler, { ...call, Digits }, twilioIsDown)).body).toContain(
    `<Response>${expected}</Response>`,
  );
});

test('a key that can not be read leads back in line', async () => {
  expect((await runFunction(handler, { Digits: '1' }, twilioIsDown)).body).toContain('/waiting/line');
});
