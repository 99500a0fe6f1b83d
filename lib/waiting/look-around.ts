import { NO_NOTES } from '../callback';
import { toAppError } from '../errors';
import type { CallSid } from '../sid';
import { figuresOf, likelyWaitMinutes } from './figures';
import type { WaitingRoom } from './ports';

/** What is known of a caller's wait; what is not known is left out. */
export interface Surroundings {
  /** 1 is next. */
  readonly place?: number;
  readonly waitMinutes?: number;
  /** Since when the task waits. */
  readonly since?: Date;
  /** nobody: no agent who could take the call is on shift · ended: the task is over, and no agent will come. */
  readonly vain?: 'nobody' | 'ended';
}

const NOTHING_KNOWN: Surroundings = {};

/** What a look around may take: the caller would hear silence meanwhile. */
const BUDGET_MS = 4_000;

/** The first document is asked for as the call enters the queue; from then on its task must be there. */
const FIRST_SECONDS = 10;

/**
 * Looks for the caller's place and likely wait, in four requests at most (the first time five, to note the task). Never throws, and never
 * takes longer than 4 s: what can't be known then is left out. `queuedSeconds` as Twilio says it.
 */
export async function lookAround(
  room: WaitingRoom,
  callSid: CallSid,
  queuedSeconds: number | undefined,
): Promise<Surroundings> {
  const isFirst = queuedSeconds !== undefined && queuedSeconds < FIRST_SECONDS;
  const late = new Promise<Surroundings>(resolve => {
    AbortSignal.timeout(BUDGET_MS).addEventListener('abort', () => resolve(NOTHING_KNOWN), { once: true });
  });
  return Promise.race([look(room, callSid, isFirst).catch(error => nothing(room, error)), late]);
}

async function look(room: WaitingRoom, callSid: CallSid, isFirst: boolean): Promise<Surroundings> {
  const task = await room.ports.waiting.findWaiting(callSid);
  if (!task) return isFirst ? NOTHING_KNOWN : lookForEnd(room, callSid);
  const [figures] = await Promise.all([
    figuresOf(room, task.taskQueueSid),
    isFirst ? noteTask(room, callSid, task.taskSid) : undefined,
  ]);
  const { place } = task;
  const waitMinutes = figures && place !== undefined ? likelyWaitMinutes(place, figures) : undefined;
  return {
    since: task.createdAt,
    ...(place !== undefined && { place }),
    ...(waitMinutes !== undefined && { waitMinutes }),
    ...(figures?.onShift === false && { vain: 'nobody' }),
  };
}

/**
 * A task that isn't among the first is far behind, being answered, or over. Only what was over is said: leaving the queue would take the
 * call from the agent who answers it.
 */
async function lookForEnd({ ports }: WaitingRoom, callSid: CallSid): Promise<Surroundings> {
  const taskSid = (await ports.notes.read(callSid))?.notes.taskSid;
  if (taskSid === undefined) return NOTHING_KNOWN;
  const task = await ports.tasks.read(taskSid);
  if (!task || task.status === 'canceled') return { vain: 'ended' };
  return { since: task.createdAt };
}

/** Remembers the task, so that its end is seen. Notes that are there already have it, or need it less than the caller needs an answer. */
async function noteTask(room: WaitingRoom, callSid: CallSid, taskSid: string): Promise<void> {
  try {
    await room.ports.notes.write(callSid, { ...NO_NOTES, taskSid }, undefined);
  } catch (error) {
    const { code } = toAppError(error);
    if (code !== 'CONFLICT') room.log.warn("a waiting caller's task could not be noted", { code });
  }
}

function nothing({ log }: WaitingRoom, error: unknown): Surroundings {
  const { code, message } = toAppError(error);
  log.warn("a caller's place in line is not to be had", { code, reason: message });
  return NOTHING_KNOWN;
}
