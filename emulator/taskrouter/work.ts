import type { CallWork } from '../contract';
import { TwilioError } from '../rest/twilio-error';
import { cancelTask, wrapUpTask } from './lifecycle/endings';
import { composeTask } from './lifecycle/new-task';
import type { Office } from './lifecycle/office';
import { startTask } from './lifecycle/steps';

/** Calls as work: what `<Enqueue workflowSid>` does, and what the call's end does to its task. */
export function createCallWork(office: Office): CallWork {
  const { records, world } = office;
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
    abandon: (taskSid, reason) => cancelTask(office, taskSid, reason),
    hangUp: taskSid => wrapUpTask(office, taskSid, null),
  };
}
