/** The value below which that share (0 to 1) of the samples lies, by the nearest rank. Throws RangeError without samples. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((left, right) => left - right);
  const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
  if (value === undefined) throw new RangeError('there are no samples');
  return value;
}

/** The middle one: what a slow moment of the machine does not move. */
export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}
