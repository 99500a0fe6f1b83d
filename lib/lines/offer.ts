import type { Client } from '../config';

type Offering = Pick<Client, 'prompts' | 'waiting' | 'afterHours' | 'callback'>;

/** In opening hours: which keys give a callback (1) or a message (2). Blank when no callback can be had, since a message is taken anyway. */
export function offerInHours({ prompts, waiting, callback }: Offering): string {
  if (!prompts || !callback || !waiting?.callback) return '';
  return [prompts.offerCallback, ...(waiting.voicemail ? [prompts.offerVoicemail] : [])].join(' ');
}

/** Out of hours: which keys give a callback (1) or a message (2). Blank when no callback can be had. */
export function offerAfterHours({ prompts, afterHours, callback }: Offering): string {
  if (!prompts || !callback || !afterHours?.callback) return '';
  return [prompts.offerScheduled, ...(afterHours.voicemail ? [prompts.offerVoicemail] : [])].join(' ');
}

/** A client that says nothing of its closed hours takes messages in them. */
export function takesMessagesAfterHours({ afterHours }: Offering): boolean {
  return afterHours?.voicemail ?? true;
}
