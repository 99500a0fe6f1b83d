import { AppError } from '../errors';
import { scene, type Scene } from './scene.fake';
import type { Scripted } from './model.fake';

const slot = '2026-11-24T10:00:00-08:00';
const book: Scripted = {
  text: 'Let me see.',
  calls: [{ name: 'bookAppointment', input: { start: slot, what: 'a check-up' } }],
};
const identify: Scripted = { calls: [{ name: 'identifyCaller' }] };
const done = { text: 'It is booked. Anything else?' };

async function identified(talk: Scene): Promise<void> {
  await talk.start();
  await talk.say('I want to book a check-up');
  await talk.press('4829#');
}

test('the same input twice, one after the other and at once, has one answer and one effect', async () => {
  const talk = await scene({ script: [identify, book, done] });
  await identified(talk);
  const [first, second] = await Promise.all([talk.say('yes', { id: 'yes-1' }), talk.say('yes', { id: 'yes-1' })]);
  const third = await talk.say('yes', { id: 'yes-1' });
  expect(talk.ports.called.filter(call => call === 'calendar.book')).toHaveLength(1);
  const answers = [first, second].filter(each => each.then !== 'wait');
  expect(answers.length).toBeGreaterThan(0);
  for (const each of [...answers, third]) expect(each.say).toEqual(['It is booked. Anything else?']);
});

test('a slow model: the caller hears so, and the turn goes on with the same words', async () => {
  const talk = await scene({
    script: [{ text: 'We are', late: true }, { text: 'We are open until five.' }],
    settings: { fallbackModel: 'claude-sonnet-5-5' },
  });
  await talk.start();
  await expect(talk.say('Are you open?')).resolves.toMatchObject({
    then: 'wait',
    say: ['One moment, please. I am still working on that.'],
  });
  await expect(talk.goOn()).resolves.toMatchObject({ then: 'listen', say: ['We are open until five.'] });
  expect(talk.model.requests.map(({ model }) => model)).toEqual(['claude-haiku-5-5', 'claude-sonnet-5-5']);
  expect(talk.model.requests[1]?.messages).toEqual(talk.model.requests[0]?.messages);
});

test('a model that never answers: after some waits a person takes over', async () => {
  const talk = await scene({ script: [{ late: true }] });
  await talk.start();
  let reply = await talk.say('Are you open?');
  for (let waits = 0; reply.then === 'wait' && waits < 9; waits += 1) reply = await talk.goOn();
  expect(reply).toMatchObject({ then: 'handOver', queue: 'Everyone' });
  expect(reply.handOver?.wants).toEqual(['Are you open?']);
});

test('a model that is down: the second one once, then a choice by keys without any model', async () => {
  const talk = await scene({
    script: [{ error: 'VENDOR_UNAVAILABLE' }],
    settings: { fallbackModel: 'claude-sonnet-5-5' },
  });
  await talk.start();
  await expect(talk.say('Are you open?')).resolves.toMatchObject({
    then: 'keys',
    say: [expect.any(String), expect.stringContaining('Press 0')],
  });
  expect(talk.model.requests).toHaveLength(2);
  await expect(talk.press('1')).resolves.toMatchObject({
    then: 'callback',
    handOver: { reason: 'the assistant was not available' },
  });
  expect(talk.model.requests).toHaveLength(2);
});

test.each([
  ['0', 'handOver'],
  ['2', 'voicemail'],
])('with the model down, key %s leads to %s', async (key, then) => {
  const talk = await scene({ script: [{ error: 'RATE_LIMITED' }] });
  await talk.start();
  await talk.say('Hello?');
  await expect(talk.press(key)).resolves.toMatchObject({ then });
});

test('the second model answers when the first is down', async () => {
  const talk = await scene({
    script: request => (request.model === 'b' ? { text: 'Here I am.' } : { error: 'VENDOR_UNREACHABLE' }),
    settings: { model: 'a', fallbackModel: 'b' },
  });
  await talk.start();
  await expect(talk.say('Hello?')).resolves.toMatchObject({ say: ['Here I am.'] });
});

test('a model that refuses: said once, then a person', async () => {
  const talk = await scene({ script: [{ reason: 'refusal' }] });
  await talk.start();
  await expect(talk.say('Something odd')).resolves.toMatchObject({
    then: 'listen',
    say: [expect.stringContaining('cannot help')],
  });
  await expect(talk.say('Something odd')).resolves.toMatchObject({ then: 'handOver' });
});

test.each<[string, Scripted]>([
  ['an unknown tool', { calls: [{ name: 'sendMoney', input: { to: 'me' } }] }],
  ['broken JSON', { calls: [{ name: 'findFreeSlots', input: '{"from": "2026-' }] }],
  ['a wrong input', { calls: [{ name: 'findFreeSlots', input: { from: 'soon', to: 7 } }] }],
  ['a tool that needs the PIN', { calls: [{ name: 'listAppointments' }] }],
])('%s is told back to the model once, then a person takes over', async (_name, call) => {
  const talk = await scene({ script: [call, { text: 'Sorry. How can I help?' }, call, call] });
  await talk.start();
  await expect(talk.say('Please')).resolves.toMatchObject({ then: 'listen', say: ['Sorry. How can I help?'] });
  await expect(talk.say('Please')).resolves.toMatchObject({
    then: 'handOver',
    say: [expect.stringContaining('cannot'), expect.any(String)],
  });
  expect(talk.ports.called).toEqual([]);
});

test('a model that goes round in circles ends with a person', async () => {
  const talk = await scene({
    script: (_request, asked) => ({
      calls: [{ name: 'findFreeSlots', input: { from: '2026-11-24', to: `2026-12-${10 + asked}` } }],
    }),
  });
  await talk.start();
  await expect(talk.say('When?')).resolves.toMatchObject({
    then: 'handOver',
    handOver: { reason: 'the assistant went round in circles' },
  });
  expect(talk.model.requests.length).toBeLessThanOrEqual(6);
});

test('a slow tool: time runs out, and what ran beside it does not run again', async () => {
  const talk = await scene({
    script: [
      identify,
      { calls: [{ name: 'listTodos' }, { name: 'addTodo', input: { text: 'bring papers' } }] },
      { text: 'Noted.' },
    ],
  });
  talk.ports.fail('todos.list', {
    times: 1,
    hang: () => queueMicrotask(() => queueMicrotask(() => queueMicrotask(talk.timeIsUp))),
  });
  await talk.start();
  await talk.say('Note that I bring papers');
  await expect(talk.press('4829')).resolves.toMatchObject({ then: 'wait' });
  await expect(talk.goOn()).resolves.toMatchObject({ then: 'listen', say: ['Noted.'] });
  expect(talk.ports.called).toEqual(['todos.list', 'todos.add', 'todos.list']);
  expect(talk.ports.todoItems).toHaveLength(1);
});

test('a booking whose answer is lost when time runs out is looked for, not booked again', async () => {
  const talk = await scene({ script: [identify, book, done] });
  await identified(talk);
  talk.ports.fail('calendar.book', { times: 1, after: true, hang: talk.timeIsUp });
  await expect(talk.say('yes')).resolves.toMatchObject({ then: 'wait' });
  await expect(talk.goOn()).resolves.toMatchObject({ say: ['It is booked. Anything else?'] });
  expect(talk.ports.called.filter(call => call === 'calendar.book')).toHaveLength(1);
  expect(talk.ports.appointments).toHaveLength(1);
});

test('a booking that had not begun to work is made by the next request, once', async () => {
  const talk = await scene({ script: [identify, book, done] });
  await identified(talk);
  talk.ports.fail('calendar.book', { times: 1, hang: talk.timeIsUp });
  await talk.say('yes');
  await talk.goOn();
  expect(talk.ports.appointments).toHaveLength(1);
});

test('a booking that nobody answers for is looked for at once; a slot that is gone is told', async () => {
  const talk = await scene({ script: [identify, book, done, book, { text: 'It is gone.' }] });
  await identified(talk);
  talk.ports.fail('calendar.book', { times: 1, after: true, code: 'VENDOR_UNAVAILABLE' });
  await expect(talk.say('yes')).resolves.toMatchObject({ say: ['It is booked. Anything else?'] });
  await expect(talk.say('the same again')).resolves.toMatchObject({ say: ['Let me see.', 'It is gone.'] });
  expect(talk.ports.appointments).toHaveLength(1);
});

test('hang-up before the yes: nothing is booked; inside the booking: it is whole, and known', async () => {
  const before = await scene({ script: [identify, book, done] });
  await identified(before);
  await before.hangUp();
  await before.say('yes');
  expect(before.ports.appointments).toEqual([]);

  const inside = await scene({ script: [identify, book, done] });
  await identified(inside);
  inside.ports.fail('calendar.book', { times: 1, after: true, hang: inside.timeIsUp });
  await inside.say('yes');
  await inside.hangUp();
  expect(inside.ports.appointments).toHaveLength(1);
  expect(inside.stateNow()).toMatchObject({ phase: 'closed', done: [`booked: a check-up, ${slot}`], journal: [] });
});

test('hang-up at the same moment as the yes: booked and known, or not booked', async () => {
  for (const order of ['yes first', 'hang-up first']) {
    const talk = await scene({ script: [identify, book, done] });
    await identified(talk);
    await Promise.allSettled(
      order === 'yes first' ? [talk.say('yes'), talk.hangUp()] : [talk.hangUp(), talk.say('yes')],
    );
    await talk.hangUp();
    expect(talk.stateNow().phase).toBe('closed');
    expect(talk.stateNow().done).toHaveLength(talk.ports.appointments.length);
  }
});

test('a request that died inside a booking: the next one waits for its lease, then looks', async () => {
  const talk = await scene({ script: [identify, book, done] });
  await identified(talk);
  const real = talk.store.write.bind(talk.store);
  let writes = 0;
  talk.store.write = async (id, state, revision) => {
    writes += 1;
    if (writes > 1) throw new AppError('VENDOR_UNAVAILABLE', 'the process died');
    return real(id, state, revision);
  };
  await expect(talk.say('yes', { id: 'yes-1' })).rejects.toMatchObject({ code: 'VENDOR_UNAVAILABLE' });
  talk.store.write = real;
  await expect(talk.say('yes', { id: 'yes-1' })).resolves.toMatchObject({ then: 'wait', say: [] });
  await expect(talk.goOn()).resolves.toMatchObject({ then: 'wait' });
  talk.clock.advance(9_000);
  await expect(talk.goOn()).resolves.toMatchObject({ say: ['It is booked. Anything else?'] });
  expect(talk.ports.called.filter(call => call === 'calendar.book')).toHaveLength(1);
});

test('an answer that was cut off is spoken to its last whole sentence', async () => {
  const talk = await scene({
    script: [
      { text: 'We are open until five. On Saturday we are open from n', reason: 'length' },
      { text: 'We a', reason: 'length' },
    ],
  });
  await talk.start();
  await expect(talk.say('When?')).resolves.toMatchObject({ say: ['We are open until five.'] });
  await expect(talk.say('And?')).resolves.toMatchObject({ say: ['We a'] });
});

test('a move whose answer was lost is brought to its end before the caller hears that it is done', async () => {
  const move: Scripted = { calls: [{ name: 'moveAppointment', input: { id: 'A1', start: slot } }] };
  const talk = await scene({ script: [identify, move, { text: 'It is moved.' }] });
  const start = '2026-11-25T14:00:00-08:00';
  talk.ports.appointments.push({ id: 'A1', what: 'teeth', start, minutes: 30, accountId: 'acc-rosa', key: 'k' });
  await identified(talk);
  // The new time is taken, the old one still held, and the answer lost.
  const whole = { ...talk.ports.calendar };
  talk.ports.calendar.move = async ({ accountId, key }) => {
    talk.ports.appointments.push({ id: 'A2', what: 'teeth', start: slot, minutes: 30, accountId, key });
    Object.assign(talk.ports.calendar, whole);
    throw new AppError('VENDOR_UNAVAILABLE', 'the answer was lost');
  };
  await expect(talk.say('yes')).resolves.toMatchObject({ say: ['It is moved.'] });
  expect(talk.ports.appointments).toMatchObject([{ id: 'A2', start: slot }]);
  expect(talk.stateNow().done).toEqual([`moved: teeth, ${slot}`]);
});

test('a tenth round knows what the ninth one called', async () => {
  const list = (asked: number): Scripted => ({
    calls: [{ name: 'findFreeSlots', input: { from: '2026-11-24', to: `2026-12-${9 + Math.min(asked, 10)}` } }],
  });
  const base = await scene();
  const talk = await scene({
    script: (_request, asked) => (asked < 12 ? list(asked) : { text: 'Well.' }),
    settings: { limits: { ...base.settings.limits, toolRounds: 15 } },
  });
  await talk.start();
  await talk.say('When?');
  const results = talk.stateNow().entries.flatMap(entry => (entry.t === 'results' ? entry.results : []));
  expect(results.map(({ failed }) => failed ?? false)).toEqual([...Array.from({ length: 10 }, () => false), true]);
});

test('what is read back is words alone, whatever the model or a calendar put into it', async () => {
  const what = '<b>teeth</b> 4111 1111 1111 1111 https://evil.example';
  const nasty: Scripted = { calls: [{ name: 'bookAppointment', input: { start: slot, what } }] };
  const talk = await scene({ script: [identify, nasty, done] });
  await talk.start();
  await talk.say('book me');
  const { say } = await talk.press('4829');
  expect(say[1]).toBe('Shall I book teeth [hidden] for Tuesday, November 24 at 10:00 AM?');
  await talk.say('yes', { heard: say.join(' ') });
  expect(talk.ports.appointments).toHaveLength(1);
});
