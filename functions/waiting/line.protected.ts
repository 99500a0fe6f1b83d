import { waitingRoom } from '../../lib/assembly';
import { defineVoice, optional, sid, wholeNumber } from '../../lib/function';
import { dueAt, lookAround, queuedSeconds, waitDocument } from '../../lib/waiting';

/**
 * What a caller hears while waiting on a line with options: the place, the likely wait and which keys do what, then music. Asked again when
 * it has run out; the caller leaves the queue when the client's limit is over, or nobody will come.
 */
export const handler = defineVoice({
  fields: { CallSid: sid('CA'), QueueTime: optional(wholeNumber) },
  run: async ({ CallSid, QueueTime }, line) => {
    const { client, clock } = line;
    const due = dueAt(client, QueueTime);
    const around = due.look ? await lookAround(waitingRoom(line), CallSid, QueueTime) : {};
    const queued = QueueTime ?? queuedSeconds(around, clock.now());
    return waitDocument(client, { queuedSeconds: queued, announce: due.announce, around });
  },
  // Whatever broke would break again: the flow takes a message.
  otherwise: () => [{ leave: true }],
});
