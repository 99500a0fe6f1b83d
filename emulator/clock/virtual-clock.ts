import type { Activity, ClockMode, Timer } from '../contract';
import type { ClockParts, MovableClock } from './clock';
import { TimerQueue } from './timer-queue';

/** What the two clocks share that do not follow the computer's: a queue of timers and a hand that moves when told. */
export abstract class VirtualClock implements MovableClock {
  abstract readonly mode: ClockMode;
  protected readonly timers = new TimerQueue();
  protected readonly activity: Activity;
  private readonly failed: (error: unknown) => void;
  private nowMs: number;

  constructor(parts: ClockParts) {
    this.activity = parts.activity;
    this.failed = parts.failed;
    this.nowMs = parts.startMs;
  }

  now(): number {
    return this.nowMs;
  }

  after(delayMs: number, run: () => void | Promise<void>, options: { background?: boolean } = {}): Timer {
    const dueMs = this.nowMs + Math.max(0, delayMs);
    return this.timers.add({ dueMs, run, background: options.background ?? false });
  }

  async advance(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    await this.activity.idle();
    while (this.firstDueMs() <= untilMs) await this.step();
    this.nowMs = Math.max(this.nowMs, untilMs);
  }

  async runUntil(done: () => boolean, withinMs: number): Promise<void> {
    const untilMs = this.nowMs + withinMs;
    await this.activity.idle();
    while (!done()) {
      if (this.firstDueMs() > untilMs) throw new Error(`did not happen within ${withinMs} ms of emulated time`);
      await this.step();
    }
  }

  close(): void {
    this.timers.clear();
  }

  /** Moves to the first timer, runs it and waits until what it started is quiet. */
  protected async step(): Promise<void> {
    this.runFirst();
    await this.activity.idle();
  }

  /** Moves to the first timer and runs it. */
  protected runFirst(): void {
    const timer = this.timers.take();
    if (!timer) return;
    this.nowMs = Math.max(this.nowMs, timer.dueMs);
    // What the timer returns is not waited for: it may itself wait for a later timer. Requests it makes count as activity.
    const returned = timer.run();
    if (returned) returned.catch(this.failed);
  }

  private firstDueMs(): number {
    return this.timers.first()?.dueMs ?? Infinity;
  }
}
