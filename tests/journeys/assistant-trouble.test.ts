import type { Fault, ModelTurn } from '../../emulator';
import { defaultLimits } from '../../lib/assistant';
import { openCallbacks } from '../support/left-behind';
import {
  enrolRosa,
  english,
  GREETING,
  HANGS_UP,
  heard,
  hears,
  presses,
  ROSA,
  says,
  settings,
  syncOf,
  talk,
  TO_ASSISTANT,
  WAITS,
  when,
} from '../support/assistant';
import { leaveMessage, moments, openLine, type TestLine } from '../support/line';

let line: TestLine;
beforeAll(async () => (line = await openLine(moments.open)));
beforeEach(async () => {
  await line.reset();
  await enrolRosa(line);
});
afterAll(() => line?.close());

const asked = (): number => line.emulator.model.exchanges().length;
const todos = async (): Promise<unknown[]> => {
  const [item] = await syncOf(line)
    .items('todos')
    .catch(() => []);
  return (item?.data['todos'] as unknown[] | undefined) ?? [];
};
const api = (fault: Omit<Extract<Fault, { on: 'api' }>, 'on'>): void =>
  line.emulator.faults.inject({ on: 'api', ...fault });
const STATE = { host: 'sync.twilio.com', method: 'POST', match: '/Documents/assistant-' } as const;

describe('the model', () => {
  const question = says('When are you open?');

  test('is down: the second one is asked, once', async () => {
    const before = asked();
    await talk(line, [{ fails: 'overloaded', model: 'claude-haiku-5-5' }, { say: 'From nine to five.' }], {
      steps: [question, hears('nine to five'), HANGS_UP],
    });
    expect(asked() - before).toBe(2);
  });

  test.each<[string, ModelTurn]>([
    ['are all down', { fails: 'overloaded', times: 9 }],
    ['have too many requests', { fails: 'rate-limited', retryAfterSeconds: 30, times: 9 }],
    ['break off in the middle', { say: 'We are open on', breaks: 'connection', times: 9 }],
  ])('%s: a person, a callback or a message, by keys', async (_name, turn) => {
    const report = await talk(line, [turn], {
      steps: [question, hears(english.keyPerson), presses('2'), hears(english.leaveMessage), ...leaveMessage],
    });
    expect(heard(report)).not.toContain('We are open on');
    await line.emulator.advance(30_000);
    expect(await line.voicemailTasks()).toHaveLength(1);
  });

  test('refuses: said once, the second time a person takes over', async () => {
    await talk(line, [{ stop: 'refusal', times: 2 }], {
      steps: [question, hears(english.cannotHelp), question, hears(english.connecting), HANGS_UP],
    });
    expect((await line.tasks())[0]?.attributes).toMatchObject({
      assistant: { reason: 'the assistant would not answer' },
    });
  });

  test.each<[string, ModelTurn]>([
    ['goes round in circles', { calls: [{ name: 'openingHours', input: {} }], times: 20 }],
    ['calls tools that are not there', { calls: [{ name: 'openVault', input: {} }], times: 20 }],
    ['calls what the caller may not have', { calls: [{ name: 'listTodos', input: {} }], times: 20 }],
    ['writes broken JSON', { calls: [{ name: 'transferToPerson', input: '{"topic": "bil' }], times: 20 }],
  ])('%s: a person takes over', async (_name, turn) => {
    const before = asked();
    await talk(line, [turn], { steps: [question, hears(english.connecting), HANGS_UP] });
    expect(asked() - before).toBeLessThanOrEqual(settings.limits.toolRounds + 1);
    expect(await line.tasks()).toHaveLength(1);
  });
});

describe('a tool', () => {
  const identified = [says('Please add milk to my list'), hears(english.askPin), presses(`${ROSA.pin}#`)];
  const adding = [
    when('milk', { calls: [{ name: 'identifyCaller' }] }),
    when('is identified', { calls: [{ name: 'addTodo', input: { text: 'milk' } }] }),
    when('"added":"milk"', { say: 'It is on your list.' }),
    { say: 'That did not work.', times: 5 },
  ];

  test('fails: the caller hears so', async () => {
    api({ host: 'sync.twilio.com', match: '/Maps/todos', effect: 'fail', status: 400, times: 9 });
    await talk(line, adding, { steps: [...identified, hears('did not work'), HANGS_UP] });
    expect(await todos()).toEqual([]);
  });

  test('did its work and its answer is lost: done once', async () => {
    await talk(line, [], { steps: [HANGS_UP] });
    api({
      host: 'sync.twilio.com',
      method: 'POST',
      match: '/Maps/todos/Items',
      effect: 'fail-after',
      status: 500,
      times: 1,
    });
    await talk(line, adding, { steps: [...identified, hears('on your list'), HANGS_UP] });
    expect(await todos()).toHaveLength(1);
  });
});

/** Hang-ups in the middle, and webhooks that come twice: tests/journeys/assistant-booking.test.ts. */
describe('what can not be undone', () => {
  const cancelling = [
    when('cancel my callback', { calls: [{ name: 'identifyCaller' }] }),
    when('is identified', { calls: [{ name: 'listOpenTasks', input: {} }] }),
  ];
  const booked = async (): Promise<ModelTurn[]> => {
    const call = { calls: [{ name: 'requestCallback', input: { reason: 'a bill' } }] };
    await talk(line, [when('call me', call), { say: 'Booked.' }], {
      steps: [says('Have them call me back about a bill that I got'), hears('Booked.'), HANGS_UP],
    });
    const [task] = await openCallbacks(line);
    const cancel = when('"kind":"callback"', { calls: [{ name: 'cancelCallback', input: { id: task?.sid ?? '' } }] });
    return [
      ...cancelling,
      cancel,
      when('Cancelled.', { say: 'It is cancelled.' }),
      { say: 'Nothing was done.', times: 3 },
    ];
  };
  const asks = [
    says('Please cancel my callback'),
    hears(english.askPin),
    presses(`${ROSA.pin}#`),
    hears(english.cancelCallback),
  ];

  test('is read back and done after a yes', async () => {
    await talk(line, await booked(), {
      steps: [...asks, hears(english.yesOrNo), says('Yes'), hears('is cancelled'), HANGS_UP],
    });
    expect(await openCallbacks(line)).toEqual([]);
  });

  test.each([
    ['after a no', [hears(english.yesOrNo), says('No'), hears('Nothing was done'), HANGS_UP]],
    ['when the caller says stop', [hears(english.yesOrNo), says('Stop'), hears(english.stopped), HANGS_UP]],
  ])('is not done %s', async (_name, steps) => {
    await talk(line, await booked(), { steps: [...asks, ...steps] });
    await line.emulator.advance(30_000);
    expect(await openCallbacks(line)).toHaveLength(1);
  });
});

describe('the store', () => {
  const answered = when('are you open', { say: 'From nine to five.', times: 4 });
  const steps = [says('Are you open?'), hears('nine to five'), HANGS_UP];

  test.each([412, 429])('answers %s: the caller is answered all the same', async status => {
    await talk(line, [answered], { steps: [HANGS_UP] });
    api({ ...STATE, effect: 'fail', status, times: 1 });
    await talk(line, [answered], { steps });
  });

  test('two calls of an account write to its list and to the day at once: nothing is lost', async () => {
    const add = (text: string) => when('is identified', { calls: [{ name: 'addTodo', input: { text } }] });
    line.emulator.model.script([
      when('to my list', { calls: [{ name: 'identifyCaller' }], times: 2 }),
      ...[add('milk'), add('bread')],
      { say: 'It is on your list.', times: 2 },
    ]);
    const both = [1, 2].map(() =>
      line.dial(
        [
          hears(GREETING),
          says('Please add something to my list'),
          hears(english.askPin),
          presses(`${ROSA.pin}#`),
          hears('on your list'),
          HANGS_UP,
        ],
        TO_ASSISTANT,
      ),
    );
    await line.until(() => both.every(({ isOver }) => isOver()));
    await line.emulator.advance(30_000);
    expect(await todos()).toHaveLength(2);
    const sync = syncOf(line);
    const states = await Promise.all(both.map(({ callSid }) => sync.conversation(callSid)));
    const spent = states.map(({ spent: each }) => (each as { microUsd: number }).microUsd);
    const [day] = await sync.items('assistant-spend');
    expect(day?.data['microUsd']).toBe(spent.reduce((sum, each) => sum + each, 0));
  });

  test('is down: the flow is sorry and takes a message', async () => {
    api({ host: 'sync.twilio.com', match: '/Documents/assistant-', effect: 'fail', status: 500, times: 99 });
    line.emulator.model.script([]);
    const report = await line.call([hears('something went wrong'), ...leaveMessage], { to: '+12025550145' });
    expect(heard(report)).toContain('something went wrong');
    await line.emulator.advance(30_000);
    expect(await line.voicemailTasks()).toHaveLength(1);
  });
});

test('the budget of a call is used up, then that of the day: said as it is, and a person takes over', async () => {
  const limits = { ...defaultLimits, callMicroUsd: 20, dayMicroUsd: 30 };
  const poor = await openLine(moments.open, { assistant: { ...settings, limits } });
  try {
    const report = await talk(poor, [{ say: 'Tell me more.', times: 9 }], {
      steps: [says('I have a question'), hears('Tell me more'), says('A long one'), hears(english.limitReached), WAITS],
    });
    expect(heard(report)).toContain(english.connecting);
    expect(poor.emulator.model.exchanges()).toHaveLength(1);
    // The next caller would be one too many, from the greeting on.
    const next = await talk(poor, [{ say: 'Tell me more.', times: 9 }], {
      steps: [hears(english.limitReached), WAITS],
    });
    expect(heard(next)).toContain(english.connecting);
    expect(poor.emulator.model.exchanges()).toHaveLength(1);
    const reasons = (await poor.tasks()).map(
      ({ attributes }) => (attributes as { assistant?: { reason?: string } }).assistant,
    );
    expect(reasons.map(story => story?.reason).sort()).toEqual(['limit reached: day', 'limit reached: money']);
  } finally {
    await poor.close();
  }
});
