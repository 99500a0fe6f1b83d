/** Time, as the domain sees it. Injected, so that a test decides what time it is and nobody waits. */
export interface Clock {
  now(): Date;
  /** Resolves after so many milliseconds. */
  pause(ms: number): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  pause: ms => new Promise(resolve => setTimeout(resolve, ms)),
};

/** A clock that stands still until it is told to move; a pause moves it. */
export function fixedClock(at: string | Date): Clock & { advance(ms: number): void } {
  let nowMs = new Date(at).getTime();
  const advance = (ms: number): void => {
    nowMs += ms;
  };
  return { now: () => new Date(nowMs), pause: async ms => advance(ms), advance };
}
