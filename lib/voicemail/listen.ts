/** The most that one answer carries: Functions answer in one piece, and players ask for the next part by themselves. */
export const PART_BYTES = 4 * 1024 * 1024;

export interface AudioAnswer {
  readonly status: 200 | 206 | 416;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The recording, or the part of it that a player asks for by `Range` (RFC 9110, §14; one range, as players do). */
export function listen(audio: Buffer, range: string | undefined): AudioAnswer {
  const headers = { 'Content-Type': 'audio/mpeg', 'Accept-Ranges': 'bytes', 'Cache-Control': 'private, no-store' };
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === '' && to === '' && audio.length <= PART_BYTES) return { status: 200, headers, body: audio };
  const start = from === '' && to !== '' ? Math.max(0, audio.length - Number(to)) : Number(from);
  const wantedEnd = from === '' || to === '' ? audio.length - 1 : Number(to);
  const end = Math.min(wantedEnd, start + PART_BYTES - 1, audio.length - 1);
  if (start >= audio.length || end < start) {
    return { status: 416, headers: { ...headers, 'Content-Range': `bytes */${audio.length}` }, body: Buffer.alloc(0) };
  }
  return {
    status: 206,
    headers: { ...headers, 'Content-Range': `bytes ${start}-${end}/${audio.length}` },
    body: audio.subarray(start, end + 1),
  };
}
