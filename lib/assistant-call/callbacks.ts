import type { Callbacks, OpenItem, OpenWork } from '../assistant';
import { callbackKey, requestCallback, type CallbackDesk } from '../callback';
import { lineOptions } from '../config';
import { AppError } from '../errors';
import type { PhoneNumber } from '../phone';
import { dialable } from '../phone/dialable';
import type { CallSid } from '../sid';
import { isOpen } from '../tasks';

/** Who calls, on which line. */
export interface CallFacts {
  readonly callSid: CallSid;
  /** As the carrier gave it. */
  readonly from: string;
  /** The line that was called. */
  readonly line: string;
}

/** Books callbacks as the dialogue by keys does: one open callback for each caller of a line, so the same wish twice is one. */
export function deskCallbacks(desk: CallbackDesk, call: CallFacts): Callbacks {
  return {
    request: async ({ number, topic }) => {
      const { country, foreign } = lineOptions(desk.client).callback;
      if (dialable(number, { country, foreign, own: true }).number === undefined)
        throw new AppError('BAD_INPUT', 'The number from which the call comes is none that is called back.');
      const booked = await requestCallback(desk, { ...call, number, topic });
      if (booked.outcome === 'booked' || booked.outcome === 'scheduled' || booked.outcome === 'stands')
        return { id: booked.taskSid };
      if (booked.outcome === 'unsettled')
        throw new AppError('VENDOR_UNAVAILABLE', 'Nobody knows yet whether the callback was booked.');
      throw new AppError('VENDOR_REJECTED', 'The callback could not be booked.');
    },
  };
}

/** The callback that is open for the caller's number on this line. Others of the account are not looked for: Twilio has no index for them. */
export function deskOpenWork({ ports }: CallbackDesk, { from, line }: CallFacts): OpenWork {
  return {
    list: async ({ caller }) => (caller === undefined ? [] : openCallback(ports, { from, line, number: caller })),
    cancelCallback: async id => {
      const outcome = await ports.callbacks.cancel(id, 'The caller took the wish for a callback back');
      if (outcome === 'answered') throw new AppError('CONFLICT', 'An agent has the callback already.');
    },
  };
}

async function openCallback(
  { ledger, callbacks }: CallbackDesk['ports'],
  caller: { from: string; line: string; number: PhoneNumber },
): Promise<OpenItem[]> {
  const known = await ledger.read(callbackKey(caller));
  const taskSid = known?.entry.taskSid;
  if (!known || taskSid === undefined) return [];
  const task = await callbacks.read(taskSid);
  if (!task || !isOpen(task.status)) return [];
  const { topic } = known.entry.request;
  const about = topic === undefined ? 'a call back' : `a call back about ${topic}`;
  return [{ id: taskSid, kind: 'callback', about, createdAt: task.createdAt.toISOString() }];
}
