import type { Fault, ModelTurn } from '../../emulator';
import type { HttpToolSettings } from '../../lib/assistant';
import {
  enrolRosa,
  english,
  expectNoWarnings,
  HANGS_UP,
  hears,
  presses,
  ROSA,
  says,
  settings,
  syncOf,
  talk,
  when,
} from '../support/assistant';
import { moments, openLine, type TestLine } from '../support/line';

/** More than the caller waits. */
const LATE_MS = 2_300;
/** Of the client's own. */
const HOST = 'api.riverside-clinic.example';
/** A tool of the client's own server, which is done once for a key. */
const refill: HttpToolSettings = {
  ...{ name: 'orderRefill', description: 'Orders a refill.', permission: 'identified', effect: 'irreversible' },
  ...{ method: 'POST', url: `https://${HOST}/accounts/{accountId}/refills`, timeoutMs: 4_000, maxBytes: 2_000 },
  input: {
    ...{ type: 'object', additionalProperties: false, required: ['medicine'] },
    properties: { medicine: { type: 'string', maxLength: 60 } },
  },
  readBack: { 'en-US': 'Shall I order {medicine}?', 'es-US': '¿Encargo {medicine}?' },
};

/** Peers are slow in real time, so the caller's patience is short here. */
const impatient = { ...settings, answerSeconds: 2, httpTools: [refill] };

let line: TestLine;
beforeAll(async () => {
  line = await openLine(moments.open, { assistant: impatient });
});
afterAll(() => line?.close());

interface Ordered {
  readonly path: string;
  readonly key: unknown;
  readonly body: unknown;
}
let orders: Ordered[] = [];
beforeEach(async () => {
  await line.reset();
  await enrolRosa(line);
  orders = [];
  line.emulator.servers.answer(HOST, ({ url, headers, body }) => {
    const key = headers['idempotency-key'];
    orders.push({ path: url.pathname, key, body: JSON.parse(body.toString('utf8')) as unknown });
    return { status: 201, body: { refill: 'ordered', ready: 'Wednesday' } };
  });
});

const script: ModelTurn[] = [
  when('a refill', { calls: [{ name: 'identifyCaller' }] }),
  when('is identified', { calls: [{ name: 'orderRefill', input: { medicine: 'aspirin' } }] }),
  when('"ready":"Wednesday"', { say: 'It will be there on Wednesday.' }),
  when('Nobody knows', { say: 'A person will check that.' }),
  { say: 'That did not work.', times: 3 },
];
const confirmed = [
  says('I need a refill of my aspirin'),
  hears(english.askPin),
  presses(`${ROSA.pin}#`),
  hears('Shall I order aspirin?'),
  hears(english.yesOrNo),
  says('Yes'),
];
type Api = Omit<Extract<Fault, { on: 'api' }>, 'on' | 'host'>;
const server = (fault: Api): void => line.emulator.faults.inject({ on: 'api', host: HOST, ...fault });

test.each<[string, (() => void) | undefined, string, { done: number; unsure: number; orders: number }]>([
  ['is asked', undefined, 'on Wednesday', { done: 1, unsure: 0, orders: 1 }],
  ['refuses', () => server({ effect: 'fail', status: 409 }), 'did not work', { done: 0, unsure: 0, orders: 0 }],
  [
    'works, and its answer is lost',
    () => server({ effect: 'fail-after', status: 500 }),
    'person will check',
    { done: 0, unsure: 1, orders: 1 },
  ],
  [
    'works, and answers too late',
    () => server({ effect: 'delay', delayMs: LATE_MS }),
    'person will check',
    { done: 0, unsure: 1, orders: 1 },
  ],
])("the client's own server %s: done once at most, and told as it is", async (_name, arrange, words, left) => {
  arrange?.();
  const report = await talk(line, script, { steps: [...confirmed, hears(words), HANGS_UP] });
  expectNoWarnings(report);
  const { done, unsure } = (await syncOf(line).conversation(report.call.sid)) as { done: string[]; unsure: string[] };
  expect({ done: done.length, unsure: unsure.length, orders: orders.length }).toEqual(left);
  for (const order of orders)
    expect(order).toEqual({
      path: `/accounts/${ROSA.accountId}/refills`,
      key: expect.stringContaining(report.call.sid) as unknown,
      body: { medicine: 'aspirin' },
    });
});

describe('the calendar', () => {
  const CALDAV = new URL(settings.calendar?.url ?? '').host;
  const calendar = (fault: Api): void => line.emulator.faults.inject({ on: 'api', host: CALDAV, ...fault });
  const TEN = '2026-11-24T10:00:00-08:00';
  const booking: ModelTurn[] = [
    when('come in', { calls: [{ name: 'identifyCaller' }] }),
    when('is identified', { calls: [{ name: 'bookAppointment', input: { start: TEN, what: 'a check-up' } }] }),
    when('"booked"', { say: 'It is booked.' }),
    when('are you free', { calls: [{ name: 'findFreeSlots', input: { from: '2026-11-24', to: '2026-11-24' } }] }),
    { say: 'That did not work.', times: 3 },
  ];

  test('works longer than the caller waits: one moment, and it is booked once', async () => {
    const puts = (): number => line.emulator.timeline().filter(({ text }) => text.startsWith('calendar PUT')).length;
    const before = puts();
    calendar({ method: 'PUT', effect: 'delay', delayMs: LATE_MS });
    const report = await talk(line, booking, {
      steps: [
        says('I would like to come in tomorrow at ten'),
        hears(english.askPin),
        presses(`${ROSA.pin}#`),
        hears(english.yesOrNo),
        says('Yes'),
        hears(english.moment),
        hears('is booked'),
        HANGS_UP,
      ],
    });
    expect(line.emulator.calendar?.objects()).toHaveLength(1);
    expect(puts() - before).toBe(1);
    expect((await syncOf(line).conversation(report.call.sid))['done']).toHaveLength(1);
    expectNoWarnings(report);
  });

  test('never answers in time: the caller hears that it goes on, and then that it did not work', async () => {
    calendar({ method: 'REPORT', effect: 'delay', delayMs: LATE_MS, times: 9 });
    await talk(line, booking, {
      steps: [says('When are you free tomorrow?'), hears(english.moment), hears('did not work'), HANGS_UP],
    });
  });
});

test('the model is slow: one moment, and the turn goes on with the second model', async () => {
  const slow = when('are you open', { say: 'Too late.', firstTokenMs: 9_000, model: 'claude-haiku-5-5' });
  const quick = when('are you open', { say: 'From nine to five.', model: 'claude-sonnet-5-5' });
  const report = await talk(line, [slow, quick], {
    steps: [says('When are you open?'), hears(english.moment), hears('nine to five'), HANGS_UP],
  });
  expect(report.timeline.some(({ text }) => text.includes('POST /assistant/continue → 200'))).toBe(true);
  expectNoWarnings(report);
});
