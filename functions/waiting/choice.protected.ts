import { waitingRoom } from '../../lib/assembly';
import { defineVoice, optional, sid, text } from '../../lib/function';
import { chooseWhileWaiting, leaveForMessage } from '../../lib/waiting';

/** A key while waiting: a callback (1), a message (2), or on with the wait. */
export const handler = defineVoice({
  fields: { CallSid: sid('CA'), Digits: optional(text) },
  run: async ({ CallSid, Digits }, line) => {
    const choice = chooseWhileWaiting(line.client, Digits);
    if (choice === 'callback') return [{ redirect: '/callback/number' }];
    if (choice === 'wait') return [{ redirect: '/waiting/line' }];
    await leaveForMessage(waitingRoom(line), CallSid, line.deadlineMs);
    return [{ leave: true }];
  },
  otherwise: () => [{ redirect: '/waiting/line' }],
});
