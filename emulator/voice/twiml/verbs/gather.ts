import { gatherInput } from '../../gather-input';
import type { Session } from '../../session';
import { accepted, flag, oneOf, someOf, text, whole, type Attribute } from '../attributes';
import { elementsOf, type Element } from '../element';
import { defineVerb, NEXT, type Outcome, type Verb } from '../verb';
import { pause } from './pause';
import { play } from './play';
import { say } from './say';

/** What stands for "auto": the pause after which a sentence counts as ended. Twilio names no figure. */
const AUTO_SPEECH_TIMEOUT_MS = 1000;
/** The recognizer of the local Twilio hears every word right; Twilio's own is never this sure. */
const CONFIDENCE = '0.95';

/** One key, or nothing for "no key ends it". */
const finishOnKey: Attribute<string> = {
  default: '#',
  warning: 13310,
  read: raw => (/^[0-9*#]?$/.test(raw.trim()) ? raw.trim() : undefined),
};

const speechTimeout: Attribute<number | 'auto' | undefined> = {
  default: undefined,
  warning: 12200,
  read: raw => (raw === 'auto' ? 'auto' : /^[1-9]\d*$/.test(raw) ? Number(raw) : undefined),
};

const PROMPTS: ReadonlyMap<string, Verb> = new Map([say, play, pause].map(verb => [verb.name, verb]));

/** https://www.twilio.com/docs/voice/twiml/gather */
export const gather = defineVerb({
  name: 'Gather',
  attributes: {
    input: someOf(['dtmf', 'speech'], { default: ['dtmf'] }),
    action: text({ default: '' }),
    method: oneOf(['POST', 'GET'], { default: 'POST', warning: 13312 }),
    timeout: whole({ default: 5, min: 1, warning: 13313 }),
    numDigits: whole({ default: undefined, min: 1, warning: 13314 }),
    finishOnKey,
    speechTimeout,
    actionOnEmptyResult: flag({ default: false }),
    bargeIn: flag({ default: true }),
    ...accepted('language', 'hints', 'speechModel', 'profanityFilter', 'enhanced', 'debug', 'dtmfDetection'),
    ...accepted('partialResultCallback', 'partialResultCallbackMethod'),
  },
  nested: [...PROMPTS.keys()],
  async run({ attributes, element, session }) {
    if (attributes.partialResultCallback !== undefined)
      session.note('log', 'partial speech results are not emulated: partialResultCallback will not be requested');
    const timeoutMs = attributes.timeout * 1000;
    const speechSeconds = attributes.speechTimeout ?? attributes.timeout;
    const gathered = await gatherInput(session, {
      ...attributes,
      timeoutMs,
      speechTimeoutMs: speechSeconds === 'auto' ? AUTO_SPEECH_TIMEOUT_MS : speechSeconds * 1000,
      prompts: inner => playPrompts(element, inner),
    });
    const parameters = parametersOf(gathered);
    if (!parameters && !attributes.actionOnEmptyResult) return NEXT;
    return actionOf(attributes, parameters ?? { Digits: '' });
  },
});

async function playPrompts(element: Element, session: Session): Promise<void> {
  for (const child of elementsOf(element)) await PROMPTS.get(child.name)?.run(child, session);
}

function parametersOf({ digits, speech }: { digits: string; speech: string }): Record<string, string> | undefined {
  if (digits !== '') return { Digits: digits };
  return speech === '' ? undefined : { SpeechResult: speech, Confidence: CONFIDENCE };
}

function actionOf(
  { action, method }: { action: string; method: 'GET' | 'POST' },
  parameters: Record<string, string>,
): Outcome {
  return { then: 'fetch', kind: 'action', url: action, method, parameters };
}
