import type { Session } from '../../session';
import type { RelayOptions } from '../../streams/relay';
import {
  accepted,
  flag,
  inert,
  matching,
  oneOf,
  readAttributes,
  text,
  type Attribute,
  type ValuesOf,
  type Warning,
} from '../attributes';
import { elementsOf, type Element } from '../element';
import { parametersIn } from './stream-noun';

/** What stands for "auto": the pause after which the caller has said what they say. Twilio names no figure. */
const AUTO_SPEECH_TIMEOUT_MS = 700;
const INTERRUPTIBLE = ['none', 'dtmf', 'speech', 'any'] as const;

/** The booleans of earlier documents are taken too. */
const interruptible: Attribute<(typeof INTERRUPTIBLE)[number]> = {
  default: 'any',
  warning: 64101,
  read: raw => (raw === 'true' ? 'any' : raw === 'false' ? 'none' : INTERRUPTIBLE.find(word => word === raw)),
};

/** A tag, or "multi" for whatever is spoken. */
const LANGUAGE = /^([a-z]{2,3}(-[A-Za-z]{4})?(-[A-Z]{2}|-\d{3})?|multi)$/;

/** 0.5 to 0.9. */
const eotThreshold: Attribute<number> = {
  default: 0.8,
  warning: 64101,
  read: raw => (/^0?\.\d+$/.test(raw) && Number(raw) >= 0.5 && Number(raw) <= 0.9 ? Number(raw) : undefined),
};

const speechTimeout: Attribute<number> = {
  default: AUTO_SPEECH_TIMEOUT_MS,
  warning: 64101,
  read: raw => {
    if (raw === 'auto') return AUTO_SPEECH_TIMEOUT_MS;
    const ms = Number(raw);
    return /^\d+$/.test(raw) && ms >= 600 && ms <= 5000 ? ms : undefined;
  },
};

/** https://www.twilio.com/docs/voice/twiml/connect/conversationrelay; its errors are 64101. */
export const relayTable = {
  url: text({ default: '' }),
  welcomeGreeting: text({ default: undefined }),
  welcomeGreetingInterruptible: interruptible,
  interruptible,
  speechTimeout,
  dtmfDetection: flag({ default: false, warning: 64101 }),
  partialPrompts: flag({ default: false, warning: 64101 }),
  language: matching(LANGUAGE, { default: 'en-US', warning: 64101 }),
  transcriptionLanguage: matching(LANGUAGE, { default: undefined, warning: 64101 }),
  ttsLanguage: inert(matching(LANGUAGE, { default: undefined, warning: 64101 })),
  ttsProvider: inert(oneOf(['ElevenLabs', 'Google', 'Amazon'], { default: 'ElevenLabs', warning: 64101 })),
  transcriptionProvider: inert(oneOf(['Deepgram', 'Google'], { default: 'Deepgram', warning: 64101 })),
  interruptSensitivity: inert(oneOf(['low', 'medium', 'high'], { default: 'high', warning: 64101 })),
  eotThreshold: inert(eotThreshold),
  elevenlabsTextNormalization: inert(oneOf(['on', 'off', 'auto'], { default: 'off', warning: 64101 })),
  ...accepted('voice', 'speechModel', 'hints', 'events', 'debug'),
  reportInputDuringAgentSpeech: inert({ ...interruptible, default: 'none' }),
  ignoreBackchannel: inert(flag({ default: false, warning: 64101 })),
  preemptible: inert(flag({ default: false, warning: 64101 })),
  deepgramSmartFormat: inert(flag({ default: true, warning: 64101 })),
  profanityFilter: inert(flag({ default: true, warning: 64101 })),
  ...accepted('backgroundNoiseReduction', 'intelligenceService', 'conversationConfiguration'),
};

/** `<Language>` in it: a language that a message may switch to. */
export const languageTable = {
  code: inert(matching(LANGUAGE, { default: undefined, warning: 64101 })),
  ttsProvider: relayTable.ttsProvider,
  transcriptionProvider: relayTable.transcriptionProvider,
  ...accepted('voice', 'speechModel'),
};

interface Wanted {
  readonly options: RelayOptions;
  /** Why there can be no session: a value that is none (64101), or that the provider doesn't have (64106). */
  readonly fault: Warning | undefined;
}

/** What a ConversationRelay noun asks for. */
export function relayOf(noun: Element, session: Session): Wanted {
  const { values, warnings } = readAttributes(noun, relayTable);
  const languages = elementsOf(noun)
    .filter(({ name }) => name === 'Language')
    .map(element => readAttributes(element, languageTable));
  const all = [...warnings, ...languages.flatMap(language => language.warnings)];
  const isFatal = ({ code }: Warning): boolean => code === 64101;
  for (const warning of all) if (!isFatal(warning)) session.warn(warning);
  const spoken = [values.language, values.transcriptionLanguage, ...languages.map(({ values: { code } }) => code)];
  const options = {
    ...values,
    language: values.transcriptionLanguage ?? values.language,
    speechTimeoutMs: values.speechTimeout,
    parameters: parametersIn(noun),
  };
  return { options, fault: all.find(isFatal) ?? (spoken.includes('multi') ? multilingualFault(values) : undefined) };
}

/** Whatever is spoken is understood by Deepgram only, and said by ElevenLabs. */
function multilingualFault({ transcriptionProvider, ttsProvider }: ValuesOf<typeof relayTable>): Warning | undefined {
  if (transcriptionProvider === 'Deepgram' && ttsProvider === 'ElevenLabs') return undefined;
  return { code: 64106, message: 'ConversationRelay: Invalid argument: "multi" needs Deepgram and ElevenLabs' };
}
