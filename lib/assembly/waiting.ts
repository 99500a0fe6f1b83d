import type { Line } from '../function';
import { syncFiguresShelf, twilioQueueStatistics } from '../twilio';
import type { WaitingRoom } from '../waiting';
import { callbackDesk } from './callback';

/** What callers who wait are served from, with its real vendors. */
export function waitingRoom(line: Line): WaitingRoom {
  const { client, clock, log, environment } = line;
  const access = { rest: line.rest(), accountSid: line.accountSid, authToken: line.authToken };
  const { waiting, notes, tasks } = callbackDesk(line).ports;
  return {
    client,
    clock,
    log,
    ports: {
      waiting,
      notes,
      tasks,
      statistics: twilioQueueStatistics(access, () => environment.require('TWILIO_FLEX_WORKSPACE_SID')),
      shelf: syncFiguresShelf(access, () => environment.require('TWILIO_SYNC_SERVICE_SID')),
    },
  };
}
