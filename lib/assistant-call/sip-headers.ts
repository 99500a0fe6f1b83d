import type { HandOverPackage } from '../assistant';
import type { DialSipOptions } from '../voice-steps';

/** Names and values as they are sent, percent signs counted. Source: Twilio docs, "TwiML: Sip": 1,024 characters of custom headers. */
const HEADERS_LENGTH = 1_024;

/** What the person at the phone should know first. */
export interface PutThrough {
  readonly callSid: string;
  /** As the carrier gave it. */
  readonly from: string;
  readonly topic: string;
  readonly story: HandOverPackage | undefined;
}

/** The story for a PBX, in ASCII and short enough to be sent; the summary is what gets shorter. */
export function sipHeaders({ callSid, from, topic, story }: PutThrough): DialSipOptions['headers'] {
  const facts = {
    'X-Linekit-Call': callSid,
    'X-Linekit-From': ascii(from).slice(0, 60),
    'X-Linekit-Topic': topic,
    ...(story && {
      'X-Linekit-Verified': story.verified ? 'yes' : 'no',
      'X-Linekit-Language': story.language,
      'X-Linekit-Sentiment': story.sentiment,
    }),
  };
  const name = 'X-Linekit-Summary';
  const left = HEADERS_LENGTH - lengthOf({ ...facts, [name]: '' });
  const summary = fitting(ascii(story?.summary ?? ''), left);
  return summary === '' ? facts : { ...facts, [name]: summary };
}

/** As it stands in the address: `X-Name=value`, joined by "&". */
export function lengthOf(headers: Readonly<Record<string, string>>): number {
  return Object.entries(headers)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&').length;
}

/** Letters lose their accents; what has no ASCII form becomes a question mark. One line, without control characters. */
export function ascii(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[‐-―]/g, '-')
    .replace(/…/g, '...')
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e]/g, '?')
    .trim();
}

function fitting(text: string, most: number): string {
  let length = 0;
  for (const [index, character] of [...text].entries()) {
    length += encodeURIComponent(character).length;
    if (length > most) return text.slice(0, Math.max(0, text.lastIndexOf(' ', index)));
  }
  return text;
}
