import type { CallerStep, Clock, TimelineKind, Timer } from '../contract';
import type { Audio } from './audio/audio';
import type { Speech } from './audio/clip';
import type { Line, Playing } from './line';
import type { Scope } from './scope';

/** What the timeline says of keys that are secret. */
const HIDDEN_KEYS = 'keys that are not shown';
/** Between two keys of one `press`. */
const KEY_INTERVAL_MS = 250;
/** How long a voicemail beeps, and a fax until it is known for one. */
const TONE_MS = 500;

export interface CallerParts {
  readonly clock: Clock;
  readonly line: Line;
  /** Ends with the call. */
  readonly scope: Scope;
  readonly speak: (words: string, wav?: Buffer) => Audio;
  note(kind: TimelineKind, text: string, durationMs?: number): void;
  hangUp(): void;
}

/**
 * Between hearing something and acting on it. Without it a caller would press a key at the very moment a prompt ends, before what comes next
 * (a Gather, another document) listens for it.
 */
export const REACTION_MS = 200;

/** Plays a caller's script on the line. Rejects with an Interruption when the call ends before the script does. */
export async function playCaller(steps: readonly CallerStep[], parts: CallerParts): Promise<void> {
  for (const step of steps) {
    switch (step.do) {
      case 'listen':
        await listen(step.until, parts);
        break;
      case 'say':
        await say(step, parts);
        break;
      case 'press':
        await press(step.digits, parts);
        break;
      case 'tone':
        await tone(step.tone, parts);
        break;
      case 'refer':
        parts.note('call', `refers the call to ${step.to}`);
        parts.line.put({ type: 'refer', to: step.to });
        break;
      case 'message':
        parts.note('call', `the client sends the message ${step.content}`);
        parts.line.put({ type: 'message', content: step.content });
        break;
      case 'wait':
        return;
      case 'hang-up':
        parts.note('call', 'the caller hangs up');
        parts.hangUp();
        return;
    }
  }
}

type Until = Extract<CallerStep, { do: 'listen' }>['until'];

async function listen(until: Until, parts: CallerParts): Promise<void> {
  const { line, scope } = parts;
  if (until === 'beep') return scope.until(resolve => line.on(event => event.type === 'beep' && resolve()));
  if (typeof until !== 'string' && 'ms' in until) return scope.sleep(until.ms);
  if (typeof until === 'string')
    await scope.until<void>(resolve => line.on(event => event.type === until && resolve()));
  else await listenFor(until.text, parts);
  return scope.sleep(REACTION_MS);
}

/** Returns at the moment when those words have been said, in the prompt that plays now or in one to come. */
function listenFor(text: string, { line, scope, clock }: CallerParts): Promise<void> {
  return scope.until(resolve => {
    let saidMs: number | undefined;
    let timer: Timer | undefined;
    const attend = (prompt: Playing): void => {
      const atMs = saidAtMs(prompt, text);
      // Words that were said before the caller began to listen for them are missed.
      if (atMs === undefined || atMs < clock.now()) return;
      saidMs = atMs;
      timer = clock.after(atMs - clock.now(), resolve);
    };
    if (line.playing) attend(line.playing);
    const stop = line.on(event => {
      if (event.type === 'prompt-start') attend(event.prompt);
      if (event.type !== 'prompt-end' || saidMs === undefined) return;
      if (saidMs <= clock.now()) resolve();
      timer?.cancel();
      saidMs = undefined;
    });
    return () => {
      stop();
      timer?.cancel();
    };
  });
}

/** When in the prompt `text` has been said, on the emulated clock; undefined when it isn't part of it. */
function saidAtMs(prompt: Playing, text: string): number | undefined {
  const whole = spoken(prompt.text);
  const index = whole.indexOf(spoken(text));
  if (index < 0) return undefined;
  return prompt.startMs + Math.floor((prompt.durationMs * (index + spoken(text).length)) / whole.length);
}

function spoken(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

async function say(step: Extract<CallerStep, { do: 'say' }>, parts: CallerParts): Promise<void> {
  const { clock, line, scope } = parts;
  const audio = parts.speak(step.words, step.audio);
  const durationMs = Math.min(audio.durationMs, step.cutAfterMs ?? Infinity);
  const startMs = clock.now();
  const { words, confidence } = step;
  const speech: Speech = {
    ...{ words, audio, startMs, endMs: startMs + durationMs },
    ...(confidence !== undefined && { confidence }),
  };
  parts.note('said', step.words, durationMs);
  line.put({ type: 'speech-start', speech });
  try {
    await scope.sleep(durationMs);
  } finally {
    speech.endMs = Math.min(speech.endMs, clock.now());
    line.put({ type: 'speech-end', speech });
  }
}

async function tone(sound: 'beep' | 'fax', parts: CallerParts): Promise<void> {
  const { line, scope } = parts;
  parts.note('said', sound === 'beep' ? 'a beep' : 'the tone of a fax', TONE_MS);
  await scope.sleep(TONE_MS);
  line.put({ type: 'tone', tone: sound });
}

async function press(digits: string, parts: CallerParts): Promise<void> {
  parts.note('pressed', parts.line.hidesKeys ? HIDDEN_KEYS : digits);
  for (const [index, digit] of [...digits].entries()) {
    if (index > 0) await parts.scope.sleep(KEY_INTERVAL_MS);
    parts.line.put({ type: 'key', digit });
  }
}
