import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import { lineKinds } from '../../../lib/config';
import { usualVoice } from './language';

/** What has to be known of a new client. Lists have commas between; numbers are "+12025550142:voicemail". */
export const answerNames = [
  'client',
  'name',
  'accountSid',
  'language',
  'voice',
  'timeZone',
  'numbers',
  'emails',
  'domain',
  'region',
  'sender',
] as const;
export type AnswerName = (typeof answerNames)[number];
export type Answers = Readonly<Record<AnswerName, string>>;

/** One thing to know: how it is asked for, how an answer is read, and what it is when nobody says. */
export interface Question {
  /** How the command line names it. */
  readonly flag: string;
  /** How a person is asked. */
  readonly ask: string;
  /** The answer in the form of the file. Throws what was expected instead. */
  read(text: string, before: Partial<Answers>): string;
  /** Taken when nothing is said; undefined where something has to be. */
  usual?(before: Partial<Answers>): string | undefined;
}

const matching = (pattern: RegExp, expected: string) => (text: string) => {
  if (pattern.test(text)) return text;
  throw new Error(`expected ${expected}`);
};
const address = matching(/^[^<>@\s,]+@[^<>@\s,]+\.[^<>@\s,]+$/, 'an e-mail address, such as desk@example.org');
const list = (text: string): string[] =>
  text
    .split(',')
    .map(each => each.trim())
    .filter(each => each !== '');

/** In the order in which people are asked; an answer may lean on those before it. */
export const questions: Readonly<Record<AnswerName, Question>> = {
  client: {
    flag: '[name]',
    ask: 'Name of the file in clients/ (lower case, such as acme-dental)',
    read: matching(/^[a-z][a-z0-9-]{0,30}$/, 'lower-case letters, digits and "-", such as acme-dental'),
  },
  name: {
    flag: '--name',
    ask: 'How people call the client (such as Acme Dental)',
    read: matching(/^(?!.*(\{\{|\{%)).*\S/, "the client's name, without Liquid in it"),
  },
  accountSid: {
    flag: '--account-sid',
    ask: 'Account SID at Twilio (AC…)',
    read: matching(/^AC[0-9a-f]{32}$/, 'an account SID: AC and 32 hexadecimal digits'),
  },
  language: { flag: '--language', ask: 'Language that callers hear', read: readLanguage, usual: () => 'en-US' },
  voice: {
    flag: '--voice',
    ask: "Voice of Twilio's <Say> (see twilio.com/docs/voice/twiml/say/text-speech)",
    read: matching(/^[\w.-]+$/, 'a voice of Twilio, such as Polly.Joanna-Neural'),
    usual: ({ language = '' }) => usualVoice(language),
  },
  timeZone: {
    flag: '--time-zone',
    ask: 'Time zone of the opening hours (a city will do)',
    read: readTimeZone,
  },
  numbers: {
    flag: '--number',
    ask: `Phone numbers, each with its kind of line, such as "202 555 0142:voicemail" (${lineKinds.join(', ')})`,
    read: readNumbers,
  },
  emails: {
    flag: '--email',
    ask: 'Addresses that get the voicemails',
    read: text => list(text).map(address).join(', ') || address(''),
  },
  domain: {
    flag: '--domain',
    ask: "Mailgun's sending domain (such as mg.example.org)",
    read: matching(/^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a domain name, such as mg.example.org'),
  },
  region: {
    flag: '--region',
    ask: "Mailgun's region (us or eu)",
    read: matching(/^(us|eu)$/, 'us or eu'),
    usual: () => 'us',
  },
  sender: {
    flag: '--sender',
    ask: 'Sender of the mails',
    read: matching(/^(?:[^<>\r\n]+ <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, 'an address, or "Name <address>"'),
    // Where name or domain are missing, they are what has to be said: the sender follows from them.
    usual: ({ name = 'The', domain = 'example.org' }) =>
      `${name.replace(/[<>"\r\n]/g, '')} voicemail <voicemail@${domain}>`,
  },
};

function readLanguage(text: string): string {
  try {
    const [tag = ''] = Intl.getCanonicalLocales(text.replace('_', '-'));
    if (tag !== '') return tag;
  } catch {
    // Told below, in our own words.
  }
  throw new Error('expected a language tag, such as en-US');
}

/** "Los Angeles", "america/los_angeles": the one zone that is meant. */
function readTimeZone(text: string): string {
  const plain = (zone: string) => zone.toLowerCase().replace(/[ _]/g, '');
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  const wanted = plain(text);
  const exact = zones.filter(zone => plain(zone) === wanted);
  const found = exact.length > 0 ? exact : zones.filter(zone => plain(zone).endsWith(`/${wanted}`));
  const [only, ...more] = found;
  if (only !== undefined && more.length === 0) return only;
  const which = more.length > 0 ? `one of ${found.join(', ')}` : 'an IANA time zone, such as America/Los_Angeles';
  throw new Error(`expected ${which}`);
}

/** Each number in E.164 form with its kind of line; a number without a country is read as people of the client's language dial it. */
function readNumbers(text: string, { language = 'en-US' }: Partial<Answers>): string {
  const numbers = list(text).map(each => {
    const [dialled = '', line = ''] = each.split(':').map(part => part.trim());
    const parsed = parsePhoneNumberFromString(dialled, countryOf(language));
    if (!parsed?.isPossible()) throw new Error(`expected a phone number instead of "${dialled}", such as +12025550142`);
    if (!lineKinds.some(kind => kind === line)) {
      throw new Error(`expected ${dialled}:LINE with one of ${lineKinds.join(', ')}`);
    }
    return `${parsed.number}:${line}`;
  });
  if (numbers.length > 0) return numbers.join(', ');
  throw new Error('expected at least one number, such as +12025550142:voicemail');
}

/** libphonenumber ignores a country that it does not know. */
function countryOf(language: string): CountryCode | undefined {
  return new Intl.Locale(language).maximize().region as CountryCode | undefined;
}
