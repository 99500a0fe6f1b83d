import { lineOptions, type Client } from '../config';
import type { Surroundings } from './look-around';
import { fill } from './words';

/** What a waiting caller may press. */
export interface WaitChoices {
  readonly callback: boolean;
  readonly voicemail: boolean;
}

/** What a caller who waits may ask for; nothing on a line without options. */
export function waitChoices({ prompts, waiting, callback }: Client): WaitChoices {
  if (!prompts || !waiting) return { callback: false, voicemail: false };
  return { callback: waiting.callback && callback !== undefined, voicemail: waiting.voicemail };
}

/** What a waiting caller is told: the place and the likely wait when they are known, and which keys do what. */
export function announcement(client: Client, { place, waitMinutes }: Surroundings): string[] {
  const { waiting, prompts } = lineOptions(client);
  const choices = waitChoices(client);
  const words: string[] = [];
  if (waiting.announcePosition && place !== undefined) {
    words.push(place === 1 ? prompts.next : fill(prompts.position, { position: place }));
  }
  if (waiting.announceWait && waitMinutes !== undefined) {
    words.push(waitMinutes < 2 ? prompts.shortWait : fill(prompts.wait, { minutes: waitMinutes }));
  }
  if (choices.callback) words.push(prompts.offerCallback);
  if (choices.voicemail) words.push(prompts.offerVoicemail);
  return words;
}

/** What a key leads to while waiting. Keys for what can't be had now lead nowhere. */
export function chooseWhileWaiting(client: Client, digits: string | undefined): 'callback' | 'voicemail' | 'wait' {
  const choices = waitChoices(client);
  if (digits === '1' && choices.callback) return 'callback';
  return digits === '2' && choices.voicemail ? 'voicemail' : 'wait';
}
