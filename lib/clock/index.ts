/** The moment, as the domain sees it. Injected, so that a test decides what time it is. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is told to move. */
export function fixedClock(at: string | Date): Clock & { advance(ms: number): void } {
  let nowMs = new Date(at).getTime();
  return {
    now: () => new Date(nowMs),
    advance: ms => {
      nowMs += ms;
    },
  };
}
