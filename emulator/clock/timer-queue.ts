import type { Timer } from '../contract';

/** A timer that waits, due at `dueMs` on the emulated clock. */
export interface QueuedTimer {
  readonly dueMs: number;
  readonly background: boolean;
  readonly run: () => void | Promise<void>;
}

interface Entry extends QueuedTimer {
  /** Tells apart timers that are due at the same moment: first set, first run. */
  readonly order: number;
}

/** A heap smaller than this is left alone. */
const LEAST_SWEPT = 256;

/** Timers in the order in which they are due; those due at the same moment in the order in which they were set. */
export class TimerQueue {
  private all: Entry[] = [];
  private foreground: Entry[] = [];
  /** Entries that are still to run. A canceled one stays in its heap until it comes to the top, or most of the heap is canceled. */
  private readonly pending = new Set<Entry>();
  private nextOrder = 0;

  add(timer: QueuedTimer): Timer {
    const entry: Entry = { ...timer, order: this.nextOrder };
    this.nextOrder += 1;
    this.pending.add(entry);
    push(this.all, entry);
    if (!entry.background) push(this.foreground, entry);
    return { cancel: () => this.cancel(entry) };
  }

  /** Long timers are mostly canceled (a call's four hours), and each holds what it would have ended: they must not wait for their time. */
  private cancel(entry: Entry): void {
    this.pending.delete(entry);
    if (this.all.length < LEAST_SWEPT || this.pending.size * 2 > this.all.length) return;
    // An array in order is a heap.
    this.all = [...this.pending].sort((one, other) => (before(one, other) ? -1 : 1));
    this.foreground = this.all.filter(({ background }) => !background);
  }

  /** How many entries are held, canceled ones too. */
  get size(): number {
    return this.all.length;
  }

  /** The timer that is due first. */
  first(): QueuedTimer | undefined {
    return this.top(this.all);
  }

  /** The first timer that somebody on the phone waits for. */
  firstForeground(): QueuedTimer | undefined {
    return this.top(this.foreground);
  }

  /** Takes out the timer that is due first. */
  take(): QueuedTimer | undefined {
    const entry = this.top(this.all);
    if (entry) this.pending.delete(entry);
    return entry;
  }

  clear(): void {
    this.pending.clear();
  }

  private top(heap: Entry[]): Entry | undefined {
    while (heap[0] && !this.pending.has(heap[0])) pop(heap);
    return heap[0];
  }
}

function before(left: Entry, right: Entry): boolean {
  return left.dueMs < right.dueMs || (left.dueMs === right.dueMs && left.order < right.order);
}

/** Adds to a binary heap. */
function push(heap: Entry[], entry: Entry): void {
  let index = heap.length;
  heap.push(entry);
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = heap[parentIndex];
    if (!parent || !before(entry, parent)) break;
    heap[index] = parent;
    heap[parentIndex] = entry;
    index = parentIndex;
  }
}

/** Removes the first entry of a binary heap. */
function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  heap[0] = last;
  for (let index = 0; ;) {
    const leftIndex = 2 * index + 1;
    const left = heap[leftIndex];
    if (!left) return;
    const right = heap[leftIndex + 1];
    const [child, childIndex] = right && before(right, left) ? [right, leftIndex + 1] : [left, leftIndex];
    if (!before(child, last)) return;
    heap[index] = child;
    heap[childIndex] = last;
    index = childIndex;
  }
}
