import { handler } from '../../../functions/summary/weekly.protected';
import { sampleClient } from '../../../lib/config/client.fake';
import { captureLog, runFunction } from '../run-function';

captureLog();

test('a client without summary is answered without a request to anybody', async () => {
  const context = { getTwilioClient: () => ({}) };
  const client = { ...sampleClient(), summary: undefined };
  expect(await runFunction(handler, {}, { client, context })).toMatchObject({ status: 200, body: { outcome: 'off' } });
});

test('a week that is due is asked for in Sync; what Sync says is passed on', async () => {
  const asked: string[] = [];
  const documents = (name: string) => ({
    fetch: async () => {
      asked.push(name);
      return {
        data: { tally: {}, countedToMs: 0, leaseUntilMs: 0, mail: { state: 'done', triedAtMs: 0 } },
        revision: '1',
      };
    },
  });
  const context = {
    TWILIO_SYNC_SERVICE_SID: `IS${'0'.repeat(32)}`,
    getTwilioClient: () => ({ sync: { v1: { services: () => ({ documents }) } } }),
  };
  const weekday = (['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const)[
    // Yesterday: due since then, whatever the hour.
    new Date(Date.now() - 24 * 3_600_000).getUTCDay()
  ];
  const summary = { recipients: ['desk@riverside-clinic.example'], weekday: weekday ?? 'monday' };
  const client = { ...sampleClient(), timeZone: 'UTC', summary };
  const answer = await runFunction(handler, {}, { client, context });
  expect(answer).toMatchObject({ status: 200, body: { outcome: 'already-sent' } });
  expect(asked).toEqual([expect.stringMatching(/^summary-\d{4}-\d{2}-\d{2}$/)]);
});
