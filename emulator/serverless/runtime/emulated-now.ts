import type { Clock } from '../../contract';

/** The computer's clock is read twice: this much may pass in between. */
const JITTER_MS = 1000;

/** What the clock of Functions is set to, milliseconds since 1970; undefined where the emulated time is the computer's. */
export function emulatedNow(clock: Pick<Clock, 'mode' | 'now'>): number | undefined {
  const nowMs = clock.now();
  return clock.mode === 'real' && Math.abs(nowMs - Date.now()) < JITTER_MS ? undefined : nowMs;
}
