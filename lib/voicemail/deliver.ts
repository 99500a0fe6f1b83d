import type { Clock } from '../clock';
import { lineOf, type Client } from '../config';
import type { DeskLedger } from '../desk';
import { retry, toAppError, type AppError } from '../errors';
import type { Log } from '../log';
import type { StoryTeller } from '../tasks';
import { fetchAudio, fetchWords, noteWords, repeats, sendMail, takeTask, type Work } from './deliver-steps';
import { isFinished, openEntry, stepNames, type LedgerEntry, type StepName } from './ledger';
import type { LinkKey } from './listen-link';
import type {
  CallStore,
  Ledger,
  Mailer,
  Message,
  RecordingFacts,
  RecordingOrigins,
  RecordingStore,
  SpeechToText,
  TaskBoard,
} from './ports';
import { runStep, type StepResult } from './step-runner';

export interface DeliveryPorts {
  readonly ledger: Ledger;
  readonly calls: CallStore;
  readonly recordings: RecordingStore;
  readonly tasks: TaskBoard;
  readonly speech: SpeechToText;
  readonly mailer: Mailer;
  /** Which tasks came of the first one, by conversation: a call's SID. */
  readonly desk: Pick<DeskLedger, 'read'>;
  /** Without it every recording is a message. */
  readonly origins?: RecordingOrigins | undefined;
  /** What an assistant knows of a call; without it no task has a story. */
  readonly story?: StoryTeller | undefined;
}

export interface Mailing {
  readonly recipients: readonly string[];
  readonly domain: string;
}

/** What a delivery needs beside the recording itself. */
export interface Delivery {
  readonly ports: DeliveryPorts;
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
  /** Where mails go, and the domain that sends them: the client's, or those of the environment. Asked for by the mail alone; throws CONFIG_MISSING. */
  readonly mailing: () => Mailing;
  readonly link: LinkKey;
  readonly recordingUrl: (recordingSid: string) => string;
  /** Fires when the remaining work must be left to the sweep. */
  readonly signal: AbortSignal;
  /** The same moment, milliseconds since 1970: no repetition begins that would end after it. */
  readonly deadlineMs: number;
}

/** A recording to deliver, and who found it. */
export interface Found extends RecordingFacts {
  readonly executionSid?: Message['executionSid'];
  /** A webhook's word is enough; a recording found by looking must belong to one of the client's numbers. */
  readonly foundBy: 'webhook' | 'sweep';
}

export type DeliveryOutcome =
  /** Task, transcript and mail are done. */
  | { readonly outcome: 'delivered' }
  /** Shorter than the minimum, or a webhook of a recording past its retention: neither task nor mail. */
  | { readonly outcome: 'dismissed' }
  /** Another webhook has delivered it, or is at it now. */
  | { readonly outcome: 'already-delivered' | 'in-progress' }
  /** The call didn't come to one of the client's numbers (sweep only). */
  | { readonly outcome: 'not-ours' }
  /** Some steps failed; the ledger knows which, and the sweep goes on with them. */
  | { readonly outcome: 'incomplete'; readonly failures: readonly { step: StepName; error: AppError }[] };

/**
 * Makes one task and one mail of a recording, however often and in whatever order it is called for the same one.
 * Task and mail go side by side; a step that fails is left to the next caller. Never throws for the failure of a step;
 * throws an AppError when the ledger or the call could not be read, and nothing was done then.
 */
export async function deliverVoicemail(found: Found, delivery: Delivery): Promise<DeliveryOutcome> {
  const { client, clock, ports } = delivery;
  const { minSeconds, retentionDays, transcribe } = client.voicemail;
  if (found.durationSeconds < minSeconds) {
    delivery.log.info('voicemail dismissed: shorter than the minimum', {
      durationSeconds: found.durationSeconds,
      minSeconds,
    });
    return { outcome: 'dismissed' };
  }
  // An old webhook played again: the ledger may have forgotten what came of it, and the recording is deleted.
  if (found.foundBy === 'webhook' && clock.now().getTime() - found.recordedAt.getTime() > retentionDays * DAY_MS) {
    delivery.log.warn('voicemail dismissed: its retention time is over', { retentionDays });
    return { outcome: 'dismissed' };
  }
  const fetching = retry(() => ports.calls.fetch(found.callSid), repeats(delivery));
  if (found.foundBy === 'sweep' && !isOurs(client, (await fetching).to)) return { outcome: 'not-ours' };
  const nowMs = clock.now().getTime();
  const open = (before: LedgerEntry | undefined): LedgerEntry =>
    openEntry(before, { callSid: found.callSid, nowMs, transcribe });
  const claiming = retry(() => ports.ledger.claim(found.recordingSid, open), repeats(delivery));
  const [claim, call] = await Promise.all([claiming, fetching]);
  if (claim.kind === 'finished') return { outcome: 'already-delivered' };
  if (claim.kind === 'busy') return { outcome: 'in-progress' };
  const entry = open(claim.before);
  const message: Message = { ...found, call, recordingUrl: delivery.recordingUrl(found.recordingSid) };
  const line = lineOf(client, call.to);
  const { results, words } = await deliverSteps({ delivery, line, message, before: claim.before, now: entry });
  return settle({ found, delivery, revision: claim.revision, triedAtMs: nowMs, results, words });
}

/** The three steps, each as early as it can begin: the mail waits for the words, the transcript for words and task, nothing else for anything. */
async function deliverSteps(work: Work): Promise<{ results: Record<StepName, StepResult>; words: string | undefined }> {
  const audio = fetchAudio(work);
  const words = fetchWords(work, audio);
  const task = takeTask(work);
  const [taskResult, transcript, mail] = await Promise.all([
    runStep('task', work, async () => (await task).taskSid),
    runStep('transcript', work, () => noteWords(work, words, task)),
    runStep('mail', work, () => sendMail(work, audio, words)),
  ]);
  return { results: { task: taskResult, transcript, mail }, words: await words.catch(() => undefined) };
}

async function settle(end: {
  found: Found;
  delivery: Delivery;
  revision: string;
  triedAtMs: number;
  results: Record<StepName, StepResult>;
  words: string | undefined;
}): Promise<DeliveryOutcome> {
  const { found, delivery, results } = end;
  const steps = { task: results.task.step, transcript: results.transcript.step, mail: results.mail.step };
  const entry: LedgerEntry = { callSid: found.callSid, leaseUntilMs: 0, triedAtMs: end.triedAtMs, steps };
  const finished = isFinished(entry);
  const kept = finished || !fitsLedger(end.words) ? entry : { ...entry, words: end.words };
  try {
    await delivery.ports.ledger.save(found.recordingSid, kept, end.revision);
  } catch (thrown) {
    // What was done stays done: the lease ends by itself, and the next holder looks before it repeats.
    delivery.log.warn('voicemail ledger not saved', {
      code: toAppError(thrown).code,
      reason: toAppError(thrown).message,
    });
  }
  if (finished) {
    delivery.log.info('voicemail delivered', { taskSid: steps.task.ref, transcript: steps.transcript.state });
    return { outcome: 'delivered' };
  }
  const failures = stepNames.flatMap(step => (results[step].error ? [{ step, error: results[step].error }] : []));
  for (const { step, error } of failures)
    delivery.log.error('voicemail step failed', { step, code: error.code, reason: error.message });
  return { outcome: 'incomplete', failures };
}

/** Sync takes 16 KB an item; a longer transcript is made again when it is needed again. */
const WORDS_BYTES = 12_000;

function fitsLedger(words: string | undefined): words is string {
  return words !== undefined && Buffer.byteLength(JSON.stringify(words)) <= WORDS_BYTES;
}

const DAY_MS = 86_400_000;

function isOurs(client: Client, to: string): boolean {
  return client.numbers.some(({ number }) => number === to);
}
