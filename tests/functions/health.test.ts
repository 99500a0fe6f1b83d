import { handler } from '../../functions/health';
import { captureLog, runFunction } from './run-function';

captureLog();

test('says that the code loads and runs for its client', async () => {
  await expect(runFunction(handler, {})).resolves.toMatchObject({ status: 200, body: { ok: true, client: 'sample' } });
});

test('says which build it is, where the build did', async () => {
  const answer = await runFunction(handler, {}, { fingerprint: '0123456789abcdef' });
  expect(answer.body).toEqual({ ok: true, client: 'sample', build: '0123456789abcdef' });
});

test('is not well in another account', async () => {
  const answer = await runFunction(handler, {}, { context: { ACCOUNT_SID: undefined } });
  expect(answer).toMatchObject({ status: 500, body: { code: 'WRONG_ACCOUNT' } });
});
