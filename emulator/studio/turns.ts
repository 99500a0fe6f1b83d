/** Lets one piece of work at a time run for each key, in the order in which they came. */
export interface Turns {
  /** Runs `work` when all earlier work of that key is done; rejects as it does. */
  take<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** True while work of that key runs or waits. */
  isTaken(key: string): boolean;
}

/** A call's webhooks can come doubled and at once; its flow takes them one by one. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    take(key, work) {
      const before = last.get(key) ?? Promise.resolve();
      const mine = before.then(work, work);
      last.set(key, mine);
      const done = (): void => {
        if (last.get(key) === mine) last.delete(key);
      };
      mine.then(done, done);
      return mine;
    },
    isTaken: key => last.has(key),
  };
}
