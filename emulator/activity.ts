import type { Activity } from './contract';

/** Event-loop turns that must pass without work before it counts as quiet: a settled promise may start the next request only then. */
const QUIET_TURNS = 2;

/** Counts work in flight. Quiet means: nothing in flight, and nothing begun over the next two turns of the event loop. */
export function createActivity(): Activity {
  let inFlight = 0;
  let waiting: (() => void)[] = [];

  function ended(): void {
    inFlight -= 1;
    if (inFlight > 0) return;
    const wake = waiting;
    waiting = [];
    for (const resume of wake) resume();
  }

  async function idle(): Promise<void> {
    for (let quietTurns = 0; quietTurns < QUIET_TURNS;) {
      if (inFlight > 0) {
        quietTurns = 0;
        await new Promise<void>(resolve => waiting.push(resolve));
      }
      await new Promise<void>(resolve => setImmediate(resolve));
      quietTurns = inFlight > 0 ? 0 : quietTurns + 1;
    }
  }

  return {
    track<T>(work: Promise<T>): Promise<T> {
      inFlight += 1;
      work.then(ended, ended);
      return work;
    },
    idle,
  };
}
