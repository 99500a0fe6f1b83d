/**
 * How long callers waited, as a histogram: how many for each mark, in seconds. Exact within the first minute, to 5 s within ten, to 30 s
 * beyond; never more than 300 marks, whatever the number of calls.
 */
export type Waits = Readonly<Record<string, number>>;

const LONGEST_SECONDS = 2 * 3600;

/** One caller more. */
export function addWait(waits: Waits, seconds: number): Waits {
  const mark = String(markOf(seconds));
  return { ...waits, [mark]: (waits[mark] ?? 0) + 1 };
}

function markOf(seconds: number): number {
  const whole = Math.min(LONGEST_SECONDS, Math.max(0, Math.floor(seconds)));
  const step = whole < 60 ? 1 : whole < 600 ? 5 : 30;
  return whole - (whole % step);
}

/** The wait that half of them didn't exceed, seconds, to the mark; undefined when nobody waited. */
export function medianWait(waits: Waits): number | undefined {
  const marks = Object.entries(waits)
    .map(([mark, callers]) => ({ seconds: Number(mark), callers }))
    .sort((left, right) => left.seconds - right.seconds);
  const half = marks.reduce((sum, { callers }) => sum + callers, 0) / 2;
  let passed = 0;
  for (const { seconds, callers } of marks) {
    passed += callers;
    if (passed >= half) return seconds;
  }
  return undefined;
}
