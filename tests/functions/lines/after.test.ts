import { handler } from '../../../functions/lines/after.protected';
import { captureLog, runFunction, twilioIsDown } from '../run-function';

captureLog();

test('without its notes it fails, and the flow has words of its own for that', async () => {
  const event = { CallSid: `CA${'1'.repeat(32)}`, QueueResult: 'leave' };
  const { status, body } = await runFunction(handler, event, twilioIsDown);
  expect(status).toBeGreaterThanOrEqual(500);
  expect(body).toMatchObject({ code: expect.any(String) });
});

test('it says which keys it answers, for the flow', () => {
  expect(handler.answers).toEqual(['words', 'offer']);
});
