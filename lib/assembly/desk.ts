import type { FinishDesk, RequeueDesk } from '../callback';
import type { Desk, DeskLedger } from '../desk';
import type { FlexRequest, Line } from '../function';
import { syncCallbackLedger, syncDeskLedger, syncLedger, twilioAgentTasks, twilioRecordingStore } from '../twilio';
import type { VoicemailDesk } from '../voicemail';

/** Above what Twilio lets a task live, twice: a callback may be tried again on its last day. */
const KEEP_DAYS = 28;

/** An agent's desk with its real vendors. Variables are read when something needs them. */
export function agentDesk({ line, agent }: FlexRequest): Desk {
  const { client, clock, log, deadlineMs } = line;
  return {
    agent,
    client,
    clock,
    log,
    deadlineMs,
    tasks: tasksOf(line),
    ledger: deskLedger(line),
  };
}

/** What agents did of each conversation. */
export function deskLedger(line: Line): DeskLedger {
  return syncDeskLedger(accessOf(line), {
    serviceSid: () => line.environment.require('TWILIO_SYNC_SERVICE_SID'),
    keepDays: Math.max(KEEP_DAYS, line.client.voicemail.retentionDays),
  });
}

/** An agent's desk with the promises to call back. */
export function requeueDesk(request: FlexRequest): RequeueDesk {
  return { ...agentDesk(request), promises: promisesOf(request.line) };
}

/** Every agent's desk, for the sweep. */
export function finishDesk(line: Line): FinishDesk {
  const { clock, log, deadlineMs } = line;
  return { clock, log, deadlineMs, tasks: tasksOf(line), ledger: deskLedger(line), promises: promisesOf(line) };
}

function promisesOf(line: Line) {
  return syncCallbackLedger(accessOf(line), () => line.environment.require('TWILIO_SYNC_SERVICE_SID'));
}

function tasksOf(line: Line) {
  return twilioAgentTasks(accessOf(line), () => line.environment.require('TWILIO_FLEX_WORKSPACE_SID'));
}

/** An agent's desk with the voicemails within reach. */
export function voicemailDesk(request: FlexRequest): VoicemailDesk {
  const { line } = request;
  return {
    ...agentDesk(request),
    recordings: twilioRecordingStore(accessOf(line)),
    voicemails: syncLedger(accessOf(line), {
      clock: line.clock,
      retentionDays: line.client.voicemail.retentionDays,
      serviceSid: () => line.environment.require('TWILIO_SYNC_SERVICE_SID'),
    }),
  };
}

function accessOf({ rest, accountSid, authToken }: Line) {
  return { rest: rest(), accountSid, authToken };
}
