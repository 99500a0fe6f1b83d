import type { Bus, TimelineEntry } from './contract';

/** What happened, kept for reading; the oldest entries make room for new ones. */
export interface Timeline {
  /** Everything, or what belongs to one call: its own entries, and what has happened since it began and belongs to no call (mails, tasks). */
  entries(callSid?: string): readonly TimelineEntry[];
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
  const stop = bus.on('timeline', entry => {
    kept.push(entry);
    // In halves, so that the cost of dropping is spread.
    if (kept.length > capacity) kept = kept.slice(-Math.ceil(capacity / 2));
  });
  return {
    entries: callSid => (callSid === undefined ? [...kept] : entriesOf(kept, callSid)),
    follow: listener => bus.on('timeline', listener),
    clear: () => void (kept = []),
    close: stop,
  };
}

function entriesOf(kept: readonly TimelineEntry[], callSid: string): TimelineEntry[] {
  const start = kept.findIndex(entry => entry.callSid === callSid);
  if (start < 0) return [];
  return kept.slice(start).filter(entry => entry.callSid === undefined || entry.callSid === callSid);
}
