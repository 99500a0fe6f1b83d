import type { LiveCall } from './live-call';
import type { RecordingCallback, RecordingRecord, RecordingSource } from './recordings';
import { Tape, type PauseBehavior, type Track } from './tape';

/** How something that goes on is recorded. */
export interface RecordingOptions {
  readonly source: RecordingSource;
  readonly channels: 1 | 2;
  readonly track: Track;
  readonly trim: boolean;
  readonly callback: RecordingCallback | undefined;
}

/** A recording that runs: it can be paused, resumed and stopped. */
export interface CallRecording {
  readonly sid: string;
  pause(behavior: PauseBehavior): void;
  resume(): void;
  /** Ends it, once: the file and the callback follow. */
  stop(): RecordingRecord;
}

/** Whose recordings it is among, and what its callback outlasts. */
export interface RecordedBy {
  readonly accountSid: string;
  readonly sid: string;
  readonly conferenceSid?: string;
  background(work: Promise<unknown>): void;
}

/** Records a leg from now on, until it is stopped or the leg is over. */
export function startRecording(call: LiveCall, options: RecordingOptions): CallRecording {
  const tape = new Tape(call.world.clock);
  if (call.line.speech) tape.hear(call.line.speech, 'inbound');
  const stop = call.line.on(event => {
    if (event.type === 'speech-start') tape.hear(event.speech, 'inbound');
    if (event.type === 'prompt-start' && event.prompt.speech) tape.hear(event.prompt.speech, 'outbound');
  });
  const recording = recordTape(call, {
    tape,
    options,
    recordings: call.services.recordings,
    stopped: () => {
      stop();
      call.recordings.delete(recording);
      call.note('recording', 'ends', { detail: { recordingSid: recording.sid } });
    },
  });
  call.recordings.add(recording);
  call.note('recording', 'begins', { detail: { recordingSid: recording.sid, source: options.source } });
  return recording;
}

/** A recording of whatever is put on the tape. */
export function recordTape(
  owner: RecordedBy,
  parts: {
    tape: Tape;
    options: RecordingOptions;
    recordings: LiveCall['services']['recordings'];
    stopped: () => void;
  },
): CallRecording {
  const { tape, options, recordings } = parts;
  const { callback } = options;
  const { sid } = recordings.begin(owner, options);
  let ended: RecordingRecord | undefined;
  return {
    sid,
    pause(behavior) {
      tape.pause(behavior);
      recordings.pause(sid, true);
    },
    resume() {
      tape.resume();
      recordings.pause(sid, false);
    },
    stop() {
      if (ended) return ended;
      ended = recordings.end(sid, { clip: tape.cut(options), call: owner, callback });
      parts.stopped();
      return ended;
    },
  };
}
