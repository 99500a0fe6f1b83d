import { handler } from '../../../functions/lines/wait.protected';
import { captureLog, runFunction } from '../run-function';

captureLog();

test.each([
  ['0', '<Play>/hold-music.wav</Play>'],
  ['20', '<Play>/hold-music.wav</Play>'],
  ['25', '<Pause length="5"/>'],
  ['30', '<Leave/>'],
  ['31', '<Leave/>'],
])('after %s s in the queue: %s', async (QueueTime, expected) => {
  const { body } = await runFunction(handler, { QueueTime });
  expect(body).toContain(`<Response>${expected}</Response>`);
});

test('when something broke the caller leaves the queue instead of waiting for ever', async () => {
  const { status, body } = await runFunction(handler, { QueueTime: 'soon' });
  expect(status).toBe(200);
  expect(body).toContain('<Leave/>');
});
