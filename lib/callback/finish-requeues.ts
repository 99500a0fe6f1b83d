import { repeats, type AgentTask, type AgentTasks, type DeskLedger } from '../desk';
import { retry, toAppError, type ErrorCode } from '../errors';
import type { Log } from '../log';
import { parseTaskAttributes } from '../tasks';
import { movePromise, type PromiseDesk } from './move-promise';

/** What the sweep needs to finish what agents began. */
export interface FinishDesk extends PromiseDesk {
  readonly log: Log;
  readonly tasks: Pick<AgentTasks, 'assigned' | 'read' | 'findRetry' | 'complete'>;
  readonly ledger: DeskLedger;
}

/** What was found half done, and what came of it. */
export interface FinishReport {
  /** Callbacks and voicemails that agents have at this moment. */
  readonly assigned: number;
  /** Tasks that were completed, since their next attempt exists. */
  readonly finished: readonly string[];
  readonly failed: readonly { readonly taskSid: string; readonly code: ErrorCode }[];
  /** False when time ran out: call again. */
  readonly complete: boolean;
}

/**
 * Finishes each "try later" whose Function died after it had made the next task: that one is noted, the promise goes on with it, and the old
 * task is completed. One that died before has changed nothing: its agent has the task still, and asks again. Doing it again does nothing.
 * Looks only at what agents have, one request to the ledger for each. Throws when those tasks can't be listed.
 */
export async function finishRequeues(desk: FinishDesk): Promise<FinishReport> {
  const finished: string[] = [];
  const failed: { taskSid: string; code: ErrorCode }[] = [];
  let assigned = 0;
  let cursor: string | undefined;
  do {
    const page = await retry(() => desk.tasks.assigned(cursor), repeats(desk));
    for (const task of page.tasks) {
      const parsed = parseTaskAttributes(task.attributes);
      if (!('callBackData' in parsed)) continue;
      if (desk.clock.now().getTime() >= desk.deadlineMs) return { assigned, finished, failed, complete: false };
      assigned += 1;
      const { taskSid } = task;
      try {
        const { conversationId, linekit } = parsed;
        if (await finish(task, { conversationId: conversationId || taskSid, key: linekit?.key }, desk))
          finished.push(taskSid);
      } catch (thrown) {
        failed.push({ taskSid, code: toAppError(thrown).code });
      }
    }
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
  desk.log.info('attempts of agents looked through', { assigned, finished: finished.length, failed: failed.length });
  return { assigned, finished, failed, complete: true };
}

/** True when the task was completed now. */
async function finish(
  { taskSid }: AgentTask,
  { conversationId, key }: { conversationId: string; key: string | undefined },
  desk: FinishDesk,
): Promise<boolean> {
  const record = await retry(() => desk.ledger.read(conversationId), repeats(desk));
  const attempt = record.attempts.find(each => each.taskSid === taskSid);
  const isHeld = record.lease?.taskSid === taskSid && record.lease.untilMs > desk.clock.now().getTime();
  if (!attempt || attempt.completed || isHeld) return false;
  const next = attempt.next ?? (await retry(() => desk.tasks.findRetry(taskSid), repeats(desk)));
  if (next === undefined) return false;
  if (attempt.next === undefined) await noteNext(conversationId, { taskSid, next }, desk);
  const made = await retry(() => desk.tasks.read(next), repeats(desk));
  const parsed = made && parseTaskAttributes(made.attributes);
  const dueAt = parsed && 'callBackData' in parsed ? parsed.callBackData.dueAt : undefined;
  await movePromise(key, { taskSid, next, dueAt }, desk);
  await retry(() => desk.tasks.complete(taskSid, `try later: ${attempt.outcome}`), repeats(desk));
  return true;
}

async function noteNext(
  conversationId: string,
  { taskSid, next }: { taskSid: string; next: string },
  desk: FinishDesk,
): Promise<void> {
  const isOpen = (attempt: { taskSid: string; next?: string }): boolean =>
    attempt.taskSid === taskSid && attempt.next === undefined;
  await retry(
    () =>
      desk.ledger.change(conversationId, record =>
        record.attempts.some(isOpen)
          ? { ...record, attempts: record.attempts.map(each => (isOpen(each) ? { ...each, next } : each)) }
          : record,
      ),
    repeats(desk),
  );
}
