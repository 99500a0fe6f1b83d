import type { Session } from '../../session';
import { wavDurationMs } from '../../audio/wav';
import { keys, whole } from '../attributes';
import { textOf } from '../element';
import { defineVerb, NEXT } from '../verb';
import { repeat } from './say';

/** How long audio plays whose length cannot be read (MP3, or a file that came as text). */
export const UNREAD_AUDIO_MS = 3000;
const DTMF_MS = 250;

/** https://www.twilio.com/docs/voice/twiml/play */
export const play = defineVerb({
  name: 'Play',
  attributes: {
    loop: whole({ default: 1, max: 1000, warning: 13410 }),
    digits: keys({ default: '' }),
  },
  nested: [],
  async run({ attributes, element, session }) {
    const url = textOf(element);
    if (url === '' && attributes.digits === '')
      session.warn({ code: 12200, message: '<Play> has neither URL nor digits' });
    const prompt = url === '' ? tones(attributes.digits) : await audioAt(url, session);
    if (prompt) await repeat(attributes.loop, () => session.hear(prompt));
    return NEXT;
  },
});

function tones(digits: string): { text: string; durationMs: number } | undefined {
  return digits === '' ? undefined : { text: `tones ${digits}`, durationMs: digits.length * DTMF_MS };
}

/** Audio that cannot be had is passed over with a warning; the document goes on. */
async function audioAt(url: string, session: Session): Promise<{ text: string; durationMs: number } | undefined> {
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
  if (!type.startsWith('audio/')) {
    session.warn({ code: 13420, message: `Play: Invalid Content-Type "${type}"` });
    return undefined;
  }
  const durationMs = reply.bytes && wavDurationMs(reply.bytes);
  return { text: `audio ${absolute}`, durationMs: durationMs ?? UNREAD_AUDIO_MS };
}
