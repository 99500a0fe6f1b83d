import type { ApiReply } from '../contract';

/** Headers and bytes of a reply. */
export interface EncodedReply {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly bytes: Buffer;
}

const NOTHING = Buffer.alloc(0);

/** A reply as it goes over the wire: an object as JSON, with a content type unless the reply brings one. */
export function encodeReply({ headers, body }: ApiReply): EncodedReply {
  const lowered: Record<string, string | string[]> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) lowered[name.toLowerCase()] = typeof value === 'string' ? value : [...value];
  }
  if (body === undefined) return { headers: lowered, bytes: NOTHING };
  if (Buffer.isBuffer(body)) return { headers: lowered, bytes: body };
  if (typeof body === 'string') return { headers: lowered, bytes: Buffer.from(body) };
  lowered['content-type'] ??= 'application/json';
  return { headers: lowered, bytes: Buffer.from(JSON.stringify(body)) };
}
