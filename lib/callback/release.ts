import { retry, toAppError, type ErrorCode } from '../errors';
import { repeats, type CallbackDesk } from './desk';

/** What a release did. */
export interface ReleaseReport {
  /** Held callbacks and voicemails that were looked at. */
  readonly held: number;
  readonly released: readonly string[];
  readonly failed: readonly { readonly taskSid: string; readonly code: ErrorCode }[];
  /** False when time ran out: call again. */
  readonly complete: boolean;
}

/**
 * Lets go what is due: takes `dueAt` and `holdHours` away, so that the workflow routes the task, and marks it as `released`: time-outs count
 * from when a task was made, and would have it skip its topic's own queue. Doing it again does nothing; two at once do no harm. Throws when the callbacks can't be listed.
 */
export async function releaseDue(desk: CallbackDesk): Promise<ReleaseReport> {
  const { callbacks } = desk.ports;
  const released: string[] = [];
  const failed: { taskSid: string; code: ErrorCode }[] = [];
  let held = 0;
  let cursor: string | undefined;
  const isLate = (): boolean => desk.clock.now().getTime() >= desk.deadlineMs;
  do {
    const page = await retry(() => callbacks.held(cursor), repeats(desk));
    held += page.held.length;
    for (const { taskSid } of page.held.filter(each => isDue(each.dueAt, desk.clock.now()))) {
      if (isLate()) return { held, released, failed, complete: false };
      const letGo = { callBackData: { dueAt: undefined, holdHours: undefined, released: true } };
      try {
        if (await retry(() => callbacks.change(taskSid, letGo), repeats(desk))) released.push(taskSid);
      } catch (thrown) {
        failed.push({ taskSid, code: toAppError(thrown).code });
      }
    }
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined && !isLate());
  desk.log.info('held callbacks looked through', { held, released: released.length, failed: failed.length });
  return { held, released, failed, complete: cursor === undefined };
}

/** What is no date was meant for no day: it is due. */
function isDue(dueAt: string, now: Date): boolean {
  const dueMs = Date.parse(dueAt);
  return Number.isNaN(dueMs) || dueMs <= now.getTime();
}
