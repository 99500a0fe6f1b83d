import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '../errors';
import { isSid, type RecordingSid } from '../sid';

/** Where a recording can be heard until it expires, and who signs that. */
export interface LinkKey {
  /** Host of the deployed Functions. */
  readonly domain: string;
  /** The account's auth token: whoever has it can read the recordings anyway. */
  readonly secret: string;
}

/** A link to one recording that needs no password and ends at `expiresAt`. */
export function listenLink(key: LinkKey, recordingSid: RecordingSid, expiresAt: Date): string {
  const expires = Math.floor(expiresAt.getTime() / 1000).toString();
  const query = new URLSearchParams({ recording: recordingSid, expires, signature: sign(key, recordingSid, expires) });
  return `https://${key.domain}/voicemail/listen?${query.toString()}`;
}

/** The recording that a link opens. Throws LINK_INVALID or LINK_EXPIRED. */
export function openListenLink(
  key: LinkKey,
  link: { recording: string; expires: string; signature: string },
  now: Date,
): RecordingSid {
  const expected = Buffer.from(sign(key, link.recording, link.expires));
  const given = Buffer.from(link.signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given) || !isSid('RE', link.recording)) {
    throw new AppError(
      'LINK_INVALID',
      'This link was not made by this line, or it was changed. Open the one in the e-mail.',
    );
  }
  if (now.getTime() > Number(link.expires) * 1000) {
    throw new AppError('LINK_EXPIRED', 'This link has expired. The recording is still on the task in Flex.');
  }
  return link.recording;
}

function sign(key: LinkKey, recording: string, expires: string): string {
  return createHmac('sha256', key.secret)
    .update(`linekit.listen.1\n${key.domain}\n${recording}\n${expires}`)
    .digest('base64url');
}
