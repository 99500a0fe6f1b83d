import type { ControlTarget } from './target';
import type { FollowedCall } from './wire';

/** The longest that one reading waits for something to happen, in real milliseconds; then the client asks again. */
const longestWaitMs = 20_000;

/**
 * What happened in a call since `after`, as soon as there is any of it. `ended` says that the call is over and nothing that it set off still goes on.
 */
export async function nextOfCall(target: ControlTarget, callSid: string, after?: number): Promise<FollowedCall> {
  const untilMs = performance.now() + longestWaitMs;
  for (let cursor = after; ;) {
    const { entries, next } = target.timeline.readCall(callSid, cursor);
    if (entries.length > 0) return { callSid, entries, next };
    cursor = next;
    const status = target.endOf(callSid);
    if (status !== undefined) await target.settle();
    const leftMs = untilMs - performance.now();
    if (await somethingHappens(target, status === undefined ? leftMs : target.quietMs)) continue;
    if (status !== undefined) return { callSid, entries: [], next: cursor, ended: status };
    return { callSid, entries: [], next: cursor };
  }
}

/** Waits until the call and what it set off are over. */
export async function endOfCall(target: ControlTarget, callSid: string): Promise<void> {
  for (let cursor: number | undefined; ;) {
    const { next, ended } = await nextOfCall(target, callSid, cursor);
    if (ended !== undefined) return;
    cursor = next;
  }
}

function somethingHappens({ onChange }: ControlTarget, withinMs: number): Promise<boolean> {
  return new Promise(resolve => {
    const finish = (happened: boolean): void => {
      clearTimeout(timer);
      stop();
      resolve(happened);
    };
    // Nobody's process stays alive for a reader who waits.
    const timer = setTimeout(() => finish(false), Math.max(0, withinMs)).unref();
    const stop = onChange(() => finish(true));
  });
}
