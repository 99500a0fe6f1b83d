import type { Bus, TimelineEntry } from './contract';

/** Entries, and where to go on reading. */
export interface TimelinePage {
  readonly entries: readonly TimelineEntry[];
  /** Give it to the next reading. */
  readonly next: number;
}

/** What happened, kept for reading; the oldest entries make room for new ones. */
export interface Timeline {
  /** Everything from `after` on (the start when left out). */
  read(after?: number): TimelinePage;
  /** What belongs to one call: its own entries, and what has happened since it began and belongs to no call (mails, tasks). */
  readCall(callSid: string, after?: number): TimelinePage;
  /** Hears each new entry; returns the way to stop. */
  follow(listener: (entry: TimelineEntry) => void): () => void;
  clear(): void;
  close(): void;
}

/** How many entries are kept when nothing is said: some 2,000 calls. */
const usualCapacity = 100_000;

/** Collects the timeline of a world from its bus. */
export function createTimeline(bus: Bus, capacity = usualCapacity): Timeline {
  let kept: TimelineEntry[] = [];
  let dropped = 0;
  const drop = (count: number): void => {
    kept = kept.slice(count);
    dropped += count;
  };
  const stop = bus.on('timeline', entry => {
    kept.push(entry);
    // In halves, so that the cost of dropping is spread.
    if (kept.length > capacity) drop(Math.floor(capacity / 2));
  });
  const read = (after = 0): TimelinePage => ({
    entries: kept.slice(Math.max(0, after - dropped)),
    next: dropped + kept.length,
  });
  return {
    read,
    readCall(callSid, after) {
      const { entries, next } = read(after);
      const start = after === undefined ? entries.findIndex(entry => entry.callSid === callSid) : 0;
      const since = start < 0 ? [] : entries.slice(start);
      return { entries: since.filter(entry => entry.callSid === undefined || entry.callSid === callSid), next };
    },
    follow: listener => bus.on('timeline', listener),
    clear: () => drop(kept.length),
    close: stop,
  };
}
