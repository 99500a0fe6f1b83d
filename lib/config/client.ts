import type { PhoneNumber } from '../phone';

/** The kinds of line, each a flow of the same name in `flows/`. */
export const lineKinds = ['voice-direct', 'voicemail'] as const;
export type LineKind = (typeof lineKinds)[number];

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

/** "HH:MM-HH:MM" in the client's time zone; "24:00" may end a day, and an end before the start runs into the next day. */
export type OpeningSpan = string;

export interface Holiday {
  /** "YYYY-MM-DD", or "MM-DD" for every year. */
  readonly date: string;
  readonly name: string;
  /** Open for these spans all the same; closed the whole day without. */
  readonly hours?: readonly OpeningSpan[] | undefined;
  /** Instead of the client's general holiday greeting. */
  readonly greeting?: string | undefined;
}

/** What a caller hears, in the client's language. No other place has a client's words. */
export interface Greetings {
  readonly open: string;
  readonly closed: string;
  readonly holiday: string;
  /** In opening hours, on a line that only takes messages. */
  readonly message: string;
  /** After waiting for an agent in vain. */
  readonly unanswered: string;
  /** After a message was left. */
  readonly goodbye: string;
  /** When the recording has no words in it. */
  readonly nothingHeard: string;
  /** When something broke, before a message is taken all the same. */
  readonly apology: string;
}

/** One of the client's numbers, and where callers of it meet something else than the rest of the file says. */
export interface LineNumber {
  /** E.164, in quotes: "+12025550142". */
  readonly number: PhoneNumber;
  /** The kind of line: voice-direct (an agent; a message when nobody answers) or voicemail (a message). */
  readonly line: LineKind;
  /** Instead of the client's language. Another language needs a voice and all greetings of its own. */
  readonly language?: string | undefined;
  /** Instead of the client's voice. */
  readonly voice?: string | undefined;
  /** Instead of the client's time zone. */
  readonly timeZone?: string | undefined;
  /** Instead of the client's hours: all seven days. */
  readonly hours?: OpeningHours | undefined;
  /** Instead of the client's holidays: all of them. */
  readonly holidays?: readonly Holiday[] | undefined;
  /** Instead of the client's greeting of that name; the others stay. */
  readonly greetings?: { readonly [K in keyof Greetings]?: string | undefined } | undefined;
}

export type OpeningHours = Readonly<Record<Weekday, readonly OpeningSpan[]>>;

/** One client: the only place where its numbers, hours, words, recipients and policy stand. Parsed from `clients/<client>.yaml`. */
export interface Client {
  /** The file's name without ".yaml". */
  readonly client: string;
  /** As people call it: in mails and task names. */
  readonly name: string;
  readonly accountSid: string;
  readonly numbers: readonly LineNumber[];
  /** IANA name: "America/Los_Angeles". */
  readonly timeZone: string;
  /** BCP 47: "en-US". */
  readonly language: string;
  /** A voice of Twilio's `<Say>`: "Polly.Joanna-Neural". */
  readonly voice: string;
  readonly hours: OpeningHours;
  readonly holidays: readonly Holiday[];
  readonly greetings: Greetings;
  readonly answer: {
    /** How long a caller waits for an agent before a message is taken. */
    readonly waitSeconds: number;
  };
  readonly voicemail: {
    readonly minSeconds: number;
    readonly maxSeconds: number;
    /** Silence that ends the recording. */
    readonly silenceSeconds: number;
    readonly transcribe: boolean;
    /** Of the Flex task; higher comes first. */
    readonly priority: number;
    /** After these days a delivered recording is deleted. */
    readonly retentionDays: number;
  };
  readonly email: {
    readonly recipients: readonly string[];
    /** "Name <address>" or an address. */
    readonly sender: string;
    /** Mailgun's sending domain. */
    readonly domain: string;
    readonly region: 'us' | 'eu';
    /** Above this the mail has a link instead of the recording. Mailgun takes 25 MB in all, which Base64 fills at 18. */
    readonly attachmentLimitMb: number;
    /** How long that link is good. */
    readonly linkDays: number;
  };
}
