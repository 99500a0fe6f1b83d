import { AppError, retry } from '../errors';
import { chainOf, notHeld, repeats, type Access, type Desk, type DeskRecord } from '../desk';
import type { RecordingSid } from '../sid';
import { parseTaskAttributes } from '../tasks';
import type { LedgerEntry } from './ledger';
import type { Ledger, RecordingStore } from './ports';

/** An agent's desk with the voicemails within reach. */
export interface VoicemailDesk extends Desk {
  readonly voicemails: Ledger;
  readonly recordings: Pick<RecordingStore, 'media' | 'delete'>;
}

/** A recording by itself (the stock plugin), or by the task that shows it. */
export type Wanted = { readonly recordingSid: RecordingSid } | { readonly taskSid: string };

/** What a request names, the recording before the task. Throws BAD_INPUT when it names neither. */
export function wantedOf(input: {
  readonly taskSid?: string | undefined;
  readonly recordingSid?: RecordingSid | undefined;
}): Wanted {
  const { taskSid, recordingSid } = input;
  if (recordingSid !== undefined) return { recordingSid };
  if (taskSid !== undefined) return { taskSid };
  throw new AppError('BAD_INPUT', 'taskSid or recordingSid is missing.');
}

/** A voicemail, the conversation it began, and all tasks that showed it, the newest last. */
export interface Conversation {
  readonly recordingSid: RecordingSid;
  readonly conversationId: string;
  /** Of its delivery. */
  readonly entry: LedgerEntry;
  readonly record: DeskRecord;
  readonly taskSids: readonly string[];
}

/**
 * The conversation of a recording, by our own ledger: attributes of a task are no proof, since agents may write them.
 * Throws TASK_NOT_HELD for a recording that is no voicemail of ours, and NOT_FOUND when the task is gone or has none.
 */
export async function findConversation(wanted: Wanted, desk: VoicemailDesk): Promise<Conversation> {
  const recordingSid = 'recordingSid' in wanted ? wanted.recordingSid : await recordingOf(wanted.taskSid, desk);
  const entry = await retry(() => desk.voicemails.read(recordingSid), repeats(desk));
  const first = entry?.steps.task.ref;
  if (!entry || first === undefined) throw notHeld();
  const record = await retry(() => desk.ledger.read(entry.callSid), repeats(desk));
  return { recordingSid, conversationId: entry.callSid, entry, record, taskSids: chainOf(record, first) };
}

async function recordingOf(taskSid: string, desk: VoicemailDesk): Promise<RecordingSid> {
  const task = await retry(() => desk.tasks.read(taskSid), repeats(desk));
  const parsed = task && parseTaskAttributes(task.attributes);
  const recordingSid = parsed && 'callBackData' in parsed ? parsed.callBackData.recordingSid : '';
  if (recordingSid === '') throw new AppError('NOT_FOUND', `There is no recording on task ${taskSid}.`);
  return recordingSid as RecordingSid;
}

/** Whether the agent has, or had, one of the conversation's tasks. Asks Twilio only for what the record doesn't know. */
export async function hasHeldOne({ record, taskSids }: Conversation, desk: VoicemailDesk): Promise<boolean> {
  const { workerSid } = desk.agent;
  if ([...record.attempts, ...record.heard].some(each => each.workerSid === workerSid)) return true;
  for (const taskSid of [...taskSids].reverse()) {
    const holding = await retry(() => desk.tasks.holding(taskSid, workerSid), repeats(desk));
    if (holding !== 'never') return true;
  }
  return false;
}

/** Who does it, and when, for the ledger. */
export function accessBy({ agent, clock }: VoicemailDesk): Access {
  return { workerSid: agent.workerSid, identity: agent.identity, at: clock.now().toISOString() };
}
