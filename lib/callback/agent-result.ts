import { missedOutcomes } from '../config';
import { AppError, retry } from '../errors';
import { repeats, takeHeldTask, type Desk } from '../desk';
import type { CallSid, ReservationSid, TaskSid } from '../sid';

/** How the agent's call went. */
export const callResults = ['reached', ...missedOutcomes] as const;
export type CallResult = (typeof callResults)[number];

/**
 * Writes how an agent's outbound call went on the callback's task (`linekit.result`). The callback is named by its task or, as the stock plugin's
 * outbound task has it in `parentTask`, by the agent's reservation of it. `recorded` is false when the task was forgotten since.
 * Throws TASK_NOT_HELD, BAD_INPUT.
 */
export async function recordResult(
  request: {
    readonly callback: TaskSid | ReservationSid;
    readonly result: CallResult;
    readonly callSid?: CallSid | undefined;
    readonly seconds?: number | undefined;
  },
  desk: Desk,
): Promise<{ taskSid: string; recorded: boolean }> {
  const { callback, result, callSid, seconds } = request;
  const taskSid = isReservation(callback)
    ? await retry(() => desk.tasks.ofReservation(desk.agent.workerSid, callback), repeats(desk))
    : callback;
  if (taskSid === undefined) throw new AppError('NOT_FOUND', `The agent has no reservation ${callback}.`);
  await takeHeldTask(taskSid, desk);
  const at = desk.clock.now().toISOString();
  const written = { outcome: result, at, call_sid: callSid, seconds };
  const recorded = await retry(() => desk.tasks.change(taskSid, { linekit: { result: written } }), repeats(desk));
  desk.log.info('result of a callback', { taskSid, result, callSid, recorded });
  return { taskSid, recorded };
}

function isReservation(sid: TaskSid | ReservationSid): sid is ReservationSid {
  return sid.startsWith('WR');
}
