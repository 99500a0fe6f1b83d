import type { CallerStep, CallReport, ModelTurn } from '../../emulator';
import {
  enrolRosa,
  english,
  HANGS_UP,
  heard,
  hears,
  presses,
  ROSA,
  says,
  spanish,
  syncOf,
  talk,
  when,
} from '../support/assistant';
import { moments, openLine, type TestLine } from '../support/line';

let line: TestLine;
beforeAll(async () => (line = await openLine(moments.open)));
beforeEach(async () => {
  await line.reset();
  await enrolRosa(line);
});
afterAll(() => line?.close());

const WISH = 'What is on my list?';
const script = (more: readonly ModelTurn[] = []): ModelTurn[] => [
  ...more,
  when(WISH, { calls: [{ name: 'identifyCaller' }] }),
  when('is identified as Rosa Diaz', { calls: [{ name: 'listTodos', input: {} }] }),
  when('is not identified', { say: 'Then I can tell you general things.' }),
  { say: 'Your list is empty.' },
];
const identifies = (...steps: CallerStep[]) => [says(WISH), hears(english.askPin), ...steps];

/** Everything that is left of a call: state, tries, requests to the model, log, what was asked of Twilio and by it. */
async function traces({ call, timeline }: CallReport): Promise<string> {
  const sync = syncOf(line);
  const said = timeline.filter(({ kind }) => kind !== 'said' && kind !== 'pressed');
  const maps = await Promise.all(['pin-attempts', 'assistant-spend'].map(map => sync.items(map).catch(() => [])));
  return JSON.stringify([await sync.conversation(call.sid), maps, line.emulator.model.exchanges(), said]);
}

/** The digits, in any way of writing them that a trace might have; the number of an account may hold them by chance. */
async function expectNoPin(report: CallReport, pin = ROSA.pin): Promise<void> {
  const all = (await traces(report)).replaceAll(/scrypt\$[^"]*/g, '').replaceAll(/[0-9a-f]{32,}/g, '');
  expect(all).not.toMatch(new RegExp(`(?<!\\d)${pin}(?!\\d)|${[...pin].join('[ ,-]+')}|four eight`, 'i'));
}

test.each<[string, CallerStep[]]>([
  ['by keys', [presses(`${ROSA.pin}#`)]],
  ['by speech', [says('four eight two nine')]],
  ['by speech, with what else people say', [says('uh it is four, eight, two, nine')]],
  ['by keys, after silence', [hears(english.digitsAgain), presses(`${ROSA.pin}#`)]],
])('%s: identified, and the PIN is nowhere', async (_name, steps) => {
  const report = await talk(line, script(), {
    steps: [...identifies(...steps), hears(english.identified), hears('Your list is empty'), HANGS_UP],
  });
  expect(heard(report)).toContain('Your list is empty');
  await expectNoPin(report);
});

test('in Spanish, by speech', async () => {
  const spoken = when('español', { calls: [{ name: 'switchLanguage', input: { language: 'es-US' } }] });
  const list = when('mi lista', { calls: [{ name: 'identifyCaller' }] });
  const report = await talk(
    line,
    [spoken, list, when('identified as Rosa', { say: 'Su lista está vacía.' }), { say: 'Dígame.' }],
    {
      steps: [
        says('En español, por favor'),
        hears('Dígame'),
        says('¿Qué hay en mi lista?'),
        hears(spanish.askPin),
        says('cuatro ocho dos nueve'),
        hears(spanish.identified),
        hears('está vacía'),
        HANGS_UP,
      ],
    },
  );
  expect(heard(report)).toContain('está vacía');
  await expectNoPin(report);
  expect(await traces(report)).not.toMatch(/cuatro ocho/);
});

test('from another number: the account number first, then its PIN', async () => {
  const report = await talk(line, script(), {
    from: '+12025550188',
    steps: [
      says(WISH),
      hears(english.askAccount),
      presses(`${ROSA.accountNumber}#`),
      hears(english.askPin),
      presses(`${ROSA.pin}#`),
      hears(english.identified),
      HANGS_UP,
    ],
  });
  await expectNoPin(report);
  await expectNoPin(report, ROSA.accountNumber);
});

test("another's number does not open the account: a PIN alone is nobody's", async () => {
  const report = await talk(line, script(), {
    from: '+12025550188',
    steps: [
      says(WISH),
      hears(english.askAccount),
      presses('999999#'),
      hears(english.askPin),
      presses(`${ROSA.pin}#`),
      hears(english.wrongPin),
      HANGS_UP,
    ],
  });
  expect(heard(report)).not.toContain(english.identified);
});

test('three wrong PINs, then the talk goes on without; the next call is locked out, until the lock is over', async () => {
  const wrong = (pin: string): CallerStep[] => [hears(english.askPin), presses(`${pin}#`)];
  const first = await talk(line, script(), {
    steps: [says(WISH), ...wrong('1111'), ...wrong('2222'), ...wrong('3333'), hears(english.notIdentified), HANGS_UP],
  });
  expect(heard(first).split(english.wrongPin)).toHaveLength(3);
  await expectNoPin(first, '1111');
  const right = [...identifies(presses(`${ROSA.pin}#`))];
  const second = await talk(line, script(), { steps: [...right, hears(english.pinLocked), HANGS_UP] });
  expect(heard(second)).not.toContain(english.identified);
  await line.emulator.advance(20 * 60_000);
  const third = await talk(line, script(), { steps: [...right, hears(english.identified), HANGS_UP] });
  expect(heard(third)).toContain(english.identified);
});

test('a PIN that comes unasked is not kept', async () => {
  const report = await talk(line, [{ say: 'How can I help?', times: 9 }], {
    steps: [
      says('My PIN is four eight two nine'),
      hears('How can I help?'),
      presses(`${ROSA.pin}#`),
      hears('How can I help?'),
      HANGS_UP,
    ],
  });
  await expectNoPin(report);
});

test('the webhook of a wrong PIN twice is one try', async () => {
  line.emulator.faults.inject({ on: 'webhook', match: '/assistant/heard', effect: 'duplicate', times: 20 });
  await talk(line, script(), { steps: [...identifies(presses('1111#')), hears(english.wrongPin), HANGS_UP] });
  const tries = (await syncOf(line).items('pin-attempts')).map(({ data }) => data['failures']);
  expect(tries).toEqual([1, 1]);
});

test('tools that need to know who calls are not even shown to the model before', async () => {
  const names = () =>
    line.emulator.model.exchanges().map(({ request }) => (request.tools ?? []).map(tool => tool.name));
  const before = names().length;
  await talk(line, script(), { steps: [...identifies(presses(`${ROSA.pin}#`)), hears('list is empty'), HANGS_UP] });
  const [anonymous, known] = names().slice(before);
  expect(anonymous).not.toContain('listTodos');
  expect(known).toContain('listTodos');
});
