import type { Clock } from '../../lib/clock';

/** A clock with the signals that a turn needs. */
export interface EvalClock extends Clock {
  /** Fires after so many milliseconds. */
  after(ms: number): AbortSignal;
  /** A pause that ends early when the signal fires. */
  pauseUnless(signal: AbortSignal, ms: number): Promise<void>;
  /** Time that nobody works in: people speak. */
  jump(ms: number): void;
}

interface Timer {
  readonly atMs: number;
  readonly ring: () => void;
}

/**
 * A clock that jumps: it moves only when something pauses, to the nearest pause, and stops on the way wherever a signal fires. Work that takes
 * real time (a hash) takes none of its. Pauses side by side overlap, as they would.
 */
export function jumpingClock(at: string): EvalClock {
  let nowMs = Date.parse(at);
  const pauses = new Set<Timer>();
  const signals = new Set<Timer>();
  const nearest = (timers: ReadonlySet<Timer>): Timer | undefined => [...timers].sort((a, b) => a.atMs - b.atMs)[0];
  const tick = (): void => {
    const pause = nearest(pauses);
    if (!pause) return;
    const signal = nearest(signals);
    const from = signal && signal.atMs < pause.atMs ? signals : pauses;
    const due = from === signals && signal ? signal : pause;
    nowMs = Math.max(nowMs, due.atMs);
    from.delete(due);
    due.ring();
    setImmediate(tick);
  };
  const pauseUnless: EvalClock['pauseUnless'] = (signal, ms) =>
    new Promise(resolve => {
      const end = (): void => {
        pauses.delete(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer: Timer = { atMs: nowMs + ms, ring: end };
      pauses.add(timer);
      if (signal.aborted) return end();
      signal.addEventListener('abort', end);
      setImmediate(tick);
    });
  return {
    now: () => new Date(nowMs),
    jump: ms => {
      nowMs += ms;
    },
    pause: ms => pauseUnless(new AbortController().signal, ms),
    pauseUnless,
    after: ms => {
      const controller = new AbortController();
      signals.add({ atMs: nowMs + ms, ring: () => controller.abort() });
      return controller.signal;
    },
  };
}

/** Real time, but on the day of the eval. Work that stands in for systems takes none. */
export function runningClock(at: string): EvalClock {
  const offsetMs = Date.parse(at) - Date.now();
  const rest = (): Promise<void> => Promise.resolve();
  return {
    now: () => new Date(Date.now() + offsetMs),
    jump: () => undefined,
    pause: rest,
    pauseUnless: rest,
    after: ms => AbortSignal.timeout(ms),
  };
}
