import { gatherInput, type Gathered } from '../../gather-input';
import type { Session } from '../../session';
import {
  accepted,
  flag,
  inert,
  matching,
  oneOf,
  someOf,
  url,
  whole,
  type Attribute,
  type ValuesOf,
} from '../attributes';
import { elementsOf, type Element } from '../element';
import { defineVerb, NEXT, type Outcome, type Verb } from '../verb';
import { pause } from './pause';
import { play } from './play';
import { say } from './say';

/** What stands for "auto": the pause after which a sentence counts as ended. Twilio names no figure. */
const AUTO_SPEECH_TIMEOUT_MS = 1000;
/** The recognizer of the local Twilio hears every word right; Twilio's own is never this sure. */
const CONFIDENCE = '0.95';
const STABILITY = '0.9';

/** One key, or nothing for "no key ends it". */
const finishOnKey: Attribute<string> = {
  default: '#',
  warning: raw => (raw.trim().length > 1 ? 13311 : 13310),
  read: raw => (/^[0-9*#]?$/.test(raw.trim()) ? raw.trim() : undefined),
};

const speechTimeout: Attribute<number | 'auto' | undefined> = {
  default: undefined,
  warning: 13327,
  read: raw => (raw === 'auto' ? 'auto' : /^[1-9]\d*$/.test(raw) ? Number(raw) : undefined),
};

/** Generic models, and those of a provider: `googlev2_long`, `deepgram_nova-3-medical`. */
const speechModel: Attribute<string | undefined> = {
  default: undefined,
  warning: 13334,
  read: raw => (SPEECH_MODEL.test(raw.trim()) ? raw.trim() : undefined),
};
const SPEECH_MODEL =
  /^(default|numbers_and_commands|phone_call|experimental_(conversations|utterances)|googlev2_\w+|deepgram_nova-[23][\w-]*)$/;

/** At most 500 phrases, of 100 characters each (warning 13330). */
const hints: Attribute<string | undefined> = {
  default: undefined,
  warning: 13330,
  read: raw => {
    const phrases = raw.split(',');
    return phrases.length <= 500 && phrases.every(phrase => phrase.trim().length <= 100) ? raw : undefined;
  },
};

/** A tag such as "en-US", "cmn-Hans-CN" or "en" (as Studio asks by itself); whether a provider has it is not known here. */
const LANGUAGE = /^([a-z]{2,3}(-[A-Za-z]{4})?-[A-Z]{2}|[a-z]{2,3}-\d{3}|[a-z]{2,3}|multi)$/;

const PROMPTS: ReadonlyMap<string, Verb> = new Map([say, play, pause].map(verb => [verb.name, verb]));

const attributes = {
  input: someOf(['dtmf', 'speech'], { default: ['dtmf'], warning: 13326 }),
  action: url({ default: '' }),
  method: oneOf(['POST', 'GET'], { default: 'POST', warning: 13312 }),
  timeout: whole({ default: 5, min: 1, warning: 13313 }),
  numDigits: whole({ default: undefined, min: 1, warning: 13314 }),
  finishOnKey,
  speechTimeout,
  actionOnEmptyResult: flag({ default: false, warning: 13338 }),
  bargeIn: flag({ default: true, warning: 13332 }),
  language: inert(matching(LANGUAGE, { default: 'en-US', warning: 13331 })),
  hints: inert(hints),
  speechModel,
  enhanced: inert(flag({ default: false, warning: 13339 })),
  profanityFilter: inert(flag({ default: true, warning: 13333 })),
  partialResultCallback: url({ default: '' }),
  partialResultCallbackMethod: oneOf(['POST', 'GET'], { default: 'POST', warning: 13329 }),
  maxSpeechTime: whole({ default: 60, min: 1, max: 60, warning: 13328 }),
  ...accepted('debug', 'dtmfDetection'),
};

/** https://www.twilio.com/docs/voice/twiml/gather */
export const gather = defineVerb({
  name: 'Gather',
  attributes,
  nested: [...PROMPTS.keys()],
  nestedWarning: 13320,
  async run({ attributes: values, element, session }) {
    const gathered = await gatherInput(session, {
      ...values,
      timeoutMs: values.timeout * 1000,
      speechTimeoutMs: speechTimeoutMs(values, session),
      maxSpeechMs: values.maxSpeechTime * 1000,
      partial: partialResults(values, session),
      prompts: inner => playPrompts(element, inner),
    });
    const parameters = parametersOf(gathered);
    if (!parameters && !values.actionOnEmptyResult) return NEXT;
    return actionOf(values, parameters ?? { Digits: '' });
  },
});

/** "auto" goes with no speechModel (warnings 13327, 13335): then it is as long as `timeout`. */
function speechTimeoutMs(
  { speechTimeout: given, speechModel: model, timeout }: ValuesOf<typeof attributes>,
  session: Session,
): number {
  if (given !== 'auto') return (given ?? timeout) * 1000;
  if (model === undefined) return AUTO_SPEECH_TIMEOUT_MS;
  const code = model === 'default' ? 13335 : 13327;
  session.warn({ code, message: 'Gather: Invalid speechTimeout value "auto": a speechModel needs a number' });
  return timeout * 1000;
}

/** Tells of what is heard while the caller speaks. Nothing waits for the answers, and what they hold is not read. */
function partialResults(
  { partialResultCallback: callback, partialResultCallbackMethod: method }: ValuesOf<typeof attributes>,
  session: Session,
): ((words: string) => void) | undefined {
  if (callback === '') return undefined;
  const { url: absolute } = session.resolve(callback);
  let sequenceNumber = 0;
  let stable = '';
  return words => {
    const parameters = {
      UnstableSpeechResult: words,
      StableSpeechResult: stable,
      Stability: STABILITY,
      SequenceNumber: String(sequenceNumber),
    };
    sequenceNumber += 1;
    // What was heard before doesn't change any more.
    stable = words;
    session.call.background(session.call.send({ kind: 'partial-result', url: absolute, method, parameters }));
  };
}

/** Codes of what is wrong with a prompt, which are others within a Gather. */
const NESTED_CODES: ReadonlyMap<number, number> = new Map([
  [13510, 13322],
  [13511, 13321],
  [13420, 13325],
]);

async function playPrompts(element: Element, session: Session): Promise<void> {
  const here = session.renaming(NESTED_CODES);
  for (const child of elementsOf(element)) await PROMPTS.get(child.name)?.run(child, here);
}

function parametersOf({ digits, speech, confidence }: Gathered): Record<string, string> | undefined {
  if (digits !== '') return { Digits: digits };
  return speech === ''
    ? undefined
    : { SpeechResult: speech, Confidence: confidence === undefined ? CONFIDENCE : String(confidence) };
}

function actionOf(
  { action, method }: { action: string; method: 'GET' | 'POST' },
  parameters: Record<string, string>,
): Outcome {
  return { then: 'fetch', kind: 'action', url: action, method, parameters };
}
