import { handler } from '../../../functions/assistant/heard.protected';
import { captureLog, runFunction, twilioIsDown } from '../run-function';
import { call, failed } from './call';

// Twilio's APIs are down: there is no talk without its state, and the caller goes back to the flow.
const log = captureLog();

test.each([
  ['words', { SpeechResult: 'my PIN is four eight two nine', Confidence: '0.93' }],
  ['keys', { Digits: '4829' }],
  ['silence', {}],
])('%s: back to the flow, and nothing of it in the log', async (_name, heard) => {
  expect((await runFunction(handler, { ...call, turn: '3', ...heard }, twilioIsDown)).body).toContain(failed);
  expect(JSON.stringify(log.lines())).not.toMatch(/4829|four eight/);
});

test('a field that can not be read is named, its value is not', async () => {
  const { body } = await runFunction(handler, { ...call, turn: '3', Confidence: '4829', Digits: '4829' }, twilioIsDown);
  expect(body).toContain(failed);
  expect(JSON.stringify(log.lines())).toContain('Confidence is malformed');
  expect(JSON.stringify(log.lines())).not.toContain('4829');
});
