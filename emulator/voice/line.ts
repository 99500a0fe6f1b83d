import type { Speech } from './audio/clip';

/** Something the caller hears. */
export interface Prompt {
  /** The words, or "audio <URL>". */
  readonly text: string;
  readonly durationMs: number;
  /** Set when it is somebody who speaks, on another leg that this one is joined with. */
  readonly speech?: Speech;
}

/** A prompt while it plays. */
export interface Playing extends Prompt {
  readonly startMs: number;
}

/** What happens on the line between a caller and Twilio. */
export type LineEvent =
  | { readonly type: 'prompt-start'; readonly prompt: Playing }
  | { readonly type: 'prompt-end' }
  /** Whoever listens on Twilio's side has asked and waits: a Gather's prompts are over, or a recording begins. */
  | { readonly type: 'asked' }
  | { readonly type: 'beep' }
  | { readonly type: 'speech-start'; readonly speech: Speech }
  | { readonly type: 'speech-end'; readonly speech: Speech }
  | { readonly type: 'key'; readonly digit: string }
  /** The far end, a SIP phone, wants the call to go on elsewhere. */
  | { readonly type: 'refer'; readonly to: string }
  /** The app of a client at the far end sends a user-defined message. */
  | { readonly type: 'message'; readonly content: string }
  /** A machine at the far end. */
  | { readonly type: 'tone'; readonly tone: 'beep' | 'fax' };

/** The line of one call: both ends put on it what they say, and hear the other end. */
export class Line {
  /** What the caller hears now. */
  playing: Playing | undefined;
  /** What the caller says now. */
  speech: Speech | undefined;
  /** Keys are secret now (a card's number): they are in no log and go to no stream. */
  hidesKeys = false;
  private readonly listeners = new Set<(event: LineEvent) => void>();

  /** Hears what happens from now on; returns the way to stop. */
  on(listener: (event: LineEvent) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  put(event: LineEvent): void {
    if (event.type === 'prompt-start') this.playing = event.prompt;
    if (event.type === 'prompt-end') this.playing = undefined;
    if (event.type === 'speech-start') this.speech = event.speech;
    if (event.type === 'speech-end') this.speech = undefined;
    for (const listener of [...this.listeners]) listener(event);
  }
}
