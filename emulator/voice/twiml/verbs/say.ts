import { speakingMs } from '../../speaking';
import type { Session } from '../../session';
import { inert, matching, whole } from '../attributes';
import { textOf, elementsOf, type Element } from '../element';
import { defineVerb, NEXT } from '../verb';

/** loop="0" repeats until the call ends; Twilio stops at 1,000. */
const ENDLESS_LOOP = 1000;
/** Twilio's limit of text to speech (error 13521). */
const MAX_CHARACTERS = 4096;

/** A voice of old, or one of a provider: `Polly.Joanna-Neural`, `Google.en-US-Chirp3-HD-Aoede`. */
const VOICE = /^(man|woman|alice|[A-Za-z]+\.[\p{L}\d_-]+)$/iu;
/** `en-US`, `cmn-Hans-CN`, `en-GB-WLS`, `arb`, `es-419`. */
export const LANGUAGE_TAG = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2,3}|\d{3}))*$/;
/** As SSML's prosody has it. */
const RATE = /^(x-slow|slow|medium|fast|x-fast|default|\d+%)$/;

/** Plays what `session.hear` is given, `loop` times. */
export async function repeat(loop: number, hear: () => Promise<void>): Promise<void> {
  for (let count = loop === 0 ? ENDLESS_LOOP : loop; count > 0; count -= 1) await hear();
}

/** https://www.twilio.com/docs/voice/twiml/say */
export const say = defineVerb({
  name: 'Say',
  attributes: {
    loop: whole({ default: 1, max: 1000, warning: 13510 }),
    voice: inert(matching(VOICE, { default: 'man', warning: 13511 })),
    language: inert(matching(LANGUAGE_TAG, { default: 'en-US', warning: 13512 })),
    rate: inert(matching(RATE, { default: undefined, warning: 13513 })),
  },
  async run({ attributes, element, session }) {
    const words = textOf(element);
    if (words === '' || words.length > MAX_CHARACTERS) {
      session.warn(
        words === ''
          ? { code: 13520, message: 'Say: Invalid text' }
          : { code: 13521, message: `Say: more than ${MAX_CHARACTERS} characters` },
      );
      return NEXT;
    }
    await repeat(attributes.loop, () => sayOnce(session, { words, element }));
    return NEXT;
  },
});

function sayOnce(session: Session, { words, element }: { words: string; element: Element }): Promise<void> {
  return session.hear({ text: words, durationMs: speakingMs(words) + breaksMs(element) });
}

/** How long the SSML breaks in it take. A break without a time is as long as between two sentences. */
function breaksMs(element: Element): number {
  let sumMs = 0;
  for (const child of elementsOf(element)) {
    const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(child.attributes['time'] ?? '500ms') ?? [];
    if (child.name === 'break') sumMs += Number(amount ?? 500) * (unit === 's' ? 1000 : 1);
    else sumMs += breaksMs(child);
  }
  return sumMs;
}
