import type { SweepPage } from './sweep';
import { sweep } from './sweep';
import { sweepCallbacks } from './sweep-callbacks';
import { sweepSummary } from './sweep-summary';

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

describe('callbacks', () => {
  const answer = (change: { released?: string[]; complete?: boolean; failed?: object[] }) => ({
    status: 200,
    body: {
      resumed: { unsettled: 2, outcomes: { booked: 1, unsettled: 1 }, complete: true },
      released: { released: change.released ?? [], failed: change.failed ?? [], complete: change.complete ?? true },
      finished: { finished: ['WT9'], failed: [], complete: true },
    },
  });

  test('asks until all is complete; what failed last counts', async () => {
    const failure = { taskSid: 'WT2', code: 'VENDOR_UNAVAILABLE' };
    const answers = [answer({ released: ['WT1'], complete: false, failed: [failure] }), answer({ released: ['WT2'] })];
    const report = await sweepCallbacks(async () => answers.shift() ?? { status: 500, body: '' }, silent);
    expect(report).toEqual({ settled: 2, released: ['WT1', 'WT2'], finished: ['WT9', 'WT9'], failed: [] });
  });

  test('an answer of another shape, a refusal, and one that comes to no end are errors', async () => {
    const refused = { code: 'SWEEP_REFUSED' };
    await expect(sweepCallbacks(async () => ({ status: 404, body: '' }), silent)).rejects.toMatchObject(refused);
    await expect(sweepCallbacks(async () => ({ status: 200, body: {} }), silent)).rejects.toMatchObject(refused);
    await expect(sweepCallbacks(async () => answer({ complete: false }), silent)).rejects.toMatchObject({
      code: 'SWEEP_STUCK',
    });
  });
});

describe('the weekly summary', () => {
  const replies = (...outcomes: string[]) => {
    const left = outcomes.map(outcome => ({ status: 200, body: { outcome, week: '2026-11-16' } }));
    return { left, ask: async () => left.shift() ?? { status: 500, body: 'asked too often' } };
  };

  test('is asked for until it is counted', async () => {
    const { ask, left } = replies('counting', 'counting', 'sent');
    expect(await sweepSummary(ask, silent)).toEqual({ outcome: 'sent', week: '2026-11-16' });
    expect(left).toEqual([]);
  });

  test('a refusal is quoted, and no end is an end', async () => {
    await expect(sweepSummary(async () => ({ status: 503, body: { code: 'X' } }), silent)).rejects.toThrow(
      '503: {"code":"X"}',
    );
    await expect(
      sweepSummary(async () => ({ status: 200, body: { outcome: 'counting' } }), silent),
    ).rejects.toMatchObject({ code: 'SWEEP_STUCK' });
  });
});
