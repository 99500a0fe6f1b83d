import { handler } from '../../../functions/lines/choose.protected';
import { lineOptions } from '../../../lib/config';
import { sampleClient } from '../../../lib/config/client.fake';
import { captureLog, runFunction } from '../run-function';

captureLog();
const client = sampleClient();
const { prompts } = lineOptions(client);
const menu = {
  choices: [
    { key: '1', topic: 'appointments' },
    { key: '8', to: 'callback' },
    { key: '9', to: 'voicemail' },
  ],
} as const;

test.each([
  ['1', { outcome: 'queue', topic: 'appointments', words: '' }],
  ['8', { outcome: 'callback', topic: '', words: '' }],
  ['9', { outcome: 'voicemail', topic: '', words: '' }],
  ['5', { outcome: 'again', topic: '', words: `${prompts.unknownKey} ${prompts.menu}` }],
])('key %s', async (Digits, body) => {
  const answer = await runFunction(handler, { Digits }, { client: { ...client, menu } });
  expect(answer).toMatchObject({ status: 200, body });
  expect(Object.keys(answer.body as object).sort()).toEqual([...(handler.answers ?? [])].sort());
});

test('without a menu it is the queue', async () => {
  const { body } = await runFunction(handler, { Digits: '1' }, { client: { ...client, menu: undefined } });
  expect(body).toEqual({ outcome: 'queue', topic: '', words: '' });
});

test('no key is a bad request', async () => {
  expect(await runFunction(handler, {})).toMatchObject({ status: 400, body: { code: 'BAD_INPUT' } });
});
