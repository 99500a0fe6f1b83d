import type { CallerStep } from '../../emulator';
import type { Client, Prompts } from '../../lib/config';
import { OPTIONS, type TestLine } from './line';

/** A caller of the sample's number with options, who waits long enough. */
export const TO_OPTIONS = { to: OPTIONS };
export const LONG_WAIT = { answer: { waitSeconds: 300 } } satisfies Partial<Client>;

export const WAITS: CallerStep = { do: 'wait' };
export const HANGS_UP: CallerStep = { do: 'hang-up' };
export const hears = (text: string): CallerStep => ({ do: 'listen', until: { text } });
export const presses = (digits: string): CallerStep => ({ do: 'press', digits });

/** The words of a prompt before its first blank. */
export const opening = (prompt: string): string => prompt.split('{')[0] ?? prompt;

/** What a waiting caller does, step by step. */
export interface CallerSteps {
  /** The key for a callback. */
  readonly asksForCallback: readonly CallerStep[];
  readonly asksForMessage: readonly CallerStep[];
  /** … at the number from which the call comes, or at another one. */
  readonly toOwnNumber: readonly CallerStep[];
  readonly toAnother: readonly CallerStep[];
  /** Enters a number, when asked for one. */
  readonly enters: (digits: string) => CallerStep[];
  /** Says yes to what is read back. */
  readonly confirms: readonly CallerStep[];
}

export function callerSteps(prompts: Prompts): CallerSteps {
  const asksForCallback = [hears(prompts.offerCallback), presses('1')];
  return {
    asksForCallback,
    asksForMessage: [hears(prompts.offerVoicemail), presses('2')],
    toOwnNumber: [...asksForCallback, hears(opening(prompts.askNumber)), presses('1')],
    toAnother: [...asksForCallback, hears(opening(prompts.askNumber)), presses('2')],
    enters: digits => [hears(prompts.enterNumber), presses(`${digits}#`)],
    confirms: [hears(opening(prompts.confirmNumber)), presses('1')],
  };
}

/** Everything that a caller heard, in order. */
export function wordsHeard(report: { timeline: readonly { kind: string; text: string }[] }): string {
  return report.timeline
    .filter(entry => entry.kind === 'heard')
    .map(entry => entry.text)
    .join('\n');
}

/** An agent is on shift who takes no call. One who lets offers time out would be taken off shift by TaskRouter. */
export async function nobodyAnswers(line: TestLine): Promise<void> {
  await line.hire({ do: 'decline', afterMs: 100_000 }, { name: 'Busy' });
}
