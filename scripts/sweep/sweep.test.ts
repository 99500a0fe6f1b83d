import type { SweepPage } from './sweep';
import { sweep } from './sweep';

const silent = { step: () => undefined, done: () => undefined };
const page = (change: Partial<SweepPage>): { status: number; body: SweepPage } => ({
  status: 200,
  body: { checked: 1, delivered: [], deleted: 0, failed: [], cursor: null, ...change },
});

test('asks until there is no cursor, and adds the pages up', async () => {
  const asked: object[] = [];
  const pages = [
    page({ checked: 20, delivered: [{ recordingSid: 'RE1', outcome: 'delivered' }], cursor: 'two' }),
    page({ checked: 3, deleted: 2, failed: [{ recordingSid: 'RE2', code: 'VENDOR_UNAVAILABLE', message: 'x' }] }),
  ];
  const report = await sweep(
    async fields => {
      asked.push(fields);
      return pages[asked.length - 1] ?? { status: 500, body: '' };
    },
    24,
    silent,
  );
  expect(asked).toEqual([{ sinceHours: '24' }, { sinceHours: '24', cursor: 'two' }]);
  expect(report).toMatchObject({ checked: 23, deleted: 2, pages: 2 });
  expect(report.delivered).toHaveLength(1);
  expect(report.failed).toHaveLength(1);
});

test('an answer of another shape, or a refusal, is an error that quotes it', async () => {
  await expect(sweep(async () => ({ status: 403, body: 'no signature' }), 24, silent)).rejects.toThrow(
    'answered 403: no signature Is the auth token',
  );
  await expect(sweep(async () => ({ status: 200, body: { checked: 'a' } }), 24, silent)).rejects.toMatchObject({
    code: 'SWEEP_REFUSED',
  });
});

test('a cursor that comes twice ends the sweep instead of running for ever', async () => {
  await expect(sweep(async () => page({ cursor: 'same' }), 24, silent)).rejects.toMatchObject({ code: 'SWEEP_STUCK' });
});
