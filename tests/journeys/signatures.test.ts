import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { authToken, moments, openLine, type TestLine } from '../support/line';

let line: TestLine;
beforeAll(async () => {
  line = await openLine(moments.night);
});
afterAll(() => line.close());

const fields = {
  RecordingSid: `RE${'a'.repeat(32)}`,
  CallSid: `CA${'b'.repeat(32)}`,
  RecordingStatus: 'completed',
  RecordingDuration: '12',
};
const path = '/voicemail/recorded';

/** Requests that functions made while `work` ran, and lines they logged: what a refused request must not cause. */
async function traces(work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = line.emulator.timeline().length;
  await work();
  await line.emulator.settle();
  return line.emulator
    .timeline()
    .slice(before)
    .filter(entry => entry.kind === 'log')
    .map(entry => entry.text);
}

test.each([
  ['no signature', () => null],
  ['an invented one', () => 'AAAAAAAAAAAAAAAAAAAAAAAAAAA='],
  [
    'one for another URL',
    () => getExpectedTwilioSignature(authToken, `http://${line.domain}/voicemail/received`, fields),
  ],
  ['one for another host', () => getExpectedTwilioSignature(authToken, `http://other-1234-dev.twil.io${path}`, fields)],
  [
    'one for another body',
    () => getExpectedTwilioSignature(authToken, `http://${line.domain}${path}`, { ...fields, RecordingDuration: '99' }),
  ],
  [
    "one by another account's token",
    () => getExpectedTwilioSignature('f'.repeat(32), `http://${line.domain}${path}`, fields),
  ],
])('%s: 403, and nothing is touched', async (_name, signature) => {
  const logged = await traces(async () => {
    await expect(line.post(path, fields, signature())).resolves.toMatchObject({ status: 403 });
  });
  expect(logged).toEqual([]);
  expect(await line.voicemailTasks()).toEqual([]);
});

test('every protected function refuses; the public ones answer', async () => {
  for (const each of [
    '/lines/now',
    '/lines/wait',
    '/voicemail/record',
    '/voicemail/received',
    '/voicemail/recorded',
    '/voicemail/sweep',
    '/callback/release',
    '/summary/weekly',
  ]) {
    await expect(line.post(each, fields, null)).resolves.toMatchObject({ status: 403 });
  }
  await expect(line.post('/health', {}, null)).resolves.toMatchObject({ status: 200 });
  await expect(line.post('/voicemail/listen', {}, null)).resolves.toMatchObject({ status: 400 });
});

test("the client's file is not on the internet", async () => {
  for (const each of ['/client.json', '/client.private.json', '/assets/client.json']) {
    await expect(line.post(each, {}, null)).resolves.toMatchObject({ status: 404 });
  }
});

test('with the right signature the same request runs', async () => {
  const { status, body } = await line.post(path, fields);
  // No such call exists in this account.
  expect({ status, body: JSON.parse(body) as unknown }).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
});
