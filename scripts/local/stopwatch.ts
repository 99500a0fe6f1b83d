/** How long each phase of a command took, whole milliseconds. */
export interface Stopwatch {
  /** Runs `work` and notes how long it took under this name. */
  time<T>(phase: string, work: () => Promise<T>): Promise<T>;
  /** Phases in the order in which they ended, and "total" since the stopwatch was made. */
  timings(): Record<string, number>;
}

export function createStopwatch(nowMs: () => number = () => performance.now()): Stopwatch {
  const startMs = nowMs();
  const phases: Record<string, number> = {};
  return {
    async time(phase, work) {
      const beganMs = nowMs();
      try {
        return await work();
      } finally {
        phases[phase] = Math.round(nowMs() - beganMs);
      }
    },
    timings: () => ({ ...phases, total: Math.round(nowMs() - startMs) }),
  };
}
