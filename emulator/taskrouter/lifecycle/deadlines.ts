import type { Clock, Timer } from '../../contract';

export type DeadlineKind =
  /** The task's own time-out: not assigned in time. */
  | 'task-ttl'
  /** The time-out of the workflow's target. */
  | 'task-step'
  /** The worker's time to answer. */
  | 'reservation'
  /** A finished task disappears. */
  | 'task-removal';

/** One timer for each task or reservation and kind; in the background, so that a fast clock does not jump to them. */
export class Deadlines {
  private readonly timers = new Map<string, Timer>();
  private readonly handlers = new Map<DeadlineKind, (sid: string) => void>();

  constructor(private readonly clock: Clock) {}

  /** What happens when a deadline of this kind passes. */
  on(kind: DeadlineKind, handler: (sid: string) => void): void {
    this.handlers.set(kind, handler);
  }

  /** Sets or moves a deadline, milliseconds since 1970; one that lies in the past comes at once. */
  set(kind: DeadlineKind, sid: string, atMs: number): void {
    const key = `${kind} ${sid}`;
    this.timers.get(key)?.cancel();
    const run = (): void => {
      this.timers.delete(key);
      this.handlers.get(kind)?.(sid);
    };
    this.timers.set(key, this.clock.after(Math.max(0, atMs - this.clock.now()), run, { background: true }));
  }

  clear(kind: DeadlineKind, sid: string): void {
    this.timers.get(`${kind} ${sid}`)?.cancel();
    this.timers.delete(`${kind} ${sid}`);
  }

  clearAll(): void {
    for (const timer of this.timers.values()) timer.cancel();
    this.timers.clear();
  }
}
