import { execFileSync } from 'node:child_process';
import { readClient } from '../../../lib/config/read-client';
import { inProject, projectRoot } from '../../project';
import { composeClient } from './compose';
import { answersOfFlags, answersOfPerson } from './gather';
import type { Answers } from './questions';

const given: Partial<Answers> = {
  client: 'acme',
  name: 'Acme: "Dental"',
  accountSid: `AC${'1'.repeat(32)}`,
  timeZone: 'los angeles',
  numbers: '(202) 555-0142:voice-direct, +442079460958:voicemail',
  emails: 'desk@acme.example, boss@acme.example',
  domain: 'mg.acme.example',
};
const clientOf = (answers: Answers) => readClient(composeClient(answers));

test('what is given leniently stands strictly in a file that passes the check and the format', () => {
  const text = composeClient(answersOfFlags(given));
  expect(readClient(text).client).toMatchObject({
    client: 'acme',
    name: 'Acme: "Dental"',
    numbers: [
      { number: '+12025550142', line: 'voice-direct' },
      { number: '+442079460958', line: 'voicemail' },
    ],
    timeZone: 'America/Los_Angeles',
    language: 'en-US',
    voice: 'Polly.Joanna-Neural',
    email: {
      recipients: ['desk@acme.example', 'boss@acme.example'],
      sender: 'Acme: Dental voicemail <voicemail@mg.acme.example>',
      region: 'us',
    },
  });
  const prettier = [inProject('node_modules/prettier/bin/prettier.cjs'), '--stdin-filepath', 'clients/acme.yaml'];
  expect(execFileSync(process.execPath, prettier, { cwd: projectRoot, input: text, encoding: 'utf8' })).toBe(text);
});

test('in Spanish the words are Spanish, and a number is read as people there dial it', () => {
  const { client } = clientOf(answersOfFlags({ ...given, language: 'es-mx', numbers: '55 5555 0142:voicemail' }));
  expect(client).toMatchObject({
    language: 'es-MX',
    voice: 'Polly.Mia-Neural',
    numbers: [{ number: '+525555550142' }],
  });
  expect(client?.greetings.goodbye).toBe('Gracias. Hemos recibido su mensaje. Adiós.');
});

test.each(['en-US', 'es-US'])('a line with options in %s has all it needs, but for a menu', language => {
  const text = composeClient(
    answersOfFlags({
      ...given,
      language,
      name: 'Acme',
      numbers: '202 555 0142:direct-with-options, 202 555 0143:voicemail',
    }),
  );
  const { client, faults } = readClient(text);
  expect(faults).toBeUndefined();
  expect(client).toMatchObject({ callback: { country: 'US' }, waiting: { callback: true }, prompts: { menu: '' } });
  expect(client?.numbers[0]).toMatchObject({ line: 'direct-with-options', answer: { waitSeconds: 300 } });
  expect(client?.numbers[1]).toEqual({ number: '+12025550143', line: 'voicemail' });
  const prettier = [inProject('node_modules/prettier/bin/prettier.cjs'), '--stdin-filepath', 'clients/acme.yaml'];
  expect(execFileSync(process.execPath, prettier, { cwd: projectRoot, input: text, encoding: 'utf8' })).toBe(text);
});

test('a line with the assistant has no greetings of its own: nobody would hear them', () => {
  const { client, faults } = clientOf(answersOfFlags({ ...given, numbers: '202 555 0142:assistant' }));
  expect(faults).toBeUndefined();
  expect(client?.numbers).toEqual([{ number: '+12025550142', line: 'assistant', answer: { waitSeconds: 300 } }]);
});

test('what a new file says of menus in its comments holds, once the "#" are taken away', () => {
  const text = composeClient(answersOfFlags({ ...given, numbers: '202 555 0142:direct-with-options' }));
  const at = text.indexOf('\nprompts:');
  const menu =
    text.slice(0, at) + text.slice(at).replace(/^( *)# (queues:|topics:|menu:|unknownKey:|summary:| )/gm, '$1$2');
  const { client, faults } = readClient(menu);
  expect(faults).toBeUndefined();
  expect(client).toMatchObject({
    queues: [{ queue: 'Front desk' }],
    menu: {
      choices: [
        { key: '1', topic: 'appointments' },
        { key: '2', to: 'voicemail' },
      ],
    },
    summary: { recipients: ['desk@acme.example'], weekday: 'monday' },
  });
});

test('in a language without words, prompts are named too', () => {
  const numbers = '+4930232125:direct-with-options';
  const answers = answersOfFlags({ ...given, language: 'de-DE', voice: 'Polly.Vicki-Neural', numbers });
  const { faults = [] } = clientOf(answers);
  expect(faults).toHaveLength(8 + 17);
  expect(faults.at(-1)).toMatchObject({ path: 'prompts.callbackFailed' });
  expect(composeClient(answers)).toContain('country: DE');
});

test('in a language without words the check names each one that is to be written', () => {
  const answers = answersOfFlags({ ...given, language: 'de-DE', voice: 'Polly.Vicki-Neural' });
  const { faults = [] } = clientOf(answers);
  expect(faults.map(each => `${each.path} ${each.message}`)).toEqual(
    expect.arrayContaining(['greetings.open expected what callers hear in opening hours']),
  );
  expect(faults).toHaveLength(8);
});

test('everything that is missing or wrong is named at once', () => {
  expect(() => answersOfFlags({})).toThrow(
    'Say [name], --name, --account-sid, --time-zone, --number, --email, --domain too, or run it on a terminal, where it asks.',
  );
  const wrong = {
    ...given,
    accountSid: 'AC1',
    timeZone: 'moon',
    numbers: '12:voicemail',
    emails: 'desk',
    region: 'mars',
  };
  expect(() => answersOfFlags(wrong)).toThrow(
    /--account-sid: expected an account SID.*[\s\S]*--time-zone: .*[\s\S]*--number: .*"12".*[\s\S]*--email: .*[\s\S]*--region: expected us or eu/,
  );
  expect(() => answersOfFlags({ ...given, numbers: '+12025550142' })).toThrow(
    'with one of voice-direct, direct-with-options, assistant, voicemail',
  );
  expect(() => answersOfFlags({ ...given, name: 'Acme {{x}}' })).toThrow('--name: expected');
  expect(() => answersOfFlags({ ...given, language: 'de-DE' })).toThrow('Say --voice too');
});

test('a person is asked for what is missing, again until it is right, and may take what is usual', async () => {
  const { client: _, timeZone: __, ...rest } = given;
  const typed = ['Acme Dental', 'acme', '', '', 'nowhere', 'America/New_York', 'eu', ''];
  const asked: string[] = [];
  const told: string[] = [];
  const answers = await answersOfPerson(rest, {
    ask: async words => {
      asked.push(words.replace(/ \(.*| \[.*|:.*/s, ''));
      return typed.shift() ?? '';
    },
    tell: words => void told.push(words.trim()),
  });
  expect(answers).toMatchObject({ client: 'acme', language: 'en-US', timeZone: 'America/New_York' });
  expect(told).toEqual([
    'expected lower-case letters, digits and "-", such as acme-dental',
    'expected an IANA time zone, such as America/Los_Angeles',
  ]);
  expect(asked.filter(each => each === 'Time zone of the opening hours')).toHaveLength(2);
});

test('nothing that is typed can break out of its place in the file', () => {
  const answers = answersOfFlags({ ...given, name: "Acme\\n: 'x' # {y}" });
  expect(clientOf(answers).client?.name).toBe("Acme\\n: 'x' # {y}");
});
