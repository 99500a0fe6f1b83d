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

let line: TestLine;
beforeAll(async () => {
  line = await openLine(moments.open, { assistant: { ...settings, answerSeconds: 1, httpTools: [refill] } });
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
const server = (fault: Omit<Extract<Fault, { on: 'api' }>, 'on' | 'host'>): void =>
  line.emulator.faults.inject({ on: 'api', host: HOST, ...fault });

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
    () => server({ effect: 'delay', delayMs: 1_300 }),
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
