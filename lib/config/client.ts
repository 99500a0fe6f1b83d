import type { PhoneNumber } from '../phone';
import type { AssistantSection } from './assistant';

/** The kinds of line, each a flow of the same name in `flows/`. */
export const lineKinds = ['voice-direct', 'direct-with-options', 'assistant', 'voicemail'] as const;
export type LineKind = (typeof lineKinds)[number];

/** The kinds of line on which callbacks are promised, and a caller who waits has options. */
export const lineKindsWithOptions: readonly LineKind[] = ['direct-with-options', 'assistant'];

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
  /**
   * The kind of line: voice-direct (an agent; a message when nobody answers), direct-with-options (a menu, an agent; while waiting
   * a callback or a message), assistant (talks with callers, then what they need: an agent, a callback, a message) or voicemail (a message).
   */
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
  /** Instead of the client's: how long callers of this number wait for an agent. */
  readonly answer?: Client['answer'] | undefined;
  /** Instead of the client's prompt of that name; the others stay. */
  readonly prompts?: { readonly [K in keyof Prompts]?: string | undefined } | undefined;
  /** Instead of the client's menu. */
  readonly menu?: Menu | undefined;
}

/**
 * What a caller hears on a line with options, in the client's language, beside the greetings. Words in braces are filled in:
 * {number} is read digit by digit, {when} is a day and an hour on the client's clock, the others are whole numbers.
 */
export interface Prompts {
  /** The menu after the greeting: which key leads where. Empty where there is no menu. */
  readonly menu: string;
  /** A key that leads nowhere. Empty where there is no menu. */
  readonly unknownKey: string;
  /** While waiting: which key gives a callback. Said only when a callback can be had. */
  readonly offerCallback: string;
  /** Out of hours: which key gives a callback once the client is open. Said only when it can be had. */
  readonly offerScheduled: string;
  /** While waiting and out of hours: which key gives a message. */
  readonly offerVoicemail: string;
  /** The caller is the next in line. */
  readonly next: string;
  /** "{position}" callers, this one counted, from 2 up. */
  readonly position: string;
  /** The wait will be "{minutes}" minutes, from 2 up. */
  readonly wait: string;
  /** The wait will be shorter than two minutes. */
  readonly shortWait: string;
  /** Call back at "{number}", from which the caller calls (1), or at another one (2)? "*" goes back. */
  readonly askNumber: string;
  /** Enter a number, then the pound key. */
  readonly enterNumber: string;
  /** Is "{number}" right (1), or enter again (2)? */
  readonly confirmNumber: string;
  /** What was entered is no number that can be called. */
  readonly numberInvalid: string;
  /** … is one of a kind that is not called back: an emergency, service or premium number. */
  readonly numberRefused: string;
  /** … is of another country than the client calls back to. */
  readonly numberForeign: string;
  /** We will call "{number}"; the caller keeps the place in line. Said only when the callback is booked. */
  readonly callbackBooked: string;
  /** We will call "{number}" "{when}": asked for out of hours. */
  readonly callbackScheduled: string;
  /** A callback to "{number}" is booked already, and stays. */
  readonly callbackStands: string;
  /** The callback could not be booked; the caller stays in line or leaves a message. */
  readonly callbackFailed: string;
}
export type PromptName = keyof Prompts;

/** A key of the menu: leads to a topic's agents, or straight to a callback or a message. */
export type MenuChoice =
  { readonly key: string; readonly topic: string } | { readonly key: string; readonly to: 'callback' | 'voicemail' };
export interface Menu {
  readonly choices: readonly MenuChoice[];
}

/** A task queue: the agents who have all these skills (Flex keeps them in `routing.skills`). "Everyone" is there without being named. */
export interface Queue {
  /** Its name in Flex. */
  readonly queue: string;
  readonly skills: readonly string[];
}

/** What a caller wants, and who is asked, one after the other. Callers without a topic go to "Everyone". */
export interface Topic {
  /** Lower-case letters, digits and "_": an attribute of the task. */
  readonly topic: string;
  /** One of `queues`, or "Everyone". */
  readonly queue: string;
  /** Higher comes first; 0 without. */
  readonly priority?: number | undefined;
  /** When nobody took the call: the next queue, and from then on that priority. In the order of `afterSeconds`, counted from the start. */
  readonly escalation?:
    | readonly { readonly afterSeconds: number; readonly queue: string; readonly priority?: number | undefined }[]
    | undefined;
}

/** How an attempt to call back ended, when nobody was reached. */
export const missedOutcomes = ['no-answer', 'busy', 'voicemail', 'failed'] as const;
export type MissedOutcome = (typeof missedOutcomes)[number];

/** What a client promises about callbacks. */
export interface CallbackPolicy {
  /** ISO 3166 country of numbers that callers enter without "+": "US". */
  readonly country: string;
  /** Whether numbers of other countries are called back. */
  readonly foreign: boolean;
  /** Of the Flex task; higher comes first. A caller who kept the place in line has the priority of the topic, if that is higher. */
  readonly priority: number;
  /** Calls before an agent can't try again. */
  readonly maxAttempts: number;
  /** How long after each kind of miss the next try comes, minutes. */
  readonly retryMinutes: Readonly<Record<MissedOutcome, number>>;
  /** No callback is handed to agents in this span of the day on the client's clock; it waits for the end of it. */
  readonly quietHours?: OpeningSpan | undefined;
  /** A callback that nobody could make is given up after these hours; at most 336 (Twilio's two weeks). */
  readonly expireHours: number;
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
  /** Queues beside "Everyone". */
  readonly queues?: readonly Queue[] | undefined;
  readonly topics?: readonly Topic[] | undefined;
  /** Without it callers of a line with options go straight to the queue. */
  readonly menu?: Menu | undefined;
  /** Words for lines with options. */
  readonly prompts?: Prompts | undefined;
  /** What a caller who waits on a line with options may do and hears. */
  readonly waiting?:
    | {
        readonly callback: boolean;
        readonly voicemail: boolean;
        /** Say the place in line and the likely wait, whenever they are known. */
        readonly announcePosition: boolean;
        readonly announceWait: boolean;
        readonly announceEverySeconds: number;
        /** Of the client's own, https; linekit's hold music without. */
        readonly music?: string | undefined;
      }
    | undefined;
  /** What a caller of a line with options, or with the assistant, may ask for out of hours. With neither, the line says that it is closed and hangs up. */
  readonly afterHours?: { readonly callback: boolean; readonly voicemail: boolean } | undefined;
  readonly callback?: CallbackPolicy | undefined;
  /** Who answers callers before a person does: model, words, tools, limits. */
  readonly assistant?: AssistantSection | undefined;
  /** How many tasks of a channel an agent may have at once: { voice: 1, callback: 2 }. Set for each agent by deploy. */
  readonly capacity?: Readonly<Record<string, number>> | undefined;
  /** A mail every week with what came in and what became of it; none without. */
  readonly summary?: { readonly recipients: readonly string[]; readonly weekday: Weekday } | undefined;
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
