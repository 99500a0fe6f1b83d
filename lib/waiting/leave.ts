import { note, type NotesVersion } from '../callback';
import { toAppError } from '../errors';
import type { CallSid } from '../sid';
import { optedOut } from '../tasks';
import type { WaitingRoom } from './ports';

/**
 * Notes that the caller leaves the queue for a message, and marks the task so that Flex Insights doesn't count the caller as one who gave
 * up. Never throws: what can't be written doesn't keep the caller from the message. `deadlineMs`: no repetition begins after it.
 */
export async function leaveForMessage(room: WaitingRoom, callSid: CallSid, deadlineMs: number): Promise<void> {
  const plan = { attempts: 4, baseMs: 100, untilMs: deadlineMs, clock: room.clock };
  const attempt = async (message: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      const { code, message: reason } = toAppError(error);
      room.log.warn(message, { code, reason });
    }
  };
  let known: NotesVersion | undefined;
  await attempt('the wish for a message could not be noted', async () => {
    known = await note(room.ports.notes, callSid, { change: notes => ({ ...notes, chosen: 'voicemail' }), plan });
  });
  await attempt('a task could not be marked as left for a message', async () => {
    const taskSid = known?.notes.taskSid ?? (await room.ports.waiting.findWaiting(callSid))?.taskSid;
    if (taskSid !== undefined) await room.ports.tasks.change(taskSid, optedOut('voicemail'));
  });
}
