import { rosaNumber, scene, type Scene } from './scene.fake';
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

test('greets, lets the model answer, and the talk goes on', async () => {
  const talk = await scene({ script: [{ text: 'We are open until five.' }] });
  await expect(talk.start()).resolves.toMatchObject({
    turn: 1,
    say: ['Hello, this is the assistant of Riverside Community Clinic. How can I help?'],
    then: 'listen',
    secret: false,
  });
  const reply = await talk.say('Are you open?', { confidence: 0.9, sttMs: 320 });
  expect(reply).toMatchObject({ say: ['We are open until five.'], then: 'listen', turn: 2 });
  expect(reply.ledger).toMatchObject({
    sttMs: 320,
    tokensIn: 100,
    tokensOut: 20,
    cacheRead: 1_000,
    models: ['claude-haiku-5-5'],
  });
  expect(reply.ledger.costMicroUsd).toBe(Math.ceil(10 + 10 + 10 + 6.25));
});

test('an ordinary turn reads the store once and writes it once', async () => {
  const talk = await scene({ script: [{ calls: [{ name: 'openingHours' }] }, { text: 'Until five.' }] });
  await talk.start();
  talk.store.requests.length = 0;
  await talk.say('Are you open?');
  expect(talk.store.requests).toEqual(['read', 'write']);
  expect(talk.spend.asked).toBe(1);
});

test('a booking: PIN, read-back, yes, done; the model never sees the PIN', async () => {
  const talk = await scene({ script: [identify, book, done] });
  await talk.start();
  await expect(talk.say('I want to book a check-up')).resolves.toMatchObject({
    secret: true,
    then: 'listen',
    digits: { min: 4, max: 8 },
  });
  const question = await talk.press('4829#');
  expect(question.say).toEqual([
    'Thank you, you are identified.',
    'Let me see.',
    'Shall I book a check-up for Tuesday, November 24 at 10:00 AM?',
    'Please say yes or no.',
  ]);
  expect(question).toMatchObject({ interruptible: false, secret: false });
  expect(talk.ports.appointments).toEqual([]);
  await expect(talk.say('Yes, please')).resolves.toMatchObject({ say: ['It is booked. Anything else?'] });
  expect(talk.ports.appointments).toMatchObject([{ accountId: 'acc-rosa', what: 'a check-up', start: slot }]);
  expect(talk.stateNow().done).toEqual([`booked: a check-up, ${slot}`]);
  expect(talk.traces()).not.toMatch(/4829/);
});

test.each([
  ['no', 'The caller said no'],
  ['no, at eleven please', 'The caller said no'],
  ['stop', 'The caller said stop'],
])('"%s" to the read-back books nothing', async (text, told) => {
  const talk = await scene({ script: [identify, book, { text: 'All right.' }] });
  await identified(talk);
  await talk.say(text);
  expect(talk.ports.appointments).toEqual([]);
  expect(JSON.stringify(talk.stateNow().entries)).toContain(told);
  expect(talk.stateNow().confirm).toBeUndefined();
});

test('what is neither yes nor no is asked again with keys, then nothing is done', async () => {
  const talk = await scene({ script: [identify, book, { text: 'All right.' }] });
  await identified(talk);
  await expect(talk.say('what was that')).resolves.toMatchObject({
    say: [expect.stringContaining('Shall I book'), 'Please press 1 for yes, or 2 for no.'],
  });
  await expect(talk.silence()).resolves.toMatchObject({ interruptible: false });
  await talk.say('I mean, the thing');
  expect(talk.ports.appointments).toEqual([]);
  expect(talk.stateNow().phase).toBe('converse');
});

test('a yes that was misheard, or said before the question ended, does not count', async () => {
  const talk = await scene({ script: [identify, book, done] });
  await identified(talk);
  await talk.say('yes', { confidence: 0.2 });
  await talk.say('yes', { heard: 'Shall I book a che' });
  expect(talk.ports.appointments).toEqual([]);
  await talk.press('1');
  expect(talk.ports.appointments).toHaveLength(1);
});

test('noise that sounds like a goodbye ends no call; a goodbye does, thanks and all', async () => {
  const talk = await scene();
  await talk.start();
  await expect(talk.say('bye', { confidence: 0.1 })).resolves.toMatchObject({ then: 'listen' });
  await expect(talk.say('Great, thanks, goodbye')).resolves.toMatchObject({ then: 'done' });
  expect(talk.model.requests).toEqual([]);
});

test('three misses: again, again, keys; then a person, with the whole story', async () => {
  const talk = await scene();
  await talk.start();
  await expect(talk.silence()).resolves.toMatchObject({ say: [expect.stringContaining('again')], then: 'listen' });
  await expect(talk.say('mumble', { confidence: 0.1 })).resolves.toMatchObject({ then: 'listen' });
  await expect(talk.silence()).resolves.toMatchObject({
    then: 'keys',
    say: [expect.any(String), expect.stringContaining('Press 0')],
  });
  await expect(talk.silence()).resolves.toMatchObject({ then: 'keys' });
  await expect(talk.silence()).resolves.toMatchObject({ then: 'handOver' });
  expect(talk.model.requests).toEqual([]);
});

test('only keys that lead somewhere are named', async () => {
  const offered = async (change: Parameters<typeof scene>[0]): Promise<string> => {
    const talk = await scene({ ...change, script: [{ error: 'VENDOR_UNAVAILABLE' }] });
    await talk.start();
    const { say } = await talk.say('Are you open?');
    // A key that is not offered is no choice.
    if (!say.join().includes('Press 1')) expect(await talk.press('1')).toMatchObject({ then: 'keys' });
    return (say.at(-1) ?? '').replace(/[^0-9]/g, '');
  };
  const toolsOff = { toolsOff: ['requestCallback'] } as const;
  expect(await offered({})).toBe('012');
  expect(await offered(night)).toBe('12');
  expect(await offered({ settings: toolsOff })).toBe('02');
  expect(await offered({ ...night, settings: toolsOff })).toBe('2');
});

const night = { at: '2026-11-24T08:00:00Z' };
const allowed = (callback: boolean, voicemail: boolean) => ({
  ...night,
  client: { afterHours: { callback, voicemail } },
});

test.each([
  [allowed(true, true), '12', ['leaveVoicemail', 'requestCallback']],
  [allowed(true, false), '1', ['requestCallback']],
  [allowed(false, true), '2', ['leaveVoicemail']],
  [{ ...night, client: { afterHours: undefined } }, '12', ['leaveVoicemail', 'requestCallback']],
  [{ client: { afterHours: { callback: false, voicemail: false } } }, '012', ['leaveVoicemail', 'requestCallback']],
])('what the file allows out of hours is offered, and no other key or tool: %j', async (change, keys, tools) => {
  const talk = await scene({ ...change, script: [{ text: 'We are.' }, { error: 'VENDOR_UNAVAILABLE' }] });
  await talk.start();
  await talk.say('are you there');
  const shown = talk.model.requests[0]?.tools.map(({ name }) => name) ?? [];
  expect(shown.filter(name => name === 'leaveVoicemail' || name === 'requestCallback')).toEqual(tools);
  const { say } = await talk.say('and tomorrow');
  expect((say.at(-1) ?? '').replace(/[^0-9]/g, '')).toBe(keys);
  const ends = { 1: 'callback', 2: 'voicemail' } as const;
  for (const key of [1, 2] as const)
    if (!keys.includes(String(key))) expect(await talk.press(String(key))).not.toMatchObject({ then: ends[key] });
});

test('a tool that the file does not allow out of hours is refused, whoever asks for it', async () => {
  const script = [{ calls: [{ name: 'leaveVoicemail', input: { reason: 'x' } }] }, { text: 'I cannot take one.' }];
  const talk = await scene({ ...allowed(true, false), script });
  await talk.start();
  await expect(talk.say('I want to leave a message')).resolves.toMatchObject({
    then: 'listen',
    say: ['I cannot take one.'],
  });
});

test('nothing allowed out of hours: who asks for a person hears so and goes on; who can not be helped hears it and goodbye', async () => {
  const talk = await scene({
    ...allowed(false, false),
    script: [{ text: 'We open at eight.' }, { error: 'VENDOR_UNAVAILABLE' }],
  });
  await talk.start();
  await expect(talk.say('operator')).resolves.toMatchObject({
    then: 'listen',
    say: ['Nobody is here to take your call right now.'],
  });
  await expect(talk.say('when do you open')).resolves.toMatchObject({ then: 'listen', say: ['We open at eight.'] });
  expect(JSON.stringify(talk.model.requests[0]?.messages)).toContain('Nobody is there out of hours');
  await expect(talk.say('and then')).resolves.toMatchObject({
    then: 'done',
    say: [expect.any(String), 'Nobody is here to take your call right now.', 'Thank you for calling. Goodbye.'],
  });
});

test('nothing allowed out of hours: who can not be heard is not told of keys', async () => {
  const talk = await scene(allowed(false, false));
  await talk.start();
  await talk.silence();
  await talk.silence();
  const last = await talk.silence();
  expect(last).toMatchObject({ then: 'done' });
  expect(last.say.join()).not.toContain('keys');
});

test('callbacks alone out of hours: who chooses nothing hears that nobody is there', async () => {
  const talk = await scene(allowed(true, false));
  await talk.start();
  await talk.say('operator');
  await talk.silence();
  await expect(talk.silence()).resolves.toMatchObject({
    then: 'done',
    say: ['Nobody is here to take your call right now.', 'Thank you for calling. Goodbye.'],
  });
});

test('out of hours nobody is promised a person: a choice, and at last a message', async () => {
  const talk = await scene({ at: '2026-11-22T18:00:00Z' });
  await talk.start();
  await expect(talk.say('operator')).resolves.toMatchObject({
    then: 'keys',
    say: [expect.stringContaining('Nobody is here'), expect.any(String)],
  });
  await talk.silence();
  await expect(talk.silence()).resolves.toMatchObject({ then: 'voicemail' });
});

test.each([
  ['operator', 'handOver'],
  ['I want to speak to someone', 'handOver'],
  ['goodbye', 'done'],
  ['adiós', 'done'],
  ['basta', 'listen'],
])('"%s" works without the model', async (text, then) => {
  const talk = await scene({ script: [{ error: 'VENDOR_UNAVAILABLE' }] });
  await talk.start();
  await expect(talk.say(text)).resolves.toMatchObject({ then });
  expect(talk.model.requests).toEqual([]);
});

test('the story for the person: wants, done, who, and a summary by the model in time', async () => {
  const talk = await scene({
    script: [
      identify,
      book,
      done,
      { calls: [{ name: 'transferToPerson', input: { topic: 'billing', reason: 'a wrong invoice' } }] },
      { text: '{"summary":"Rosa has a wrong invoice. Card 4111 1111 1111 1111.","sentiment":"negative"}' },
    ],
  });
  await identified(talk);
  await talk.say('yes');
  const reply = await talk.say('My invoice is wrong, my card is 4111 1111 1111 1111');
  expect(reply).toMatchObject({ then: 'handOver', topic: 'billing', queue: 'Billing' });
  expect(reply.handOver).toMatchObject({
    summary: 'Rosa has a wrong invoice. Card [hidden].',
    sentiment: 'negative',
    verified: { accountId: 'acc-rosa', name: 'Rosa Diaz' },
    done: [`booked: a check-up, ${slot}`],
    reason: 'a wrong invoice',
  });
  expect(reply.handOver?.transcript.at(-1)).toBe('caller: My invoice is wrong, my card is [hidden]');
  expect(talk.traces()).not.toMatch(/4111 1111 1111 1111(?!\.)/);
});

test('nobody takes the call: the caller is back, chooses, or goes on with the assistant, who knows', async () => {
  const talk = await scene({ script: [{ text: 'I can book you in.' }] });
  await talk.start();
  await talk.say('operator');
  await expect(talk.send({ kind: 'returned', from: 'handOver', why: 'noAnswer' })).resolves.toMatchObject({
    then: 'keys',
    say: [expect.stringContaining('nobody'), expect.any(String)],
  });
  await expect(talk.say('Can you book me in then?')).resolves.toMatchObject({ say: ['I can book you in.'] });
  expect(JSON.stringify(talk.model.requests.at(-1)?.messages)).toContain('noAnswer');
});

test('the phone of a topic is rung once: whoever comes back and asks again gets its queue', async () => {
  const talk = await scene({
    script: [{ calls: [{ name: 'transferToPerson', input: { topic: 'billing', reason: 'a bill' } }] }],
  });
  await talk.start();
  const first = await talk.say('My bill is wrong');
  expect(first).toMatchObject({ then: 'handOver', topic: 'billing' });
  expect(first.afterPhone).toBeUndefined();
  await talk.send({ kind: 'returned', from: 'handOver', why: 'noAnswer' });
  await expect(talk.say('operator')).resolves.toMatchObject({ then: 'handOver', topic: 'billing', afterPhone: true });
});

test.each([
  ['money of the call', { callMicroUsd: 30 }, 0],
  ['money of the day', {}, 20_000_000],
])('%s used up: said, and a person takes over', async (_name, change, spentToday) => {
  const base = await scene();
  const talk = await scene({ settings: { limits: { ...base.settings.limits, ...change } }, spentToday });
  const replies = [await talk.start(), await talk.say('Hello'), await talk.say('Hello again')];
  expect(replies.some(reply => reply.then === 'handOver' && reply.say.includes('I have to stop here.'))).toBe(true);
});

test('a call that is too long, or has too many turns, ends with a person', async () => {
  const long = await scene();
  await long.start();
  long.clock.advance(901_000);
  await expect(long.say('Hello')).resolves.toMatchObject({ then: 'handOver' });
  const base = await scene();
  const many = await scene({ settings: { limits: { ...base.settings.limits, turns: 3 } } });
  await many.start();
  await many.say('one thing');
  await many.say('another thing');
  await expect(many.say('a third thing')).resolves.toMatchObject({ then: 'handOver' });
});

test('what the caller did not hear is not in the history', async () => {
  const talk = await scene({ script: [{ text: 'We open at nine. We close at five.' }, { text: 'Yes.' }] });
  await talk.start();
  await talk.say('Hours?');
  await talk.say('And Saturday?', { heard: 'We open at nine.' });
  const sent = JSON.stringify(talk.model.requests.at(-1)?.messages);
  expect(sent).toContain('We open at nine.');
  expect(sent).not.toContain('We close at five');
});

test('a callback to the number of the caller is booked once; to another one by the dialogue of callbacks', async () => {
  const call = { calls: [{ name: 'requestCallback', input: { reason: 'a prescription' } }] };
  const talk = await scene({
    script: [
      call,
      { text: 'We will call you.' },
      { calls: [{ name: 'requestCallback', input: { reason: 'x', otherNumber: true } }] },
    ],
  });
  await talk.start();
  await talk.say('Please call me tomorrow');
  expect(talk.ports.callbackList).toMatchObject([{ number: rosaNumber, reason: 'a prescription' }]);
  await expect(talk.say('No, on another number')).resolves.toMatchObject({ then: 'callback' });
});
