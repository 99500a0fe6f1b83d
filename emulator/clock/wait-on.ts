import { setTimeout } from 'node:timers';

import type { Clock } from '../contract';

/**
 * Waits on the emulated clock or in real time, whichever passes first. While a Function waits for an answer, its own clock is the real one and the
 * emulated one stands still; a client outside of a call waits as long as a test moves the clock.
 */
export function waitOn(clock: Clock, ms: number): Promise<void> {
  if (ms <= 0) return Promise.resolve();
  return new Promise(resolve => {
    const done = (): void => {
      timer.cancel();
      clearTimeout(real);
      resolve();
    };
    const timer = clock.after(ms, done);
    const real = setTimeout(done, ms);
    real.unref();
  });
}
