import { retry, toAppError } from '../errors';
import { isAnswered, isOpen, optedOut } from '../tasks';
import { repeats, type CallbackDesk } from './desk';
import type { CallbackRequest } from './ledger';
import type { TaskFacts } from './ports';

/** The caller's task in the queue as it is now; undefined for a call in no queue, and where it can't be read: the call goes on without it. */
export async function readWaiting(desk: CallbackDesk, request: CallbackRequest): Promise<TaskFacts | undefined> {
  const { waitingTask, callSid } = request;
  const { tasks, waiting } = desk.ports;
  if (waitingTask === undefined) return undefined;
  try {
    return await retry(
      () => (waitingTask === 'unknown' ? waiting.findWaiting(callSid, { beyond: true }) : tasks.read(waitingTask)),
      repeats(desk),
    );
  } catch (thrown) {
    desk.log.warn('the task of a waiting caller could not be read', { code: toAppError(thrown).code });
    return undefined;
  }
}

/**
 * Takes the caller's task out of the queue: marked for Insights, then canceled. Answers "answered" when an agent was faster.
 * A failure is left to the hang-up, which cancels the task as well.
 */
export async function leaveLine(
  desk: CallbackDesk,
  request: CallbackRequest,
  waiting: TaskFacts | undefined,
): Promise<'left' | 'answered'> {
  const known = request.waitingTask === 'unknown' ? undefined : request.waitingTask;
  const taskSid = waiting?.taskSid ?? known;
  if (taskSid === undefined) return 'left';
  if (waiting && isAnswered(waiting.status)) return 'answered';
  if (waiting && !isOpen(waiting.status)) return 'left';
  const { tasks } = desk.ports;
  try {
    await retry(() => tasks.change(taskSid, optedOut('callback'), waiting), repeats(desk));
  } catch (thrown) {
    desk.log.warn('a waiting task was not marked as opted out', { taskSid, code: toAppError(thrown).code });
  }
  try {
    const outcome = await retry(() => tasks.cancel(taskSid, 'The caller asked for a callback'), repeats(desk));
    return outcome === 'answered' ? 'answered' : 'left';
  } catch (thrown) {
    desk.log.warn('a waiting task was not canceled; the hang-up does it', { taskSid, code: toAppError(thrown).code });
    return 'left';
  }
}
