import { lineOptions, type Client } from '../config';
import { HOLD_MUSIC, HOLD_MUSIC_SECONDS } from '../lines';
import type { HearStep, VoiceStep } from '../voice-steps';
import { announcement } from './announcement';
import type { Surroundings } from './look-around';
import { spokenSeconds } from './words';

/** Music between two looks whether the caller still waits for somebody, at most. */
const MAX_SEGMENT_SECONDS = 60;

/** Twilio is asked for figures no more often, whatever the client's file says of announcements: four requests a minute for each caller. */
const MIN_LOOK_SECONDS = 45;

/** What is due in a wait document that begins after so many seconds in the queue. */
export interface Due {
  readonly announce: boolean;
  /** Place and wait may be asked for. */
  readonly look: boolean;
}

/**
 * Whether this document announces, and whether figures may be asked for: about as often as the client's file says, counted by the queue's
 * time. Without it (the caller comes back from a dialogue) both are due.
 */
export function dueAt(client: Client, queuedSeconds = 0): Due {
  const { announceEverySeconds: every } = lineOptions(client).waiting;
  const segment = segmentSeconds(every);
  const isDue = (seconds: number): boolean => queuedSeconds % seconds < segment;
  return { announce: isDue(every), look: isDue(Math.max(every, MIN_LOOK_SECONDS)) };
}

/** How long a caller has waited whose request doesn't say so: since the task was made; 0 when nobody knows. */
export function queuedSeconds({ since }: Surroundings, now: Date): number {
  return since ? Math.max(0, Math.floor((now.getTime() - since.getTime()) / 1000)) : 0;
}

/** What a caller hears next in the queue: words, then music, with a key that works at any time; or the way out. */
export function waitDocument(
  client: Client,
  { queuedSeconds, announce, around }: { queuedSeconds: number; announce: boolean; around: Surroundings },
): VoiceStep[] {
  const leftSeconds = client.answer.waitSeconds - queuedSeconds;
  if (leftSeconds <= 0 || around.vain !== undefined) return [{ leave: true }];
  const words = announce ? fitting(announcement(client, around), leftSeconds) : [];
  const hear = [...words.map(say => ({ say })), ...musicFor(client, leftSeconds - spokenSeconds(words.join(' ')))];
  return [{ gather: { action: '/waiting/choice', numDigits: 1, timeoutSeconds: 1, hear } }];
}

/** Words that would be cut short by the end of the wait aren't begun: the flow has its own. */
function fitting(words: string[], leftSeconds: number): string[] {
  return spokenSeconds(words.join(' ')) < leftSeconds ? words : [];
}

function musicFor(client: Client, leftSeconds: number): HearStep[] {
  const { music, announceEverySeconds } = lineOptions(client).waiting;
  // Nobody knows how long a client's own file is: it is heard whole.
  if (music !== undefined) return [{ play: music }];
  const seconds = Math.min(leftSeconds, segmentSeconds(announceEverySeconds));
  const times = Math.floor(seconds / HOLD_MUSIC_SECONDS);
  if (times >= 1) return [{ play: HOLD_MUSIC, times }];
  return seconds >= 1 ? [{ pause: seconds }] : [];
}

function segmentSeconds(announceEverySeconds: number): number {
  return Math.min(announceEverySeconds, MAX_SEGMENT_SECONDS);
}
