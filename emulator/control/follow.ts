import type { TimelineEntry } from '../contract';
import type { ControlTarget, Followed } from './target';

/**
 * The timeline of one call from its start, entry by entry as it happens, and its end: the call is over and nothing that it set off is still going on.
 * Ends early when `signal` aborts.
 */
export async function* followCall(
  target: ControlTarget,
  callSid: string,
  signal: AbortSignal,
): AsyncGenerator<Followed> {
  const queue: TimelineEntry[] = [...target.timeline.entries(callSid)];
  let wake = (): void => undefined;
  const stop = target.timeline.follow(entry => {
    if (entry.callSid !== undefined && entry.callSid !== callSid) return;
    queue.push(entry);
    wake();
  });
  try {
    while (!signal.aborted) {
      for (let entry = queue.shift(); entry; entry = queue.shift()) yield { entry };
      const status = target.endOf(callSid);
      if (status !== undefined) await target.settle();
      if (queue.length > 0) continue;
      const woken = await new Promise<boolean>(resolve => {
        const timer = status === undefined ? undefined : setTimeout(() => resolve(false), target.quietMs);
        wake = () => {
          clearTimeout(timer);
          resolve(true);
        };
        signal.addEventListener('abort', wake, { once: true });
      });
      signal.removeEventListener('abort', wake);
      if (!woken && status !== undefined) {
        yield { ended: status };
        return;
      }
    }
  } finally {
    stop();
  }
}
