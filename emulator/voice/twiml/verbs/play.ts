import type { Prompt } from '../../line';
import type { Session } from '../../session';
import { matching, whole } from '../attributes';
import { textOf, type Element } from '../element';
import { isAudio, playingMs } from '../fetched-audio';
import { defineVerb, NEXT } from '../verb';
import { repeat } from './say';

const DTMF_MS = 250;
/** "w" is half a second of silence, "W" a whole one. */
const WAITS_MS: Readonly<Record<string, number>> = { w: 500, W: 1000 };

/** https://www.twilio.com/docs/voice/twiml/play */
export const play = defineVerb({
  name: 'Play',
  attributes: {
    loop: whole({ default: 1, max: 1000, warning: 13410 }),
    digits: matching(/^[0-9A-Da-dwW*#]+$/, { default: '', warning: 13430 }),
  },
  nested: [],
  async run({ attributes, element, session }) {
    const url = textOf(element);
    if (url === '' && attributes.digits === '')
      session.warn({ code: 12200, message: '<Play> has neither URL nor digits' });
    const prompt = await promptOf(element, attributes.digits, session);
    if (prompt) await repeat(attributes.loop, () => session.hear(prompt));
    return NEXT;
  },
});

async function promptOf(element: Element, digits: string, session: Session): Promise<Prompt | undefined> {
  const url = textOf(element);
  if (element.audioMs !== undefined) return { text: `audio ${url}`, durationMs: element.audioMs };
  return url === '' ? tones(digits) : audioAt(url, session);
}

function tones(digits: string): Prompt | undefined {
  if (digits === '') return undefined;
  const durationMs = [...digits].reduce((sumMs, digit) => sumMs + (WAITS_MS[digit] ?? DTMF_MS), 0);
  return { text: `tones ${digits}`, durationMs };
}

/** Audio that cannot be had is passed over with a warning; the document goes on. */
async function audioAt(url: string, session: Session): Promise<Prompt | undefined> {
  const { url: absolute } = session.resolve(url);
  const reply = await session.request({ kind: 'media', url: absolute, method: 'GET', parameters: {} });
  if (reply.failure || reply.status < 200 || reply.status > 299) {
    const code = reply.failure?.code ?? 11200;
    session.warn({
      code,
      message: reply.failure?.message ?? `HTTP retrieval failure: ${absolute} got HTTP ${reply.status}`,
    });
    return undefined;
  }
  const type = reply.headers['content-type'] ?? '';
  if (!isAudio(type)) {
    session.warn({ code: 13420, message: `Play: Invalid Content-Type "${type}"` });
    return undefined;
  }
  return { text: `audio ${absolute}`, durationMs: playingMs(reply) };
}
