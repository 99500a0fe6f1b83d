import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readClient } from '../read-client';

/** The sample, with its first number a line with options, and no other; without an assistant, whose topics are these as well. */
const sample = readFileSync(join(__dirname, '../../../clients/sample.yaml'), 'utf8')
  .replace(/ {2}- number: '\+12025550144'\n(?: {4}.*\n)+/, '')
  .replace(/ {2}- number: '\+12025550145'\n(?: {4}.*\n)+/, '')
  .replace(/^assistant:\n(?:[ #].*\n|\n)*/m, '')
  .replace('line: voice-direct', 'line: direct-with-options');
const faultsOf = (text: string): string[] =>
  (readClient(text).faults ?? []).map(({ line, path, message }) => `${line} ${path} ${message}`);
const change = (from: string, to: string): string => {
  expect(sample).toContain(from);
  return sample.replace(from, to);
};
const lineOf = (part: string): number => sample.split('\n').findIndex(line => line.includes(part)) + 1;
/** Takes a key of the file out, with all below it. */
const without = (...keys: string[]): string =>
  keys.reduce((text, key) => {
    const shorter = text.replace(new RegExp(`^${key}:.*\n(?:(?: .*|#.*|)\n)*?(?=[a-z#]|\\n)`, 'm'), '');
    expect(shorter.length).toBeLessThan(text.length);
    return shorter;
  }, sample);

test('a line with options has all of its keys', () => {
  expect(faultsOf(sample)).toEqual([]);
  const only = (keys: string) =>
    `${lineOf('line: direct')} numbers[0].line expected the ${keys} in this file: a line with options needs them`;
  expect(faultsOf(without('waiting'))[0]).toBe(only('key waiting'));
  expect(faultsOf(without('afterHours', 'callback'))[0]).toBe(only('keys afterHours and callback'));
  expect(faultsOf(without('menu'))).toEqual([]);
  expect(faultsOf(without('prompts'))[0]).toBe(only('key prompts'));
});

test.each([
  [
    'a topic whose queue is not there',
    change('    queue: Pharmacy\n    escalation', '    queue: Farmacy\n    escalation'),
    [`${lineOf('- topic: prescriptions') + 1} topics[1].queue expected one of Everyone, Front desk, Pharmacy`],
  ],
  [
    'an escalation to a queue that is not there',
    change('queue: Everyone\n        priority: 10', 'queue: Nobody\n        priority: 10'),
    [`${lineOf('afterSeconds: 60') + 1} topics[0].escalation[0].queue expected one of Everyone, Front desk, Pharmacy`],
  ],
  [
    'an escalation that goes back in time',
    change('        priority: 10\n', '        priority: 10\n      - afterSeconds: 60\n        queue: Pharmacy\n'),
    [`${lineOf('priority: 10') + 1} topics[0].escalation[1].afterSeconds expected more than at the step before it`],
  ],
  [
    'a queue twice',
    change('  - queue: Pharmacy\n', '  - queue: Front desk\n').replaceAll('queue: Pharmacy', 'queue: Front desk'),
    [`${lineOf('- queue: Pharmacy')} queues[1].queue expected each name once`],
  ],
  [
    'the queue of all agents, made anew',
    change('  - queue: Pharmacy\n', '  - queue: Everyone\n').replaceAll('queue: Pharmacy', 'queue: Everyone'),
    [`${lineOf('- queue: Pharmacy')} queues[1].queue expected another name: Everyone is the queue of all agents`],
  ],
  [
    'a topic twice',
    change('- topic: prescriptions', '- topic: appointments'),
    [
      `${lineOf('- topic: prescriptions')} topics[1].topic expected each name once`,
      `${lineOf("- key: '2'") + 1} menu.choices[1].topic expected one of appointments`,
    ],
  ],
  [
    'a topic that is no attribute',
    change('- topic: prescriptions', '- topic: Re-fills').replace('topic: prescriptions', 'topic: Re-fills'),
    [
      `${lineOf('- topic: prescriptions')} topics[1].topic expected lower-case letters, digits and "_", such as new_patients`,
      `${lineOf("- key: '2'") + 1} menu.choices[1].topic expected lower-case letters, digits and "_", such as new_patients`,
    ],
  ],
  [
    'a skill that would end the expression',
    change('[pharmacy]', '["phar\'macy"]'),
    [
      `${lineOf('[pharmacy]')} queues[1].skills[0] expected a skill as Flex writes it, at most 64 characters without quotes and "\\"`,
    ],
  ],
  [
    'a queue for nobody in particular',
    change('[pharmacy]', '[]'),
    [
      `${lineOf('[pharmacy]')} queues[1].skills expected at least one skill: the queue of all agents is there, as Everyone`,
    ],
  ],
  [
    'a key twice',
    change("- key: '2'", "- key: '1'"),
    [`${lineOf("- key: '2'")} menu.choices[1].key expected each key once`],
  ],
  [
    'a key that is no digit',
    change("- key: '2'", "- key: '*'"),
    [`${lineOf("- key: '2'")} menu.choices[1].key expected one digit in quotes, such as "1"`],
  ],
  [
    'a key that leads nowhere, or to two places',
    change('      topic: prescriptions\n', "      topic: prescriptions\n      to: voicemail\n    - key: '3'\n"),
    [
      `${lineOf("- key: '2'")} menu.choices[1] expected either topic or to: where the key leads`,
      `${lineOf("- key: '2'") + 3} menu.choices[2] expected either topic or to: where the key leads`,
    ],
  ],
  [
    'a menu with a topic that is not there',
    change('      topic: prescriptions', '      topic: refills'),
    [`${lineOf("- key: '2'") + 1} menu.choices[1].topic expected one of appointments, prescriptions`],
  ],
  [
    "a number's menu with a topic that is not there",
    change('    line: direct', "    menu: { choices: [{ key: '1', topic: refills }] }\n    line: direct"),
    [`${lineOf('line: direct')} numbers[0].menu.choices[0].topic expected one of appointments, prescriptions`],
  ],
  [
    'a menu that nobody hears',
    change('  menu: For appointments', '  # menu: For appointments'),
    [`${lineOf('prompts:')} prompts.menu is missing: there is a menu`],
  ],
  [
    'a read-back without the number',
    change('confirmNumber: You entered {number}.', 'confirmNumber: You entered it.'),
    [`${lineOf('confirmNumber')} prompts.confirmNumber expected {number} in it`],
  ],
  [
    'a callback for later that does not say when',
    change('at {number}, {when} or', 'at {number} or'),
    [`${lineOf('callbackScheduled')} prompts.callbackScheduled expected {when} in it`],
  ],
  [
    'a word in braces that nobody fills in',
    change('callbackBooked: Thank you.', 'callbackBooked: Thank you, {name}.').replace(
      'next: You',
      'next: Number {number}, you',
    ),
    [
      `${lineOf('next:')} prompts.next expected no braces: nothing else is filled in here`,
      `${lineOf('callbackBooked')} prompts.callbackBooked expected no braces but those of {number}: nothing else is filled in here`,
    ],
  ],
  [
    'Liquid in a prompt',
    change('unknownKey: Sorry', 'unknownKey: "{% x %}" # Sorry'),
    [
      `${lineOf('unknownKey')} prompts.unknownKey expected words without "{{" and "{%": Studio would take them for Liquid`,
      `${lineOf('unknownKey')} prompts.unknownKey expected no braces: nothing else is filled in here`,
    ],
  ],
  [
    'prompts and a menu where there are no options',
    change(
      '    line: voicemail',
      '    prompts: { next: You are next. }\n    menu: { choices: [{ key: "1", to: callback }] }\n    line: voicemail',
    ),
    [
      `${lineOf('line: voicemail')} numbers[1].prompts expected only at a number of the line direct-with-options`,
      `${lineOf('line: voicemail') + 1} numbers[1].menu expected only at a number of the line direct-with-options`,
    ],
  ],
  [
    'a country that is none',
    change('country: US', 'country: USA'),
    [`${lineOf('country: US')} callback.country expected a country of ISO 3166 in capitals, such as US`],
  ],
  [
    'a callback that lives longer than a task can',
    change('expireHours: 72', 'expireHours: 337'),
    [`${lineOf('expireHours')} callback.expireHours expected at most 336 hours`],
  ],
  [
    'a next try after the callback was given up',
    change('expireHours: 72', 'expireHours: 2'),
    [
      `${lineOf('voicemail: 120')} callback.retryMinutes.voicemail expected less than 120 minutes, the 2 hours of expireHours`,
    ],
  ],
  [
    'a next try at once',
    change('busy: 5', 'busy: 0'),
    [`${lineOf('busy: 5')} callback.retryMinutes.busy expected at least 1 minutes`],
  ],
  [
    'a kind of miss that is left out',
    change('    failed: 15\n', ''),
    [`${lineOf('retryMinutes')} callback.retryMinutes.failed is missing`],
  ],
  [
    'quiet hours that are none, or all day',
    change("quietHours: '19:00-08:00'", "quietHours: '00:00-24:00'"),
    [`${lineOf('quietHours')} callback.quietHours expected a span that leaves time of the day to call back`],
  ],
  [
    'announcements too often',
    change('announceEverySeconds: 45', 'announceEverySeconds: 10'),
    [`${lineOf('announceEvery')} waiting.announceEverySeconds expected at least 20 seconds`],
  ],
  [
    'music that is not behind https',
    change('# music: https', 'music: http'),
    [`${lineOf('# music')} waiting.music expected an address that begins with https://`],
  ],
  [
    'a channel that cannot be one, and too many tasks',
    change('  voice: 1\n', '  Voice: 1\n  chat: 51\n'),
    [
      `${lineOf('  voice: 1')} capacity.Voice expected the unique name of a task channel, such as voice or callback`,
      `${lineOf('  voice: 1') + 1} capacity.chat expected at most 50 tasks`,
    ],
  ],
  [
    'a summary on no day, for nobody',
    `${sample}summary:\n  recipients: []\n  weekday: mon\n`,
    [
      `${sample.split('\n').length + 1} summary.recipients expected at least one recipient`,
      `${sample.split('\n').length + 2} summary.weekday expected one of monday, tuesday, wednesday, thursday, friday, saturday, sunday`,
    ],
  ],
  [
    'a number that waits for less than anybody can answer',
    change('    line: direct', '    answer: { waitSeconds: 1 }\n    line: direct'),
    [`${lineOf('line: direct')} numbers[0].answer.waitSeconds expected at least 5 seconds`],
  ],
])('%s', (_name, text, expected) => {
  expect(faultsOf(text)).toEqual(expected);
});

test('a number with options that speaks another language has every prompt of its own, and of the menu only where there is one', () => {
  const spanish = change(
    '    line: direct',
    '    language: es-US\n    prompts: { next: Su llamada es la próxima. }\n    line: direct',
  );
  const missing = (text: string) =>
    faultsOf(text)
      .filter(each => each.includes('].prompts.'))
      .map(each => each.split(' ')[1]);
  expect(missing(spanish)).toHaveLength(18);
  expect(missing(spanish)).not.toContain('numbers[0].prompts.next');
  expect(faultsOf(spanish)).toContain(
    `${lineOf('line: direct') + 1} numbers[0].prompts.position is missing: this number speaks es-US, the rest of the file en-US`,
  );
  expect(missing(spanish.replace(/^menu:\n(?: .*\n)+/m, ''))).toHaveLength(16);
});

test('a number may have all prompts, where the file has none for all; not some of them', () => {
  const block = /^prompts:\n((?: .*\n)+)/m.exec(sample)?.[1] ?? '';
  const own = (rows: string) =>
    without('prompts').replace('    line: direct', `    prompts:\n${rows.replace(/^/gm, '    ')}\n    line: direct`);
  expect(faultsOf(own(block.trimEnd()))).toEqual([]);
  expect(faultsOf(own(block.replace(/ {2}wait:.*\n/, '').trimEnd()))).toEqual([
    `${lineOf('line: direct')} numbers[0].prompts.wait is missing: this file has no prompts for all numbers`,
  ]);
});

test("a number's own menu has words of its own where the file has no menu", () => {
  const text = without('menu')
    .replace(/^ {2}menu: .*\n/m, '')
    .replace('    line: direct', "    menu: { choices: [{ key: '1', to: callback }] }\n    line: direct");
  expect(faultsOf(text)).toEqual([`${lineOf("'+12025550142'")} numbers[0].prompts.menu is missing: there is a menu`]);
});

test('words of the menu that were left out are empty', () => {
  const text = without('menu').replace(/^ {2}(menu|unknownKey): .*\n/gm, '');
  expect(readClient(text).client?.prompts).toMatchObject({ menu: '', unknownKey: '', next: 'You are next in line.' });
});
