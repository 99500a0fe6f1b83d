import type { Clock } from '../contract';
import type { DocumentSource } from './twiml/document';

/** Why something that was going on is taken away from under its feet. */
export type Cause =
  | { readonly kind: 'hang-up' }
  | { readonly kind: 'redirect'; readonly to: DocumentSource }
  /** The caller pressed a key or spoke over a prompt. */
  | { readonly kind: 'barge-in' }
  /** An agent takes the call out of its queue. */
  | { readonly kind: 'dequeued' }
  /** Whoever is on the phone is told to do something else. */
  | { readonly kind: 'steered' }
  /** What a participant of a conference does now is over: it starts, they are held, they leave. */
  | { readonly kind: 'conference' };

/** Thrown out of every wait of a scope that is interrupted. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  constructor(readonly reason: Cause) {
    super(reason.kind);
  }
}

/**
 * What goes on in a call until somebody ends it: all its waits are rejected at once when it is interrupted.
 * An inner scope (a prompt within a Gather, hold music within a queue) ends with the outer one, not the other way round.
 */
export class Scope {
  private interruption: Interruption | undefined;
  private readonly stops = new Set<(interruption: Interruption) => void>();

  constructor(private readonly clock: Clock) {}

  get isOver(): boolean {
    return this.interruption !== undefined;
  }

  /** Ends every wait of this scope and of its inner scopes. Only the first interruption counts. */
  interrupt(reason: Cause): void {
    if (this.interruption) return;
    this.interruption = new Interruption(reason);
    for (const stop of [...this.stops]) stop(this.interruption);
    this.stops.clear();
  }

  /** Runs `work` in an inner scope, which it may interrupt by itself. */
  async inner<T>(work: (scope: Scope) => Promise<T>): Promise<T> {
    if (this.interruption) throw this.interruption;
    const scope = new Scope(this.clock);
    const stop = (interruption: Interruption): void => scope.interrupt(interruption.reason);
    this.stops.add(stop);
    try {
      return await work(scope);
    } finally {
      this.stops.delete(stop);
    }
  }

  /** `work`, unless the scope ends before it does; then rejects with the Interruption. */
  wait<T>(work: Promise<T>): Promise<T> {
    return this.until<T>((resolve, reject) => void work.then(resolve, reject));
  }

  /** Waits `ms` on the emulated clock. */
  sleep(ms: number): Promise<void> {
    return this.until(resolve => {
      const timer = this.clock.after(ms, resolve);
      return () => timer.cancel();
    });
  }

  /**
   * Waits until `start` calls resolve or reject. What `start` returns undoes it, and is called in the end, however it ends.
   */
  until<T>(start: (resolve: (value: T) => void, reject: (error: Error) => void) => (() => void) | void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.interruption) {
        reject(this.interruption);
        return;
      }
      let undo: (() => void) | void = undefined;
      let isSettled = false;
      const settle = <V>(settled: (value: V) => void, value: V): void => {
        if (isSettled) return;
        isSettled = true;
        this.stops.delete(stop);
        if (undo) undo();
        settled(value);
      };
      const stop = (interruption: Interruption): void => settle(reject, interruption);
      this.stops.add(stop);
      undo = start(
        value => settle(resolve, value),
        error => settle(reject, error),
      );
      if (isSettled && undo) undo();
    });
  }
}
