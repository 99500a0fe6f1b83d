import type { Ids } from './contract';

/** SIDs drawn from a seeded generator (sfc32, 128 bits of state): the same seed gives the same SIDs in the same order. */
export function createIds(seed: number): Ids {
  const next = sfc32(seed);
  return {
    sid: prefix => prefix + hex(next()) + hex(next()) + hex(next()) + hex(next()),
  };
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}

/** Chris Doty-Humphrey's "small fast counter" generator; returns unsigned 32-bit words. */
function sfc32(seed: number): () => number {
  let [a, b, c, counter] = [seed | 0, (seed / 0x1_0000_0000) | 0, 0x9e3779b9 | 0, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // The first dozen words still resemble the seed.
  for (let discarded = 0; discarded < 12; discarded += 1) next();
  return next;
}
