/**
 * As much of DER (ITU-T X.690) as a certificate needs. A value is its tag, its length and its content; here always whole, as bytes.
 */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  bytes: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  sequence: 0x30,
  set: 0x31,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const;

/** A value with that tag around its content. */
export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(body.length)]), body]);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

/** "2.5.29.14" */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(TAG.oid, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** Seven bits a byte; all but the last have the eighth set. */
function base128(arc: number): number[] {
  const bytes = [arc & 0x7f];
  for (let rest = arc >>> 7; rest > 0; rest >>>= 7) bytes.unshift(0x80 | (rest & 0x7f));
  return bytes;
}

/** A moment, to the second: in two digits of the year until 2049 (RFC 5280, 4.1.2.5). */
export function time(ms: number): Buffer {
  const digits = `${new Date(ms).toISOString().replace(/\D/g, '').slice(0, 14)}Z`;
  return digits < '2050'
    ? der(TAG.utcTime, Buffer.from(digits.slice(2)))
    : der(TAG.generalizedTime, Buffer.from(digits));
}

/** What is in a value: the content's bytes, without tag and length. */
export function contentOf(value: Buffer): Buffer {
  const short = value[1] ?? 0;
  if (short < 0x80) return value.subarray(2, 2 + short);
  const start = 2 + (short & 0x7f);
  return value.subarray(start, start + value.readUIntBE(2, short & 0x7f));
}

/** The values that a sequence, a set or another constructed value holds. */
export function childrenOf(value: Buffer): Buffer[] {
  const children: Buffer[] = [];
  for (let rest = contentOf(value); rest.length > 0;) {
    const content = contentOf(rest);
    const end = content.byteOffset - rest.byteOffset + content.length;
    children.push(rest.subarray(0, end));
    rest = rest.subarray(end);
  }
  return children;
}
