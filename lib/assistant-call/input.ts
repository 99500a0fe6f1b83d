import type { Input } from '../assistant';

/** What a `<Gather>` or `<Record>` of one turn brought. Twilio puts it into the body of a POST. */
export interface Heard {
  /** The turn whose question it answers. */
  readonly turn: number;
  readonly speech?: string | undefined;
  /** 0 to 1. */
  readonly confidence?: number | undefined;
  readonly digits?: string | undefined;
  /** How long our own recognition took, milliseconds. */
  readonly sttMs?: number | undefined;
}

/** Keys, words, or silence: keys count where both came. Its id is the turn's, so that the same webhook twice is one input. */
export function heardInput({ turn, speech = '', confidence, digits = '', sttMs }: Heard): Input {
  const id = `t${turn}`;
  const keys = digits.replace(/[^0-9*#]/g, '');
  if (keys !== '') return { id, kind: 'keys', keys };
  if (speech.trim() === '') return { id, kind: 'silence' };
  return { id, kind: 'speech', text: speech, confidence, sttMs };
}

/** What Twilio says of a `<Dial>` that is over. Source: Twilio docs, "TwiML: Dial", DialCallStatus. */
export const dialStatuses = ['completed', 'answered', 'busy', 'no-answer', 'failed', 'canceled'] as const;
export type DialStatus = (typeof dialStatuses)[number];

/** The caller is back from a phone that nobody took; undefined when the two have talked. */
export function returnedInput(turn: number, status: DialStatus): Input | undefined {
  if (status === 'completed' || status === 'answered') return undefined;
  const why = status === 'busy' ? 'busy' : status === 'no-answer' ? 'noAnswer' : 'failed';
  return { id: `x${turn}`, kind: 'returned', from: 'handOver', why };
}
