import type { CallSid, ExecutionSid, RecordingSid } from '../sid';
import type { VoicemailAttributes } from '../tasks';
import type { LedgerEntry } from './ledger';
import type { VoicemailMail } from './mail';

/** All ports throw AppErrors only: RATE_LIMITED and VENDOR_REJECTED mean that nothing was done, VENDOR_UNAVAILABLE that nobody knows. */

export interface CallFacts {
  /** As the carrier gave it: E.164, or a word for a withheld number. */
  readonly from: string;
  readonly to: string;
}

export interface CallStore {
  /** Throws NOT_FOUND. */
  fetch(callSid: CallSid): Promise<CallFacts>;
}

export interface RecordingFacts {
  readonly recordingSid: RecordingSid;
  readonly callSid: CallSid;
  readonly durationSeconds: number;
  readonly recordedAt: Date;
}

/** One message: the recording, the call it came from and where it lies. */
export interface Message extends RecordingFacts {
  readonly call: CallFacts;
  readonly recordingUrl: string;
  readonly executionSid?: ExecutionSid | undefined;
}

export interface RecordingStore {
  /** The recording as mp3. Throws NOT_FOUND while the vendor has not published it yet, or when it was deleted. */
  media(recordingSid: RecordingSid): Promise<Buffer>;
  /** A page of finished messages, newest first; `cursor` from the page before. */
  list(window: {
    since: Date;
    until?: Date;
    cursor?: string | undefined;
  }): Promise<{ recordings: RecordingFacts[]; cursor: string | null }>;
  /** Deletes for good. A recording that is gone already is no error. */
  delete(recordingSid: RecordingSid): Promise<void>;
}

/** Tells what `<Record>` kept for somebody to answer from what it kept of a talk. */
export interface RecordingOrigins {
  /**
   * `turn`: words said to the assistant, which nobody may keep. `unknown`: nobody can tell yet; ask again later. Throws an AppError where
   * nobody can tell although it is time.
   */
  of(recording: Pick<RecordingFacts, 'recordingSid' | 'callSid'>): Promise<'message' | 'turn' | 'unknown'>;
}

/** A task and the version of it that was read or written last. */
export interface TaskVersion {
  readonly taskSid: string;
  readonly version: string | undefined;
}

export interface TaskBoard {
  /** Creates a task on the client's workflow. Not repeatable: look with `find` first when the outcome of an earlier try is unknown. */
  create(task: { attributes: VoicemailAttributes; priority: number }): Promise<TaskVersion>;
  find(recordingSid: RecordingSid): Promise<TaskVersion | undefined>;
  /** Writes the transcript without touching what anybody else changed meanwhile. A task that is gone already is no error. */
  addTranscript(task: TaskVersion, text: string): Promise<void>;
}

export interface SpeechToText {
  /** The words of a recording; "" when there are none. */
  transcribe(audio: Buffer, options: { language: string; signal: AbortSignal }): Promise<string>;
}

export interface Mailer {
  send(mail: VoicemailMail): Promise<void>;
  /** Whether a mail with this Message-Id was accepted before. */
  wasSent(messageId: string): Promise<boolean>;
}

/** The right to work on one voicemail until the lease ends. */
export interface Claim {
  readonly kind: 'claimed';
  /** The entry as it was before this claim; undefined when this is the first. */
  readonly before: LedgerEntry | undefined;
  /** Of the entry as it is now. */
  readonly revision: string;
}

export interface Ledger {
  /** Takes the lease, unless another holder has it or all is done. `open` is written as the new state. */
  claim(
    recordingSid: RecordingSid,
    open: (before: LedgerEntry | undefined) => LedgerEntry,
  ): Promise<Claim | { kind: 'busy' } | { kind: 'finished' }>;
  /** Writes the outcome and gives the lease back. Throws CONFLICT when the lease had passed to another holder. */
  save(recordingSid: RecordingSid, entry: LedgerEntry, revision: string): Promise<void>;
  read(recordingSid: RecordingSid): Promise<LedgerEntry | undefined>;
}
