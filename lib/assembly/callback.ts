import type { CallbackDesk } from '../callback';
import type { Line } from '../function';
import { storyTeller } from './story';
import { syncCallbackLedger, syncCallNotes, twilioCallbackTasks, twilioTaskDesk, twilioWaitingTasks } from '../twilio';

/** Where callbacks are booked, with its real vendors. Variables are read when a step needs them: one that is missing stops only that step. */
export function callbackDesk(line: Line): CallbackDesk {
  const { client, clock, log, deadlineMs, environment } = line;
  const access = { rest: line.rest(), accountSid: line.accountSid, authToken: line.authToken };
  const workspaceSid = (): string => environment.require('TWILIO_FLEX_WORKSPACE_SID');
  const serviceSid = (): string => environment.require('TWILIO_SYNC_SERVICE_SID');
  return {
    client,
    clock,
    log,
    deadlineMs,
    ports: {
      ledger: syncCallbackLedger(access, serviceSid),
      notes: syncCallNotes(access, serviceSid),
      tasks: twilioTaskDesk(access, workspaceSid),
      story: storyTeller(line),
      waiting: twilioWaitingTasks(access, workspaceSid),
      callbacks: twilioCallbackTasks(access, () => ({
        workspaceSid: workspaceSid(),
        workflowSid: environment.require('TWILIO_FLEX_CALLBACK_WORKFLOW_SID'),
      })),
    },
  };
}
