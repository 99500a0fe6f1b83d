import type { WebReply } from '../../contract';
import { wavDurationMs } from '../audio/wav';

/** How long audio plays whose length cannot be read (MP3, or a file that came as text). */
const UNREAD_AUDIO_MS = 3000;

/** Whether an answer is sound, by its Content-Type. */
export function isAudio(contentType: string): boolean {
  return /^audio\//i.test(contentType.trim());
}

/** How long it plays, milliseconds. */
export function playingMs({ bytes }: Pick<WebReply, 'bytes'>): number {
  return (bytes && wavDurationMs(bytes)) ?? UNREAD_AUDIO_MS;
}
