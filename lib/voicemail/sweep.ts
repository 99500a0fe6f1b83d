import { toAppError, type ErrorCode } from '../errors';
import { deliverVoicemail, type Delivery, type DeliveryOutcome } from './deliver';
import { isFinished } from './ledger';
import type { RecordingFacts } from './ports';

export interface SweepRequest {
  /** How far back to look, hours. */
  readonly sinceHours: number;
  /** From the answer before; undefined to begin. */
  readonly cursor?: string | undefined;
}

/** What one run of the sweep did; the caller goes on while there is a cursor. */
export interface SweepReport {
  readonly checked: number;
  readonly delivered: readonly { recordingSid: string; outcome: DeliveryOutcome['outcome'] }[];
  /** Recordings whose retention time was over, and turns of a talk that something had left behind. */
  readonly deleted: number;
  readonly failed: readonly { recordingSid: string; step?: string; code: ErrorCode; message: string }[];
  /** null when everything was looked at. */
  readonly cursor: string | null;
}

const HOUR_MS = 3_600_000;

/** Phases in the cursor: first the young recordings for delivery, then the old ones for deletion. */
const DELETE_PHASE = 'delete:';

/**
 * Finds the messages that no webhook brought to their end and delivers them, then deletes those whose retention is over.
 * One page a call: a Function has 10 s. Safe to run at any time and beside the webhooks.
 */
export async function sweepVoicemail(request: SweepRequest, delivery: Delivery): Promise<SweepReport> {
  const { cursor } = request;
  if (cursor?.startsWith(DELETE_PHASE)) return deleteOld(cursor.slice(DELETE_PHASE.length) || undefined, delivery);
  const since = new Date(delivery.clock.now().getTime() - request.sinceHours * HOUR_MS);
  const page = await delivery.ports.recordings.list({ since, cursor });
  const results = await Promise.all(page.recordings.map(recording => deliverOne(recording, delivery)));
  return {
    checked: page.recordings.length,
    delivered: results.flatMap(result => result.delivered ?? []),
    failed: results.flatMap(result => result.failed ?? []),
    deleted: results.filter(result => result.deleted).length,
    cursor: page.cursor ?? DELETE_PHASE,
  };
}

interface One {
  readonly delivered?: SweepReport['delivered'];
  readonly failed?: SweepReport['failed'];
  readonly deleted?: true;
}

async function deliverOne(recording: RecordingFacts, delivery: Delivery): Promise<One> {
  const { recordingSid, callSid } = recording;
  const log = delivery.log.with({ recordingSid, callSid });
  const { ledger, origins, recordings } = delivery.ports;
  const isShort = recording.durationSeconds < delivery.client.voicemail.minSeconds;
  if (isShort && !origins) return {};
  try {
    const entry = await ledger.read(recordingSid);
    if (entry && isFinished(entry)) return {};
    // What a webhook has claimed is a message.
    const origin = entry || !origins ? 'message' : await origins.of(recording);
    if (origin === 'turn') {
      await recordings.delete(recordingSid);
      log.warn('assistant: the recording of a turn was left behind; it is deleted');
      return { deleted: true };
    }
    if (isShort || origin === 'unknown') return {};
    const outcome = await deliverVoicemail({ ...recording, foundBy: 'sweep' }, { ...delivery, log });
    if (outcome.outcome === 'incomplete') {
      return {
        failed: outcome.failures.map(({ step, error }) => ({
          recordingSid,
          step,
          code: error.code,
          message: error.message,
        })),
      };
    }
    return outcome.outcome === 'delivered' ? { delivered: [{ recordingSid, outcome: outcome.outcome }] } : {};
  } catch (thrown) {
    const error = toAppError(thrown);
    log.error('voicemail not delivered by the sweep', { code: error.code, reason: error.message });
    return { failed: [{ recordingSid, code: error.code, message: error.message }] };
  }
}

/** Only what was delivered is deleted, and only recordings that the ledger knows as ours. */
async function deleteOld(cursor: string | undefined, delivery: Delivery): Promise<SweepReport> {
  const { ledger, recordings } = delivery.ports;
  const until = new Date(delivery.clock.now().getTime() - delivery.client.voicemail.retentionDays * 24 * HOUR_MS);
  const since = new Date(until.getTime() - LOOK_BACK_DAYS * 24 * HOUR_MS);
  const page = await recordings.list({ since, until, cursor });
  const failed: SweepReport['failed'][number][] = [];
  let deleted = 0;
  for (const { recordingSid } of page.recordings) {
    try {
      const entry = await ledger.read(recordingSid);
      if (!entry || !isFinished(entry)) continue;
      await recordings.delete(recordingSid);
      deleted += 1;
    } catch (thrown) {
      const error = toAppError(thrown);
      failed.push({ recordingSid, code: error.code, message: error.message });
    }
  }
  const next = page.cursor === null ? null : `${DELETE_PHASE}${page.cursor}`;
  return { checked: page.recordings.length, delivered: [], deleted, failed, cursor: next };
}

/** The ledger outlives the retention by these days, so that a sweep that didn't run for a while still finds what to delete. */
export const LOOK_BACK_DAYS = 30;
