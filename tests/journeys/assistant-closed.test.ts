import { english, heard, hears, presses, says, talk, WAITS } from '../support/assistant';
import { client, moments, openLine, type TestLine } from '../support/line';

let line: TestLine;
beforeAll(async () => {
  line = await openLine(moments.thanksgiving, { afterHours: { callback: true, voicemail: false } });
});
afterAll(() => line?.close());

test('closed, and no messages then: who leaves the dialogue of callbacks hears that nobody is there', async () => {
  const report = await talk(line, [], {
    steps: [says('Operator'), hears(english.keyCallback), presses('1'), hears(english.callbackNext), WAITS],
  });
  expect(heard(report)).not.toContain(english.keyMessage);
  expect(heard(report)).not.toContain(client.greetings.message);
  expect(heard(report)).toContain('We are closed for Thanksgiving.');
  expect(await line.tasks()).toEqual([]);
});
