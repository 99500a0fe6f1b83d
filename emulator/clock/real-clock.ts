import type { Timer } from '../contract';
import type { ClockParts, MovableClock } from './clock';

/** The longest delay that Node's setTimeout takes (2^31 - 1 ms); a longer one would run at once. */
const LONGEST_TIMEOUT_MS = 0x7fffffff;

/** The computer's clock, set to begin at `startMs`. */
export class RealClock implements MovableClock {
  readonly mode = 'real';
  private readonly offsetMs: number;
  private readonly timers = new Set<{ handle: NodeJS.Timeout }>();

  constructor(private readonly parts: ClockParts) {
    this.offsetMs = parts.startMs - Date.now();
  }

  now(): number {
    return Date.now() + this.offsetMs;
  }

  after(delayMs: number, run: () => void | Promise<void>, options: { background?: boolean } = {}): Timer {
    const dueMs = this.now() + Math.max(0, delayMs);
    const wait = (): NodeJS.Timeout => {
      const handle = setTimeout(wake, Math.min(Math.max(0, dueMs - this.now()), LONGEST_TIMEOUT_MS));
      return options.background ? handle.unref() : handle;
    };
    const wake = (): void => {
      if (this.now() < dueMs) {
        timer.handle = wait();
        return;
      }
      this.timers.delete(timer);
      void this.run(run);
    };
    const timer = { handle: wait() };
    this.timers.add(timer);
    return {
      cancel: () => {
        clearTimeout(timer.handle);
        this.timers.delete(timer);
      },
    };
  }

  advance(): Promise<void> {
    return Promise.reject(new Error('the real clock cannot be moved'));
  }

  runUntil(): Promise<void> {
    return Promise.reject(new Error('the real clock cannot be moved'));
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer.handle);
    this.timers.clear();
  }

  private async run(run: () => void | Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.parts.failed(error);
    }
  }
}
