import { handler } from '../../../functions/voicemail/sweep.protected';
import { captureLog, runFunction } from '../run-function';

captureLog();

/** Twilio's recording list, one empty page. */
function emptyList(seen: object[]): object {
  return {
    recordings: {
      page: async (options: object) => {
        seen.push(options);
        return { instances: [], nextPageUrl: undefined };
      },
    },
  };
}

test('looks at the last two days, then goes on to what is to be deleted', async () => {
  const seen: object[] = [];
  const context = { getTwilioClient: () => emptyList(seen) };
  const first = await runFunction(handler, {}, { context });
  expect(first.body).toEqual({ checked: 0, delivered: [], failed: [], deleted: 0, cursor: 'delete:' });
  const second = await runFunction(handler, { cursor: 'delete:' }, { context });
  expect(second.body).toMatchObject({ cursor: null });
  const [delivering, deleting] = seen as { dateCreatedAfter: Date; dateCreatedBefore?: Date }[];
  expect(Date.now() - Number(delivering?.dateCreatedAfter)).toBeLessThan(48 * 3_600_000 + 5_000);
  expect(delivering?.dateCreatedBefore).toBeUndefined();
  expect(Date.now() - Number(deleting?.dateCreatedBefore)).toBeGreaterThan(30 * 86_400_000 - 5_000);
});

test('refuses a window that is no number', async () => {
  const answer = await runFunction(handler, { sinceHours: 'all' });
  expect(answer).toMatchObject({ status: 400, body: { code: 'BAD_INPUT' } });
});
