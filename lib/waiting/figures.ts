import { toAppError } from '../errors';
import { WINDOW_MINUTES, type KeptFigures, type QueueFigures, type WaitingRoom } from './ports';

/**
 * For how long figures are good. Longer than a document is heard, so that a caller who waits alone doesn't ask TaskRouter each time.
 */
const GOOD_FOR_MS = 75_000;

/** Fewer say nothing of the next half an hour. */
const MIN_ACCEPTED = 3;

/** The figures of a queue: those kept for all callers, or new ones. Undefined when TaskRouter doesn't tell: then nothing is said. */
export async function figuresOf(room: WaitingRoom, taskQueueSid: string): Promise<QueueFigures | undefined> {
  const { statistics } = room.ports;
  try {
    const kept = await read(room, taskQueueSid);
    if (kept && isGood(kept, room)) return kept;
    const figures = await statistics.of(taskQueueSid);
    await keep(room, { taskQueueSid, figures, isKnown: kept !== undefined });
    return figures;
  } catch (error) {
    note(room, 'the figures of a queue are not to be had', error);
    return undefined;
  }
}

/**
 * How many minutes a caller at that place will wait: as fast as agents took calls in the last half an hour. Undefined when nobody can
 * tell: too few calls were taken, or nobody is there.
 */
export function likelyWaitMinutes(place: number, { accepted, onShift }: QueueFigures): number | undefined {
  if (accepted < MIN_ACCEPTED || !onShift) return undefined;
  return Math.ceil((place * WINDOW_MINUTES) / accepted);
}

function isGood({ takenAt }: KeptFigures, { clock }: WaitingRoom): boolean {
  const ageMs = clock.now().getTime() - Date.parse(takenAt);
  return ageMs < GOOD_FOR_MS;
}

async function read(room: WaitingRoom, taskQueueSid: string): Promise<KeptFigures | undefined> {
  try {
    return await room.ports.shelf.read(taskQueueSid);
  } catch (error) {
    note(room, 'kept figures are not to be had', error);
    return undefined;
  }
}

interface Taken {
  readonly taskQueueSid: string;
  readonly figures: QueueFigures;
  readonly isKnown: boolean;
}

async function keep(room: WaitingRoom, { taskQueueSid, figures, isKnown }: Taken): Promise<void> {
  const takenAt = room.clock.now().toISOString();
  try {
    await room.ports.shelf.write(taskQueueSid, { ...figures, takenAt }, isKnown);
  } catch (error) {
    note(room, 'the figures of a queue can not be kept', error);
  }
}

function note({ log }: WaitingRoom, message: string, error: unknown): void {
  const { code, message: reason } = toAppError(error);
  log.warn(message, { code, reason });
}
