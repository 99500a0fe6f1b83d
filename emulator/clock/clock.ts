import type { Activity, Clock, ClockMode } from '../contract';
import { ControlledClock } from './controlled-clock';
import { FastForwardClock } from './fast-forward-clock';
import { RealClock } from './real-clock';

/** A clock that can be stopped and, unless it is the real one, moved. */
export interface MovableClock extends Clock {
  /** Runs what is due in the next `ms`, in order, each time waiting until what it started is quiet. Rejects with what a timer threw. */
  advance(ms: number): Promise<void>;
  /** Runs timer after timer until `done()` holds; rejects when it does not within `withinMs` or no timer is left. */
  runUntil(done: () => boolean, withinMs: number): Promise<void>;
  /** Drops every timer. Nothing of the clock keeps the process alive afterwards. */
  close(): void;
}

/** What a clock is made with. */
export interface ClockParts {
  readonly activity: Activity;
  readonly startMs: number;
  /** Hears of what a timer threw when nobody waits for the clock. */
  readonly failed: (error: unknown) => void;
}

/** The clock of that mode. */
export function createClock(mode: ClockMode, parts: ClockParts): MovableClock {
  switch (mode) {
    case 'real':
      return new RealClock(parts);
    case 'controlled':
      return new ControlledClock(parts);
    case 'fast-forward':
      return new FastForwardClock(parts);
  }
}
