import { isDeepStrictEqual } from 'node:util';

/** True when both say the same, whatever the order of keys and the blanks. */
export function sameJson(a: string, b: string): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(a), JSON.parse(b));
  } catch {
    return false;
  }
}
