import type { CallReport, CallerStep, ModelTurn } from '../../emulator';
import { lineOptions } from '../../lib/config';
import {
  ASSISTANT,
  english,
  enrolRosa,
  expectNoWarnings,
  GREETING,
  HANGS_UP,
  heard,
  hears,
  presses,
  ROSA,
  says,
  settings,
  spanish,
  syncOf,
  talk,
  WAITS,
  when,
} from '../support/assistant';
import { openCallbacks } from '../support/left-behind';
import { CALLER, client, leaveMessage, moments, openLine, type TestLine } from '../support/line';
import { callerSteps, opening } from '../support/waiting-caller';

let line: TestLine;
beforeAll(async () => (line = await openLine(moments.open)));
beforeEach(() => line.reset());
afterAll(() => line?.close());

const { prompts } = lineOptions(client);
const { confirms } = callerSteps(prompts);

const asked = (): number => line.emulator.model.exchanges().length;

test('a question, an answer, goodbye; every document is one that Twilio takes', async () => {
  const before = asked();
  const report = await talk(line, [when('when are you open', { say: 'We are open from nine to five.' })], {
    steps: [says('When are you open?'), hears('nine to five'), says('Goodbye'), WAITS],
  });
  expect(heard(report)).toContain(english.goodbye);
  expectNoWarnings(report);
  expect(asked() - before).toBe(1);
});

test('silence is asked again, then keys, then the caller is handed to a person', async () => {
  const before = asked();
  const report = await talk(line, [], {
    steps: [
      hears(english.sayAgain),
      hears(english.pressKeys),
      hears(english.keyPerson),
      hears(english.connecting),
      HANGS_UP,
    ],
  });
  expectNoWarnings(report);
  expect(asked()).toBe(before);
});

test.each([
  ['operator', 'Operator please', english.connecting],
  ['the key 0', '0', english.connecting],
  ['stop', 'Stop', english.stopped],
  ['goodbye', 'Bye bye', english.goodbye],
])('%s works without the model', async (_name, words, expected) => {
  const before = asked();
  const step = /^\d$/.test(words) ? presses(`${words}#`) : says(words);
  const report = await talk(line, [{ fails: 'overloaded', times: 9 }], { steps: [step, hears(expected), HANGS_UP] });
  expect(heard(report)).toContain(expected);
  expect(asked()).toBe(before);
});

test('in Spanish, once the caller speaks it, with its voice and ear', async () => {
  const report = await talk(
    line,
    [
      when('hablo español', { calls: [{ name: 'switchLanguage', input: { language: 'es-US' } }] }),
      when('horario', { say: 'Abrimos de nueve a cinco.' }),
      { say: 'Claro, dígame.' },
    ],
    {
      steps: [
        says('Hola, hablo español'),
        hears('dígame'),
        says('¿Cuál es el horario?'),
        hears('nueve a cinco'),
        says('Adiós'),
        hears(spanish.goodbye),
        WAITS,
      ],
    },
  );
  const verbs = report.timeline.filter(({ kind }) => kind === 'verb').map(({ text }) => text);
  expect(verbs.some(text => text.startsWith('Gather') && text.includes('language="es-US"'))).toBe(true);
  expect(verbs.some(text => text.startsWith('Say') && text.includes('Polly.Lupe-Neural'))).toBe(true);
  expectNoWarnings(report);
});

test('a callback to another number: the dialogue by keys goes on from the assistant', async () => {
  const input = { reason: 'a prescription', otherNumber: true };
  const report = await talk(line, [when('call me', { calls: [{ name: 'requestCallback', input }] })], {
    steps: [
      says('Please call me on my other phone'),
      hears(english.callbackNext),
      hears(opening(prompts.askNumber)),
      presses('2'),
      hears(prompts.enterNumber),
      presses('2025550177#'),
      ...confirms,
      WAITS,
    ],
  });
  expect(heard(report)).toContain(opening(prompts.callbackBooked));
  expect(await openCallbacks(line)).toHaveLength(1);
  expectNoWarnings(report);
});

test('a callback to the own number is booked in the talk, once', async () => {
  const call = { calls: [{ name: 'requestCallback', input: { reason: 'a prescription', topic: 'prescriptions' } }] };
  const report = await talk(
    line,
    [when('call me back', call), when('once more', call), { say: 'We will call you.', times: 2 }],
    {
      steps: [
        says('Have them call me back, please, as soon as they can'),
        hears('will call you'),
        says('And book it once more, to be sure'),
        hears('will call you'),
        HANGS_UP,
      ],
    },
  );
  expect(heard(report)).toContain('We will call you.');
  expect(await openCallbacks(line)).toEqual([
    expect.objectContaining({
      attributes: expect.objectContaining({ topic: 'prescriptions', from: CALLER }) as object,
    }),
  ]);
});

test('a message: recorded after the assistant, delivered like any other', async () => {
  await talk(line, [when('message', { calls: [{ name: 'leaveVoicemail', input: { reason: 'thanks' } }] })], {
    steps: [says('I would like to leave a message for the doctor'), hears(english.leaveMessage), ...leaveMessage],
  });
  await line.emulator.advance(30_000);
  expect(await line.voicemailTasks()).toHaveLength(1);
});

describe('what a webhook brings', () => {
  const at = { From: CALLER, To: ASSISTANT, AccountSid: client.accountSid };
  let calls = 0;
  const open = async () => {
    const CallSid = `CA${String((calls += 1)).padStart(32, '0')}`;
    expect((await line.post('/assistant/start', { ...at, CallSid })).body).toContain(GREETING.slice(0, 30));
    return (path: string, fields: Record<string, string>) => line.post(path, { ...at, CallSid, ...fields });
  };

  test('words that were not heard well are asked for again, and cost nothing', async () => {
    const before = asked();
    const post = await open();
    const { body } = await post('/assistant/heard?turn=1', { SpeechResult: 'mumble', Confidence: '0.12' });
    expect(body).toContain(english.sayAgain);
    expect(asked()).toBe(before);
  });

  test('the same webhook again gets the same answer, and the model is asked once', async () => {
    const before = asked();
    line.emulator.model.script([{ say: 'We are open.' }]);
    const post = await open();
    const fields = { SpeechResult: 'Are you open?', Confidence: '0.9' };
    const first = await post('/assistant/heard?turn=1', fields);
    expect(first.body).toContain('We are open.');
    expect((await post('/assistant/heard?turn=1', fields)).body).toBe(first.body);
    expect(asked() - before).toBe(1);
  });

  test('whoever answers is told what Twilio takes: hints, the language, the end of speech', async () => {
    const post = await open();
    const { body } = await post('/assistant/heard?turn=1', {});
    expect(body).toContain(`language="en-US" speechTimeout="auto" hints="${settings.hints?.join(',') ?? ''}"`);
    expect(body).toContain('actionOnEmptyResult="true"');
  });
});

describe('who calls', () => {
  beforeEach(() => enrolRosa(line));
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
});

// The last one: from here on it is night.
test('out of hours the assistant answers, and says so when a person is asked for', async () => {
  await line.emulator.advance(Date.parse(moments.night) - Date.parse(moments.open));
  const report = await talk(line, [], {
    steps: [says('Operator'), hears(english.closedNow), presses('2'), hears(english.leaveMessage), ...leaveMessage],
  });
  expect(report.timeline.some(({ text }) => text.startsWith('waits in a queue'))).toBe(false);
  expect(await line.voicemailTasks()).toHaveLength(1);
});
