import type { ApiReply, ApiRequest } from '../contract';

interface File {
  readonly bytes: Buffer;
  readonly type: string;
}

/** A file, or the one range of it that was asked for (RFC 9110 §14); 416 for a range outside it. A HEAD gets the headers alone. */
export function ranged({ headers, method }: ApiRequest, { bytes, type }: File): ApiReply {
  const common = { 'content-type': type, 'accept-ranges': 'bytes' };
  const range = rangeOf(headers.range, bytes.length);
  if (range === 'unsatisfiable')
    return { status: 416, headers: { ...common, 'content-range': `bytes */${bytes.length}` }, body: '' };
  const [first, last] = range ?? [0, bytes.length - 1];
  const part = bytes.subarray(first, last + 1);
  return {
    status: range ? 206 : 200,
    headers: {
      ...common,
      'content-length': String(part.length),
      ...(range && { 'content-range': `bytes ${first}-${last}/${bytes.length}` }),
    },
    body: method === 'HEAD' ? '' : part,
  };
}

/** First and last byte. Undefined for no range, several ranges or one that cannot be read: then the whole file is sent. */
function rangeOf(header: string | undefined, length: number): [number, number] | 'unsatisfiable' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, length - Number(to)) : Number(from);
  const last = from === '' || to === '' ? length - 1 : Math.min(Number(to), length - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  return first < length && first <= last ? [first, last] : 'unsatisfiable';
}
