/** Chance that repeats: the same seed gives the same throws. */
export interface Dice {
  /** 0 ≤ x < 1. */
  next(): number;
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  /** True once in `times`. */
  once(times: number): boolean;
  /** One of these. Throws when there is none. */
  pick<T>(from: readonly T[]): T;
}

/** Dice by mulberry32, which is enough for finding trouble and nothing else. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    once: times => below(times) === 0,
    pick<T>(from: readonly T[]): T {
      if (from.length === 0) throw new Error('there is nothing to pick from');
      // The index is within the list.
      return from[below(from.length)] as T;
    },
  };
}
