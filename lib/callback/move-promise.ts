import { repeats, type Desk } from '../desk';
import { retry } from '../errors';
import type { CallbackLedger } from './ports';

/** Which callbacks were promised, and until when there is time to say where they are kept now. */
export interface PromiseDesk extends Pick<Desk, 'clock' | 'deadlineMs'> {
  readonly promises: Pick<CallbackLedger, 'read' | 'save'>;
}

/**
 * The promise of that key is now kept by the task of the next attempt: who calls again meanwhile hears that a callback is booked. A promise
 * that another task keeps stays as it is.
 */
export async function movePromise(
  key: string | undefined,
  { taskSid, next, dueAt }: { taskSid: string; next: string; dueAt: string | undefined },
  { promises, ...desk }: PromiseDesk,
): Promise<void> {
  if (key === undefined) return;
  const move = async (): Promise<void> => {
    const found = await promises.read(key);
    if (found?.entry.taskSid !== taskSid) return;
    await promises.save(key, { ...found.entry, taskSid: next, dueAt }, found.revision);
  };
  await retry(move, { ...repeats(desk), when: ({ code }) => code === 'CONFLICT' || code === 'RATE_LIMITED' });
}
