import type { CallWork } from '../contract';
import { TwilioError } from '../rest/twilio-error';
import { accept } from './lifecycle/answers';
import { cancelTask, wrapUpTask } from './lifecycle/endings';
import { composeTask } from './lifecycle/new-task';
import { matchWorker } from './lifecycle/offers';
import type { Office } from './lifecycle/office';
import { startTask } from './lifecycle/steps';
import { setActivity } from './lifecycle/workers';

/** Calls as work: what `<Enqueue workflowSid>` does, and what the call's end does to its task. */
export function createCallWork(office: Office): CallWork {
  const { records, world } = office;
  /** Where workers go after their talk, by task. */
  const afterTalk = new Map<string, { readonly workerSid: string; readonly activitySid: string }>();
  return {
    enqueue({ accountSid, callSid, workflowSid, attributes, priority, timeoutSeconds, taskChannel }) {
      const workflow = records.workflows.get(workflowSid);
      if (workflow?.account_sid !== accountSid) {
        throw new TwilioError(400, 20001, `Invalid WorkflowSid ${workflowSid}: it does not exist`);
      }
      const task = records.tasks.insert(
        composeTask(office, {
          sid: world.ids.sid('WT'),
          accountSid,
          workspaceSid: workflow.workspace_sid,
          workflowSid,
          attributes: JSON.stringify({ call_sid: callSid, ...attributes }),
          taskChannel: taskChannel ?? 'voice',
          priority,
          timeoutSeconds,
          callSid,
        }),
      );
      startTask(office, task);
      return { taskSid: task.sid };
    },
    abandon: (taskSid, reason) => abandonTask(office, taskSid, reason),
    hangUp(taskSid) {
      wrapUpTask(office, taskSid, null);
      const after = afterTalk.get(taskSid);
      afterTalk.delete(taskSid);
      if (!after) return;
      setActivity(office, after.workerSid, after.activitySid);
      matchWorker(office, after.workerSid);
    },
    takeReservation({ accountSid, reservationSid, postWorkActivitySid }) {
      const reservation = records.reservations.get(reservationSid);
      const callSid = records.tasks.get(reservation?.task_sid ?? '')?.routing.callSid ?? null;
      if (!reservation || reservation.account_sid !== accountSid || callSid === null) return undefined;
      if (reservation.reservation_status !== 'pending') return undefined;
      const { worker_sid: workerSid, task_sid: taskSid } = reservation;
      if (postWorkActivitySid !== undefined) afterTalk.set(taskSid, { workerSid, activitySid: postWorkActivitySid });
      accept(office, reservation);
      return { taskSid, callSid };
    },
  };
}

/** The caller has left the queue. Whoever has the task keeps it, wherever the call goes; a call that is over leaves them work to wrap up. */
export function abandonTask(office: Office, taskSid: string, reason: string): void {
  if (office.records.tasks.get(taskSid)?.assignment_status !== 'assigned') cancelTask(office, taskSid, reason);
  else if (reason === 'hangup') wrapUpTask(office, taskSid, reason);
}
