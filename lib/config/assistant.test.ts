import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { readClient } from './read-client';

const sample = readFileSync(join(__dirname, '../../clients/sample.yaml'), 'utf8').replace(
  /^assistant:\n(?:[ #].*\n|\n)*/m,
  '',
);
const least = {
  model: 'claude-haiku-5-5',
  persona: 'You are Riva.',
  languages: [{ language: 'en-US', greeting: 'Hello, this is the assistant of the clinic.' }],
  prices: { 'claude-haiku-5-5': { inputUsd: 0.1, outputUsd: 0.5, cacheReadUsd: 0.01, cacheWriteUsd: 0.125 } },
};
const tool = {
  ...{ name: 'orderStatus', description: 'Where an order is.', permission: 'public', effect: 'none', method: 'GET' },
  ...{ url: 'https://api.riverside-clinic.example/orders/{order}' },
  input: { type: 'object', properties: { order: { type: 'string' } }, required: ['order'] },
};

const read = (assistant: object) => readClient(`${sample}\n${stringify({ assistant })}`);
const faultsOf = (assistant: object) =>
  (read(assistant).faults ?? []).map(({ path, message }) => `${path}: ${message}`);

test('the section in the sample is right, and so is its calendar once the marks of comment are gone', () => {
  const whole = readFileSync(join(__dirname, '../../clients/sample.yaml'), 'utf8');
  const { client, faults } = readClient(
    whole.replace(/^ {2}# (calendar:.*\n(?: {2}#.*\n)+)/m, text => text.replace(/^ {2}# /gm, '  ')),
  );
  expect(faults).toBeUndefined();
  expect(client?.assistant?.languages.map(({ language }) => language)).toEqual(['en-US', 'es-US']);
  expect(client?.assistant?.calendar?.slotMinutes).toBe(30);
});

test('languages and topics of the phone are those of the assistant', () => {
  const phone = {
    speech: [{ language: 'fr-FR' }, { language: 'en-US', model: 'whisper' }],
    extensions: [{ extension: '2001', sip: '2001', topic: 'nowhere' }],
  };
  expect(faultsOf({ ...least, ...phone })).toEqual([
    expect.stringContaining('assistant.speech[1].model: expected one of default'),
    'assistant.extensions[0].sip: expected an address such as sip:2001@pbx.example.org',
  ]);
  const known = {
    speech: phone.speech.slice(0, 1),
    extensions: [{ ...phone.extensions[0], sip: 'sip:2001@pbx.example' }],
  };
  expect(faultsOf({ ...least, ...known })).toEqual([
    'assistant.speech[0].language: expected one of en-US',
    expect.stringContaining('assistant.extensions[0].topic: expected one of'),
  ]);
});

test('little has to be said; the rest is as linekit proposes', () => {
  const { model: _model, ...rest } = least;
  const { client } = read(rest);
  expect(client?.assistant).toMatchObject({
    model: 'claude-haiku-5-5',
    ...{ effort: 'low', identify: 'whenNeeded', pinDigits: { min: 4, max: 6 }, topics: [] },
    limits: { callMicroUsd: 200_000, dayMicroUsd: 20_000_000, turns: 100 },
  });
});

test('money is in dollars in the file, and in millionths of one for the assistant', () => {
  expect(read({ ...least, limits: { callUsd: 0.05, dayUsd: 3 } }).client?.assistant?.limits).toMatchObject({
    ...{ callMicroUsd: 50_000, dayMicroUsd: 3_000_000, callSeconds: 900 },
  });
});

test('words of the client, tools with their own schemas and a calendar are taken', () => {
  const { client, faults } = read({
    ...least,
    languages: [
      { ...least.languages[0], words: { say: { goodbye: 'So long.' }, phrases: { operator: ['reception'] } } },
    ],
    httpTools: [tool],
    calendar: { url: 'https://caldav.riverside-clinic.example/desk' },
  });
  expect(faults).toBeUndefined();
  expect(client?.assistant?.calendar).toMatchObject({
    url: 'https://caldav.riverside-clinic.example/desk/',
    slotMinutes: 30,
  });
  expect(client?.assistant?.httpTools?.[0]?.input.additionalProperties).toBe(false);
});

test.each<[object, RegExp]>([
  [{ model: 'gpt-4' }, /assistant.model: expected the name of a model/],
  [{ prices: {} }, /assistant.prices: expected the price of claude-haiku-5-5 in it/],
  [{ fallbackModel: 'claude-sonnet-5-5' }, /assistant.prices: expected the price of claude-sonnet-5-5/],
  [{ fallbackModel: 'claude-haiku-5-5' }, /assistant.fallbackModel: expected another model/],
  [{ temperature: 0.2 }, /assistant.temperature: is not a key that linekit knows/],
  [
    { topics: [{ topic: 'billing', queue: 'Nobody', about: 'bills' }] },
    /topics\[0\].queue: expected one of Everyone, Front desk/,
  ],
  [
    { topics: [{ topic: 'billing', queue: 'Pharmacy', about: 'bills' }] },
    /topics\[0\].queue: expected Everyone, or the topic billing among the file's topics/,
  ],
  [
    { topics: [{ topic: 'appointments', queue: 'Pharmacy', about: 'times' }] },
    /topics\[0\].queue: expected Front desk, where the file's topics send appointments/,
  ],
  [
    { languages: [{ language: 'fr-FR', greeting: 'Bonjour' }] },
    /languages\[0\].words: is missing. .*fr-FR lack: yes, no/,
  ],
  [
    { languages: [{ ...least.languages[0], words: { say: { goodbye: 'Bye {name}' } } }] },
    /goodbye: expected no \{name\}/,
  ],
  [{ httpTools: [{ ...tool, url: 'http://api.example.org/' }] }, /url: expected an https address/],
  [{ httpTools: [{ ...tool, url: 'https://169.254.169.254/{order}' }] }, /httpTools\[0\]: .*host must be a name/],
  [{ httpTools: [{ ...tool, url: 'https://{order}.example.org/' }] }, /httpTools\[0\]: .*fixed host/],
  [{ httpTools: [{ ...tool, url: 'https://api.example.org/{other}' }] }, /\{other\} is not in its input/],
  [{ httpTools: [{ ...tool, url: 'https://localhost/{order}' }] }, /httpTools\[0\]: .*name on the public internet/],
  [
    { httpTools: [{ ...tool, effect: 'irreversible', readBack: { 'en-US': 'Shall I stop {ordr}?' } }] },
    /\{ordr\} of its readBack is not in its input/,
  ],
  [{ httpTools: [{ ...tool, headers: { Authorization: 'Bearer abc' } }] }, /a secret belongs in auth/],
  [{ httpTools: [tool, tool] }, /httpTools\[1\]: expected another name/],
  [{ httpTools: [{ ...tool, name: 'openingHours' }] }, /httpTools\[0\]: .*taken/],
  [{ httpTools: [{ ...tool, effect: 'irreversible' }] }, /readBack: is missing a question in en-US/],
  [
    { calendar: { url: 'https://rosa:secret@caldav.example.org/' } },
    /calendar.url: expected an address without a user/,
  ],
  [{ limits: { callUsd: 0 } }, /limits.callUsd: expected more than 0/],
])('%j is a fault', (change, words) => {
  expect(faultsOf({ ...least, ...change })).toContainEqual(expect.stringMatching(words));
});
