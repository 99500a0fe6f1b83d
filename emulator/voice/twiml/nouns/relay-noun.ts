import type { Session } from '../../session';
import type { RelayOptions } from '../../streams/relay';
import { accepted, flag, oneOf, readAttributes, text, type Attribute } from '../attributes';
import type { Element } from '../element';
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

const speechTimeout: Attribute<number> = {
  default: AUTO_SPEECH_TIMEOUT_MS,
  warning: 64101,
  read: raw => {
    if (raw === 'auto') return AUTO_SPEECH_TIMEOUT_MS;
    const ms = Number(raw);
    return /^\d+$/.test(raw) && ms >= 600 && ms <= 5000 ? ms : undefined;
  },
};

const table = {
  url: text({ default: '' }),
  welcomeGreeting: text({ default: undefined }),
  welcomeGreetingInterruptible: interruptible,
  interruptible,
  speechTimeout,
  dtmfDetection: flag({ default: false, warning: 64101 }),
  partialPrompts: flag({ default: false, warning: 64101 }),
  language: text({ default: 'en-US' }),
  transcriptionLanguage: text({ default: undefined }),
  ttsProvider: oneOf(['ElevenLabs', 'Google', 'Amazon'], { default: 'ElevenLabs', warning: 64101 }),
  transcriptionProvider: oneOf(['Deepgram', 'Google'], { default: 'Deepgram', warning: 64101 }),
  ...accepted(
    'ttsLanguage',
    'voice',
    'speechModel',
    'eotThreshold',
    'interruptSensitivity',
    'hints',
    'events',
    'debug',
  ),
  ...accepted('reportInputDuringAgentSpeech', 'ignoreBackchannel', 'preemptible', 'deepgramSmartFormat'),
  ...accepted('elevenlabsTextNormalization', 'profanityFilter', 'backgroundNoiseReduction', 'intelligenceService'),
  ...accepted('conversationConfiguration'),
};

/** What a ConversationRelay noun asks for. */
export function relayOf(noun: Element, session: Session): RelayOptions {
  const { values, warnings } = readAttributes(noun, table);
  warnings.forEach(warning => session.warn(warning));
  return {
    ...values,
    language: values.transcriptionLanguage ?? values.language,
    speechTimeoutMs: values.speechTimeout,
    parameters: parametersIn(noun),
  };
}
