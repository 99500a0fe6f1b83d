/** How long something took, in whole seconds. */
export interface Durations {
  readonly avg: number;
  readonly min: number;
  readonly max: number;
  readonly total: number;
}

/** Average, least, most and sum, in whole seconds; all 0 of nothing. */
export function summarize(durationsMs: readonly number[]): Durations {
  if (durationsMs.length === 0) return { avg: 0, min: 0, max: 0, total: 0 };
  const totalMs = durationsMs.reduce((sum, ms) => sum + ms, 0);
  const seconds = (ms: number): number => Math.floor(ms / 1000);
  return {
    avg: seconds(totalMs / durationsMs.length),
    min: seconds(durationsMs.reduce((least, ms) => Math.min(least, ms), Infinity)),
    max: seconds(durationsMs.reduce((most, ms) => Math.max(most, ms), 0)),
    total: seconds(totalMs),
  };
}
