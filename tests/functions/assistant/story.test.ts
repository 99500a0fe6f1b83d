import { handler } from '../../../functions/assistant/story.protected';
import { captureLog, runFunction, twilioIsDown } from '../run-function';
import { call } from './call';

// Twilio's APIs are down: the flow has attributes of its own for that.
captureLog();

test('a story that can not be read is no story: Studio goes the way of a failure', async () => {
  const answer = await runFunction(handler, { ...call, executionSid: `FN${'1'.repeat(32)}` }, twilioIsDown);
  expect(answer).toMatchObject({ status: 503, body: { code: 'VENDOR_UNAVAILABLE' } });
});

test('Studio is told which keys there will be', () => {
  expect(handler.answers).toEqual(['attributes', 'topic', 'words']);
});
