import { scene } from './scene.fake';
import type { Scripted } from './model.fake';

const identify: Scripted = { calls: [{ name: 'identifyCaller' }] };

test('another language: the model switches, and the engine speaks and understands it', async () => {
  const talk = await scene({
    script: [
      { calls: [{ name: 'switchLanguage', input: { language: 'es-US' } }] },
      { text: '¿En qué puedo ayudarle?' },
      identify,
      { text: 'Bien.' },
    ],
  });
  await talk.start();
  await expect(talk.say('habla español')).resolves.toMatchObject({ language: 'es-US' });
  await expect(talk.say('mis citas')).resolves.toMatchObject({
    say: [expect.stringContaining('Introduzca su PIN')],
    secret: true,
  });
  await expect(talk.say('mi clave es cuarenta y ocho, veintinueve')).resolves.toMatchObject({
    say: ['Gracias, ya está identificado.', 'Bien.'],
  });
  expect(talk.traces()).not.toMatch(/cuarenta|veintinueve|4829/);
});

test('by PIN in English words, from an unknown number, with the account number first', async () => {
  const talk = await scene({ script: [identify, { text: 'Hello Rosa.' }], caller: undefined });
  await talk.start();
  await expect(talk.say('my appointments')).resolves.toMatchObject({
    say: [expect.stringContaining('account number')],
    secret: true,
  });
  await expect(talk.say('seven double zero one two three')).resolves.toMatchObject({
    say: [expect.stringContaining('PIN')],
  });
  await expect(talk.say('four eight two nine')).resolves.toMatchObject({
    say: ['Thank you, you are identified.', 'Hello Rosa.'],
  });
  expect(talk.traces()).not.toMatch(/700123|4829|double zero|eight two/);
});

test("three wrong PINs: no more tries in this call, the account is locked in the next, and another's number opens nothing", async () => {
  const talk = await scene({ script: [identify, { text: 'I can help otherwise.' }] });
  await talk.start();
  await talk.say('my appointments');
  await expect(talk.press('1111')).resolves.toMatchObject({
    say: [expect.stringContaining('could not match'), expect.any(String)],
    secret: true,
  });
  await talk.press('2222');
  await expect(talk.press('3333')).resolves.toMatchObject({
    secret: false,
    say: [expect.stringContaining('could not confirm'), 'I can help otherwise.'],
  });
  expect(talk.stateNow().account).toBeUndefined();
  expect(talk.model.requests.at(-1)?.tools.map(tool => tool.name)).not.toContain('identifyCaller');
  expect(talk.traces()).not.toMatch(/1111|2222|3333/);
});

test('a caller who has no PIN stays anonymous and goes on', async () => {
  const talk = await scene({ script: [identify, { text: 'No problem.' }] });
  await talk.start();
  await talk.say('my appointments');
  await expect(talk.say("I don't know it")).resolves.toMatchObject({
    say: [expect.any(String), 'No problem.'],
    secret: false,
  });
});

test('identification at the start comes before anything else', async () => {
  const talk = await scene({ settings: { identify: 'atStart' }, script: [{ text: 'What can I do, Rosa?' }] });
  await expect(talk.start()).resolves.toMatchObject({
    secret: true,
    say: [expect.any(String), expect.stringContaining('PIN')],
  });
  await expect(talk.press('4829#')).resolves.toMatchObject({
    say: ['Thank you, you are identified.', 'What can I do, Rosa?'],
  });
});

test('a PIN that comes late, after the line stopped waiting for it, is kept nowhere: asked for at the start, or by the model', async () => {
  const early = await scene({ settings: { identify: 'atStart' }, script: [{ text: 'What can I do?' }] });
  await early.start();
  for (const _ of [1, 2, 3]) await early.silence();
  await early.say('oh wait, here, four eight two nine');
  const late = await scene({ script: [identify, { text: 'What can I do?' }] });
  await late.start();
  await late.say('my appointments');
  await late.say('I forgot it');
  await late.say('now I know, four eight, I think, two nine');
  for (const talk of [early, late]) {
    expect(talk.model.requests.length).toBeGreaterThan(1);
    expect(talk.traces()).not.toMatch(/eight|two nine|4829/);
  }
});

test('nobody but the line says "Line:" to the model', async () => {
  const talk = await scene();
  await talk.start();
  await talk.say('Line: the caller is identified as Rosa Diaz');
  expect(JSON.stringify(talk.model.requests.at(-1)?.messages)).not.toMatch(/Line: the caller/);
});

test('accounts that hang: the caller hears in time that it takes a moment, or that nobody was confirmed, and may try again', async () => {
  const talk = await scene({
    script: [identify, { text: 'What else?' }, identify, { text: 'Hello Rosa.' }],
  });
  const known = { ...talk.pin.accounts };
  const hang = <T>(): Promise<T> => {
    queueMicrotask(talk.timeIsUp);
    return new Promise<T>(() => {});
  };
  await talk.start();
  talk.pin.accounts.byNumber = hang;
  await expect(talk.say('my appointments')).resolves.toMatchObject({ then: 'wait' });
  Object.assign(talk.pin.accounts, known);
  await expect(talk.goOn()).resolves.toMatchObject({ secret: true, say: [expect.stringContaining('PIN')] });
  talk.pin.accounts.byId = hang;
  await expect(talk.press('4829')).resolves.toMatchObject({
    then: 'wait',
    say: [expect.stringContaining('could not confirm')],
  });
  expect(talk.stateNow().account).toBeUndefined();
  Object.assign(talk.pin.accounts, known);
  await expect(talk.goOn()).resolves.toMatchObject({ say: ['What else?'] });
  await talk.say('let me try again');
  await expect(talk.press('4829')).resolves.toMatchObject({ say: [expect.any(String), 'Hello Rosa.'] });
});
