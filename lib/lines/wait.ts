/** Length of the hold music in `assets/`, seconds. */
export const HOLD_MUSIC_SECONDS = 10;

/** Served from `assets/`. */
export const HOLD_MUSIC = '/hold-music.wav';

/**
 * What a waiting caller hears next: the music, or the rest of the time in silence when the music would overrun the limit, or the way out.
 * TaskRouter's own time-outs leave the call in the queue (Twilio docs, "Lifecycle of a Task: Timeout Evaluation"), so the line counts itself.
 */
export function waitStep(waitSeconds: number, queuedSeconds: number): 'leave' | { play: string } | { pause: number } {
  const leftSeconds = waitSeconds - queuedSeconds;
  if (leftSeconds <= 0) return 'leave';
  return leftSeconds >= HOLD_MUSIC_SECONDS ? { play: HOLD_MUSIC } : { pause: leftSeconds };
}
