import type { Greetings } from '../../../lib/config';
import { assistantKeys, hasAssistant } from './compose-assistant';
import { hasOptions, isWithOptions, numberOptions, optionKeys } from './compose-options';
import { usualGreetings } from './language';
import type { Answers } from './questions';
import { quoted, scalar } from './scalar';

/** A client's file with comments, in the style of clients/sample.yaml. In a language for which there are no words, the greetings are left empty, and the check names each. */
export function composeClient(answers: Answers): string {
  const options = [
    ...(hasOptions(answers) ? [optionKeys(answers)] : []),
    ...(hasAssistant(answers) ? [assistantKeys(answers)] : []),
  ];
  const parts = [head(answers), numbers(answers), times(answers), words(answers), ...options, policy, email(answers)];
  return `${parts.join('\n\n')}\n`;
}

function head({ client, name, accountSid }: Answers): string {
  return `# yaml-language-server: $schema=./client.schema.json
#
# A client: an organisation with its own Twilio account. This file is the only place where its numbers, hours, words,
# recipients and policy stand. \`npx linekit client check ${client}\` finds every fault in it.

client: ${client}
name: ${scalar(name)}
accountSid: ${accountSid}`;
}

const LINES: Readonly<Record<string, string>> = {
  'voice-direct': 'greeting, then an agent; nobody answers → voicemail',
  'direct-with-options':
    'greeting, an agent; while waiting and out of hours a callback or a message; a menu if you want one',
  assistant: 'talks with callers, then what they need: an agent, a callback, a message',
  voicemail: 'greeting, then a message',
};

function numbers(answers: Answers): string {
  const rows = answers.numbers.split(', ').map(each => {
    const [number = '', line = ''] = each.split(':');
    const comment = LINES[line] === undefined ? '' : ` # ${LINES[line]}`;
    const options = isWithOptions(line) ? `\n${numberOptions(answers, line)}` : '';
    return `  - number: ${quoted(number)}\n    line: ${line}${comment}${options}`;
  });
  return `# A number may have a language, voice, time zone, hours, holidays, greetings, prompts, menu and wait of its own.\nnumbers:\n${rows.join('\n')}`;
}

function times({ timeZone, language, voice }: Answers): string {
  return `timeZone: ${timeZone}
language: ${language}
voice: ${voice}

# In the client's time zone. Several spans a day are fine; "22:00-06:00" runs into the next day; [] is closed.
hours:
  monday: ['09:00-17:00']
  tuesday: ['09:00-17:00']
  wednesday: ['09:00-17:00']
  thursday: ['09:00-17:00']
  friday: ['09:00-17:00']
  saturday: []
  sunday: []

# - date: '12-25' # every year; '2026-11-26' is one day
#   name: Christmas Day
#   hours: ['09:00-12:00'] # open half a day; closed the whole day without
#   greeting: What callers hear that day instead of the greeting for holidays.
holidays: []`;
}

const MEANINGS: Readonly<Record<keyof Greetings, string>> = {
  open: 'in opening hours, on a line with agents',
  closed: 'out of hours',
  holiday: 'on holidays',
  message: 'in opening hours, on a line that only takes messages',
  unanswered: 'when no agent came',
  goodbye: 'after a message',
  nothingHeard: 'when the caller said nothing',
  apology: 'when something broke, before a message is taken all the same',
};
const NAMES = ['open', 'closed', 'holiday', 'message', 'unanswered', 'goodbye', 'nothingHeard', 'apology'] as const;

function words({ language, name }: Answers): string {
  const usual = usualGreetings(language, name);
  if (usual) return `greetings:\n${NAMES.map(key => `  ${key}: ${scalar(usual[key])}`).join('\n')}`;
  const rows = NAMES.map(key => `  ${key}: '' # ${MEANINGS[key]}`);
  return `# Write these in ${language}: linekit has no words for it.\ngreetings:\n${rows.join('\n')}`;
}

const policy = `answer:
  waitSeconds: 30 # how long a caller waits for an agent before a message is taken

voicemail:
  minSeconds: 2 # shorter messages make no task and no mail
  maxSeconds: 180
  silenceSeconds: 5 # silence that ends the recording
  transcribe: true
  priority: 50 # of the Flex task; higher comes first
  retentionDays: 30 # then a delivered recording is deleted`;

function email({ emails, sender, domain, region }: Answers): string {
  const recipients = emails.split(', ').map(each => `    - ${scalar(each)}`);
  return `email:
  recipients:
${recipients.join('\n')}
  sender: ${scalar(sender)}
  domain: ${domain} # Mailgun's sending domain
  region: ${region} # ${region === 'us' ? 'or eu' : 'or us'}
  attachmentLimitMb: 18 # a larger recording comes as a link; 0 sends nothing but links
  linkDays: 7 # how long that link is good`;
}
