import type { Schema } from '../../rest/facts';
import type { Dice } from './dice';

/** SIDs that answers have shown, so that requests can name what is there. */
export interface Pool {
  add(text: string): void;
  /** One with that prefix, when one was shown. */
  sid(prefix: string): string | undefined;
  any(): string | undefined;
}

/** Keeps the newest of each prefix, so that it does not grow with the run. */
export function createPool(dice: Dice): Pool {
  const KEPT = 40;
  const byPrefix = new Map<string, string[]>();
  return {
    add(text) {
      for (const [sid] of text.matchAll(/\b[A-Z]{2}[0-9a-f]{32}\b/g)) {
        const known = byPrefix.get(sid.slice(0, 2)) ?? [];
        if (!known.includes(sid)) known.push(sid);
        byPrefix.set(sid.slice(0, 2), known.slice(-KEPT));
      }
    },
    sid(prefix) {
      const known = byPrefix.get(prefix) ?? [];
      return known.length === 0 ? undefined : dice.pick(known);
    },
    any() {
      const prefixes = [...byPrefix.keys()];
      return prefixes.length === 0 ? undefined : dice.pick(byPrefix.get(dice.pick(prefixes)) ?? []);
    },
  };
}

/** What nobody should send. */
const JUNK = [
  '',
  ' ',
  '0',
  '-1',
  '1e9',
  '99999999999999999999',
  'NaN',
  'null',
  'undefined',
  'true',
  '__proto__',
  'constructor',
  '{}',
  '[]',
  '[null]',
  '{"a":{"b":[1,2,{"c":null}]}}',
  '{"__proto__":{"x":1}}',
  '{"type":null,"properties":null,"task_routing":null}',
  '{',
  '<Response>',
  '"',
  "' OR 1=1 --",
  '%',
  '%00',
  '\u0000',
  '\ud800',
  'ünïcödé 🙂',
  '../../etc/passwd',
  'https://app.example/x?a=1#b',
  'http://',
  'javascript:alert(1)',
  '1==1',
  'a HAS',
  '+15551230001',
  '+1',
  'client:ana',
  'sip:a@b.example',
  '2026-03-02',
  '2026-13-45T99:00:00Z',
  'x'.repeat(300),
  'x'.repeat(20_000),
];

/** The number that the account has. */
export const LINE = '+12025550143';

const NUMBERS = ['+12025550143', '+12025550143', '+12025550111', '+15559870001', 'client:ana'];

/** A parameter that wants a value. */
export interface Wanted {
  readonly name: string;
  /** Its `$ref` resolved. */
  readonly schema: Schema;
  /** Junk is welcome. */
  readonly isWild: boolean;
}

/** A value for a parameter: one that its schema lets through, or junk. */
export function valueFor(dice: Dice, pool: Pool, { name, schema, isWild }: Wanted): string {
  if (isWild && dice.once(4)) return junk(dice, pool);
  if (name === 'From' && !isWild) return LINE;
  if (schema.enum) return dice.pick(schema.enum);
  const prefix = prefixOf(schema);
  if (prefix !== undefined) return sidFor(dice, pool, { prefix, isWild });
  if (schema.type === 'boolean') return dice.pick(['true', 'false']);
  if (schema.type === 'integer' || schema.type === 'number') return number(dice, schema);
  if (schema.format === 'uri' || /(Url|Callback|Destination)$/.test(name)) return 'https://app.example/hook';
  if (schema.format === 'date-time') return '2026-03-02T15:00:00Z';
  if (schema.format === 'http-method' || /Method$/.test(name)) return dice.pick(['GET', 'POST']);
  if (schema.format === 'phone-number' || name === 'To' || name === 'From') return dice.pick(NUMBERS);
  if (/Sid$/.test(name)) return pool.any() ?? 'a';
  if (/^(AsyncAmd|Record|Trim)$/.test(name)) return name === 'Trim' ? 'do-not-trim' : 'true';
  return dice.pick(['a', 'b', 'voice', 'default', '1==1']);
}

/** The two letters that a SID's pattern begins with. */
export function prefixOf({ pattern = '' }: Schema): string | undefined {
  return /^\^\(?([A-Z]{2})/.exec(pattern)?.[1];
}

function number(dice: Dice, { minimum = 0, maximum = 100 }: Schema): string {
  return String(minimum + dice.below(Math.min(maximum - minimum, 100) + 1));
}

/** A SID with that prefix: one that is there, one that is not or, in a wild request, a wrong one. */
export function sidFor(dice: Dice, pool: Pool, { prefix, isWild }: { prefix: string; isWild: boolean }): string {
  if (isWild && dice.once(5)) return junk(dice, pool);
  if (isWild && dice.once(5)) return `${prefix}${'0'.repeat(32)}`;
  return pool.sid(prefix) ?? `${prefix}${'1'.repeat(32)}`;
}

/** Anything. */
export function junk(dice: Dice, pool: Pool): string {
  return dice.once(8) ? (pool.any() ?? '') : dice.pick(JUNK);
}
