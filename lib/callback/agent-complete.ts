import { AppError, retry } from '../errors';
import { repeats, takeHeldTask, type Attempt, type Desk, type Disposition } from '../desk';

/** What a note may have, characters: it shares the task's 4,096 bytes with everything else. */
export const NOTE_LENGTH = 200;

/**
 * Completes a callback or voicemail with its disposition: on the task's attributes (`conversations.outcome` for Insights, too), as the
 * reason of its completion, and in the desk's ledger. Asked again, or after "try later" or Flex completed the task, it is no error, and the
 * first disposition stays. Throws TASK_NOT_HELD, TASK_NOT_ASSIGNED, NOT_FOUND, BAD_INPUT.
 */
export async function complete(
  request: { readonly taskSid: string; readonly disposition: Disposition; readonly note?: string | undefined },
  desk: Desk,
): Promise<{ taskSid: string; disposition: string }> {
  const { taskSid, disposition, note } = request;
  if (note !== undefined && note.length > NOTE_LENGTH)
    throw new AppError('BAD_INPUT', `note is longer than ${NOTE_LENGTH} characters.`);
  const { task, conversationId } = await takeHeldTask(taskSid, desk);
  if (task.status === 'pending' || task.status === 'reserved')
    throw new AppError('TASK_NOT_ASSIGNED', `Task ${taskSid} is ${task.status}: an agent must accept it first.`);
  const at = desk.clock.now().toISOString();
  const own: Attempt = { taskSid, workerSid: desk.agent.workerSid, at, outcome: disposition, completed: true };
  const record = await retry(
    () =>
      desk.ledger.change(conversationId, before =>
        before.attempts.some(attempt => attempt.taskSid === taskSid)
          ? before
          : { ...before, attempts: [...before.attempts, own] },
      ),
    repeats(desk),
  );
  const first = record.attempts.find(attempt => attempt.taskSid === taskSid) ?? own;
  const said = first.completed ? { conversations: { outcome: first.outcome } } : {};
  const noted = { linekit: { disposition: { code: first.outcome, by: first.workerSid, at: first.at, note } } };
  await retry(() => desk.tasks.change(taskSid, { ...said, ...(first.completed && noted) }), repeats(desk));
  await retry(() => desk.tasks.complete(taskSid, first.outcome), repeats(desk));
  desk.log.info('callback completed', { taskSid, disposition: first.outcome, pii: { note } });
  return { taskSid, disposition: first.outcome };
}
