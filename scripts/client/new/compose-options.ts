import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { lineKindsWithOptions } from '../../../lib/config';
import type { OptionWords } from './option-words';
import { usualOptionWords } from './option-words';
import type { Answers } from './questions';
import { scalar } from './scalar';

/** Whether a client has a line with options, and so all the keys for it. */
export function hasOptions({ numbers }: Pick<Answers, 'numbers'>): boolean {
  return numbers.split(', ').some(each => isWithOptions(each.split(':')[1]));
}

/** Whether callers of that kind of line have options. */
export function isWithOptions(line: string | undefined): boolean {
  return lineKindsWithOptions.some(kind => kind === line);
}

/** What stands at a number with options: a longer wait, and greetings that let the prompts say what may be done. An assistant greets by itself. */
export function numberOptions({ language, name }: Answers, line: string): string {
  const words = line === 'assistant' ? undefined : usualOptionWords(language, name);
  const greetings = words ? `\n    greetings:\n${rows(words.greetings, '      ')}` : '';
  return `    answer:\n      waitSeconds: 300${greetings}`;
}

/** All keys for lines with options; in a language for which there are no words, the prompts are left empty, and the check names each. */
export function optionKeys(answers: Answers): string {
  return [prompts(answers), routing(answers), promises(answers)].join('\n\n');
}

const BLANKS =
  'Words in braces are filled in: {number} is read digit by digit, {when} is a day and an hour, the others are whole numbers.';

function prompts({ language, name }: Answers): string {
  const words = usualOptionWords(language, name);
  if (words) {
    const menu = rows(words.menu, '  # ');
    return `# On lines with options. ${BLANKS}\nprompts:\n${menu}\n${rows(words.prompts, '  ')}`;
  }
  const empty = Object.entries(MEANINGS).map(([key, meaning]) => `  ${key}: '' # ${meaning}`);
  return `# Write these in ${language}, too.\n# ${BLANKS}\nprompts:\n${empty.join('\n')}`;
}

const rows = (words: object, indent: string): string =>
  Object.entries(words)
    .map(([key, text]) => `${indent}${key}: ${scalar(String(text))}`)
    .join('\n');

const MEANINGS: Readonly<Record<keyof OptionWords['prompts'], string>> = {
  offerCallback: 'while waiting: 1 gives a callback',
  offerScheduled: 'out of hours: 1 gives a callback once you are open',
  offerVoicemail: '2 gives a message',
  next: 'the caller is the next in line',
  position: 'the place in line, {position}, from 2 up',
  wait: 'the likely wait, {minutes}, from 2 up',
  shortWait: 'the wait is shorter than two minutes',
  askNumber: 'call back at {number} (1) or at another one (2)? * goes back',
  enterNumber: 'enter a number, then the pound key',
  confirmNumber: 'is {number} right (1), or enter again (2)?',
  numberInvalid: 'what was entered is no phone number',
  numberRefused: 'a number of a kind that is not called back',
  numberForeign: 'a number of another country',
  callbackBooked: 'we will call {number}; goodbye',
  callbackScheduled: 'we will call {number}, {when}; goodbye',
  callbackStands: 'a callback to {number} is booked already; goodbye',
  callbackFailed: 'a callback could not be booked',
};

function routing({ client }: Answers): string {
  return `# Without a menu all callers go to Everyone. With one, it leads to the agents who know (\`npx linekit client plan ${client}\`):
# queues:
#   - queue: Front desk
#     skills: [scheduling] # agents who have all of these; Flex keeps them in \`routing.skills\`
# topics:
#   - topic: appointments
#     queue: Front desk
#     priority: 5 # higher comes first; 0 without
#     escalation:
#       - afterSeconds: 60 # nobody there took the call: all agents are asked
#         queue: Everyone
# menu:
#   choices:
#     - key: '1'
#       topic: appointments
#     - key: '2'
#       to: voicemail # or callback`;
}

function promises(answers: Answers): string {
  return `# What a caller who waits on a line with options may do and hears.
waiting:
  callback: true
  voicemail: true
  announcePosition: true # said only when they are known
  announceWait: true
  announceEverySeconds: 60
  # music: https://example.org/hold.mp3

# What may be asked for out of hours. With neither, the line says that it is closed and hangs up.
afterHours:
  callback: true # once you are open
  voicemail: true

callback:
  country: ${countryOf(answers)} # of numbers that callers enter
  foreign: false # whether numbers of other countries are called back
  priority: 20 # of the Flex task; a caller who kept a place in line has the topic's, if that is higher
  maxAttempts: 3
  retryMinutes: # when nobody was reached, the next try comes after these minutes
    no-answer: 30
    busy: 5
    voicemail: 120
    failed: 15
  quietHours: '20:00-08:00' # no agent is handed a callback then
  expireHours: 72 # then it is given up; at most 336

# How many tasks of a channel an agent may have at once; deploy sets it.
capacity:
  voice: 1

# Every week: what came in, and what became of it.
# summary:
#   recipients: [${answers.emails.split(', ')[0]}]
#   weekday: monday`;
}

/** Of the first number; of the language where that belongs to no country (a toll-free number of many). */
function countryOf({ numbers, language }: Answers): string {
  const number = numbers.split(', ')[0]?.split(':')[0] ?? '';
  return parsePhoneNumberFromString(number)?.country ?? new Intl.Locale(language).maximize().region ?? 'US';
}
