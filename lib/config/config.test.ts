import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentFaults, readEnvironment, variables } from './environment';
import { readClient } from './read-client';

const sample = readFileSync(join(__dirname, '../../clients/sample.yaml'), 'utf8');
const faultsOf = (text: string): string[] =>
  (readClient(text).faults ?? []).map(({ line, path, message }) => `${line} ${path} ${message}`);
const change = (from: string | RegExp, to: string): string => {
  expect(sample).toMatch(from);
  return sample.replace(from, to);
};
const lineOf = (part: string): number => sample.split('\n').findIndex(line => line.includes(part)) + 1;

test('the sample is right', () => {
  expect(readClient(sample).client).toMatchObject({ client: 'sample', voicemail: { maxSeconds: 180 } });
});

test.each([
  [
    'an unknown key',
    change('  minSeconds: 2', '  minSecond: 2'),
    [
      `${lineOf('minSeconds') - 1} voicemail.minSeconds is missing`,
      `${lineOf('minSeconds')} voicemail.minSecond is not a key that linekit knows`,
    ],
  ],
  [
    'an unquoted number',
    change("'+12025550142'", '+12025550142'),
    [`${lineOf('+12025550142')} numbers[0].number expected a quoted number in E.164 form, such as "+12025550142"`],
  ],
  [
    'the same number twice',
    change('+12025550143', '+12025550142'),
    [`${lineOf('+12025550143')} numbers[1].number expected each number once`],
  ],
  [
    'a time zone that is none',
    change('America/Los_Angeles', 'Pacific'),
    [`${lineOf('timeZone')} timeZone expected an IANA time zone, such as America/Los_Angeles`],
  ],
  [
    'words that Studio would take for Liquid',
    change('  apology: We are', '  apology: "{{flow.sid}}" # We are'),
    [`${lineOf('apology')} greetings.apology expected words without "{{" and "{%": Studio would take them for Liquid`],
  ],
  [
    'words that XML cannot hold',
    change('  apology: We are', '  apology: "We\\u0000" # We are'),
    [`${lineOf('apology')} greetings.apology expected words without control characters`],
  ],
  [
    'a name of two lines',
    change('name: Riverside Community Clinic', 'name: "Riverside\\nClinic"'),
    [`${lineOf('name: Riverside')} name expected one line`],
  ],
  [
    'a span that ends where it begins',
    change('09:00-15:00', '09:00-09:00'),
    [
      `${lineOf('friday')} hours.friday[0] expected an end that differs from the start ("00:00-24:00" is the whole day)`,
    ],
  ],
  [
    'spans that overlap',
    change("['09:00-15:00']", "['09:00-15:00', '14:00-16:00']"),
    [`${lineOf('friday')} hours.friday expected spans that do not overlap, in the order of the day`],
  ],
  ['a holiday twice', change("'12-25'", "'12-24'"), [`${lineOf("'12-25'")} holidays[3].date expected each day once`]],
  [
    'a day that does not exist',
    change('2026-11-26', '2026-02-29'),
    [`${lineOf('2026-11-26')} holidays[1].date expected a date: "2026-12-25", or "12-25" for every year`],
  ],
  [
    'a minimum above the maximum',
    change('minSeconds: 2 ', 'minSeconds: 60 ').replace('maxSeconds: 180', 'maxSeconds: 30'),
    [`${lineOf('minSeconds')} voicemail.minSeconds expected less than maxSeconds`],
  ],
  [
    'a number that speaks another language without words for it',
    change(
      '    line: voicemail #',
      '    language: es-MX\n    greetings: { open: a, closed: b, holiday: c, message: d, goodbye: e, apology: f }\n    line: voicemail #',
    ),
    [
      `${lineOf("'+12025550143'")} numbers[1].voice is missing: this number speaks es-MX, the rest of the file en-US`,
      `${lineOf("'+12025550143'") + 2} numbers[1].greetings.unanswered is missing: this number speaks es-MX, the rest of the file en-US`,
      `${lineOf("'+12025550143'") + 2} numbers[1].greetings.nothingHeard is missing: this number speaks es-MX, the rest of the file en-US`,
    ],
  ],
  [
    'a header in the sender',
    change(/sender: .*/, 'sender: "x\\r\\nBcc: a@b.c"'),
    [`${lineOf('sender')} email.sender expected an address, or "Name <address>"`],
  ],
])('%s is named with its line', (_name, text, expected) => {
  expect(faultsOf(text)).toEqual(expected);
});

test('every fault comes at once, in the order of the file', () => {
  const text = sample
    .replace('client: sample', 'client: Sample')
    .replace('region: us', 'region: mars')
    .replace('retentionDays: 30', 'retentionDays: 0');
  expect(faultsOf(text).map(fault => fault.split(' ')[1])).toEqual([
    'client',
    'voicemail.retentionDays',
    'email.region',
  ]);
});

test('what is no YAML is a fault, not a crash', () => {
  expect(faultsOf('client: [')[0]).toMatch(/^1 {2}is not YAML: /);
  expect(faultsOf('')[0]).toMatch(/expected keys below it/);
  expect(faultsOf('just words')[0]).toMatch(/expected keys below it/);
});

describe('the environment', () => {
  test('a missing variable is named, with what it is and who sets it', () => {
    expect(() => readEnvironment({}).require('MAILGUN_API_KEY')).toThrow(
      'MAILGUN_API_KEY is missing: sending key of that Mailgun domain (key of Mailgun). It is set by you: .env, or a secret of your CI.',
    );
  });

  test('a malformed one too; a blank one counts as missing', () => {
    expect(() => readEnvironment({ TWILIO_FLEX_WORKSPACE_SID: 'WW123' }).require('TWILIO_FLEX_WORKSPACE_SID')).toThrow(
      /is malformed/,
    );
    expect(readEnvironment({ ADMIN_EMAIL: '  ' }).optional('ADMIN_EMAIL')).toBeUndefined();
  });

  test('all faults at once, for deploy', () => {
    const faults = environmentFaults({ MAILGUN_API_KEY: 'key-12345678', ADMIN_EMAIL: 'nobody' }, [
      'MAILGUN_API_KEY',
      'DEEPGRAM_API_KEY',
      'ADMIN_EMAIL',
    ]);
    expect(faults.map(fault => fault.split(':')[0])).toEqual([
      'DEEPGRAM_API_KEY is missing',
      'ADMIN_EMAIL is malformed',
    ]);
  });

  test('several recipients are fine', () => {
    expect(readEnvironment({ ADMIN_EMAIL: 'a@b.c, d@e.f' }).optional('ADMIN_EMAIL')).toBe('a@b.c, d@e.f');
  });

  test('every variable has a description, a form and somebody who sets it', () => {
    for (const rule of Object.values(variables)) expect(rule.description && rule.format && rule.setBy).toBeTruthy();
  });
});
