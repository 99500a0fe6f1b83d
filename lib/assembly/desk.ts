import type { RequeueDesk } from '../callback';
import type { Desk, DeskLedger } from '../desk';
import type { FlexRequest, Line } from '../function';
import { syncCallbackLedger, syncDeskLedger, syncLedger, twilioAgentTasks, twilioRecordingStore } from '../twilio';
import type { VoicemailDesk } from '../voicemail';

/** Above what Twilio lets a task live, twice: a callback may be tried again on its last day. */
const KEEP_DAYS = 28;

/** An agent's desk with its real vendors. Variables are read when something needs them. */
export function agentDesk({ line, agent }: FlexRequest): Desk {
  const { client, environment, clock, log, deadlineMs } = line;
  return {
    agent,
    client,
    clock,
    log,
    deadlineMs,
    tasks: twilioAgentTasks(accessOf(line), () => environment.require('TWILIO_FLEX_WORKSPACE_SID')),
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
  const { line } = request;
  const serviceSid = (): string => line.environment.require('TWILIO_SYNC_SERVICE_SID');
  return { ...agentDesk(request), promises: syncCallbackLedger(accessOf(line), serviceSid) };
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
