import type { Clock, Timer } from '../contract';
import type { Span } from './audio/audio';
import { clipOf, silentFor, soundIn, type Speech } from './audio/clip';
import type { RecordingCallback, RecordingRecord } from './recordings';
import { Interruption } from './scope';
import type { Session } from './session';

/** The beep before a recording. */
export const BEEP_MS = 500;

export interface RecordOptions {
  readonly playBeep: boolean;
  readonly maxLengthMs: number;
  /** The recording ends after so much silence. */
  readonly silenceMs: number;
  /** Any of these keys ends it. */
  readonly finishOnKey: string;
  readonly trim: boolean;
  readonly callback: RecordingCallback | undefined;
}

export type RecordingEnd =
  | { readonly by: 'silence' | 'max-length' }
  | { readonly by: 'key'; readonly digit: string }
  /** The call was hung up or redirected meanwhile. */
  | { readonly by: 'interruption'; readonly interruption: Interruption };

export interface Message {
  readonly end: RecordingEnd;
  readonly recording: RecordingRecord;
  /** Nothing was said. */
  readonly isEmpty: boolean;
  /** What was said. */
  readonly words: string;
}

/** Beeps and records the caller. Rejects with an Interruption only when the call is taken away before the recording begins. */
export async function recordMessage(session: Session, options: RecordOptions): Promise<Message> {
  if (options.playBeep) {
    session.note('heard', 'beep', { durationMs: BEEP_MS });
    await session.scope.sleep(BEEP_MS);
  }
  const { call } = session;
  const { recordings } = call.services;
  const begun = recordings.begin(call, {
    source: 'RecordVerb',
    channels: 1,
    track: 'inbound',
    callback: options.callback,
  });
  session.note('recording', 'begins', { detail: { recordingSid: begun.sid } });
  const startMs = session.nowMs();
  const { end, speeches } = await listenToCaller(session, options);
  const taken = kept(speeches, { fromMs: startMs, toMs: session.nowMs() }, options.trim);
  const clip = taken && clipOf(speeches, taken);
  const recording = recordings.end(begun.sid, { clip, call, callback: options.callback });
  session.note('recording', clip ? `ends: ${recording.duration} s (${end.by})` : `is empty (${end.by})`, {
    durationMs: clip?.durationMs ?? 0,
    detail: { recordingSid: recording.sid, words: clip?.words ?? '' },
  });
  return { end, recording, isEmpty: !clip, words: clip?.words ?? '' };
}

/** The part of the recording that is kept: without the silence around it when trimmed, nothing when there is no sound (or no time) at all. */
function kept(speeches: readonly Speech[], whole: Span, trim: boolean): Span | undefined {
  if (trim) return soundIn(speeches, whole);
  return whole.toMs > whole.fromMs ? whole : undefined;
}

async function listenToCaller(
  session: Session,
  options: RecordOptions,
): Promise<{ end: RecordingEnd; speeches: Speech[] }> {
  const { line, world } = session.call;
  const speeches: Speech[] = line.speech ? [line.speech] : [];
  const silence = new SilenceTimer(world.clock, options.silenceMs, speeches);
  try {
    const end = await session.scope.until<RecordingEnd>(resolve => {
      const limit = world.clock.after(options.maxLengthMs, () => resolve({ by: 'max-length' }));
      silence.set(() => resolve({ by: 'silence' }));
      const stop = line.on(event => {
        if (event.type === 'speech-start') speeches.push(event.speech);
        if (event.type === 'speech-start' || event.type === 'speech-end') silence.set(() => resolve({ by: 'silence' }));
        if (event.type === 'key' && options.finishOnKey.includes(event.digit))
          resolve({ by: 'key', digit: event.digit });
      });
      // Only now: whoever hangs up at the beep leaves a recording with nothing in it.
      if (options.playBeep) line.put({ type: 'beep' });
      line.put({ type: 'asked' });
      return () => {
        limit.cancel();
        silence.cancel();
        stop();
      };
    });
    return { end, speeches };
  } catch (error) {
    if (!(error instanceof Interruption)) throw error;
    return { end: { by: 'interruption', interruption: error }, speeches };
  }
}

/** Runs out once the caller has been silent for so long, also within what they say. */
class SilenceTimer {
  private timer: Timer | undefined;
  private readonly startMs: number;

  constructor(
    private readonly clock: Clock,
    private readonly silenceMs: number,
    private readonly speeches: readonly Speech[],
  ) {
    this.startMs = clock.now();
  }

  set(passed: () => void): void {
    this.cancel();
    const dueMs = silentFor(this.speeches, this.startMs, this.silenceMs);
    this.timer = this.clock.after(dueMs - this.clock.now(), passed);
  }

  cancel(): void {
    this.timer?.cancel();
  }
}
