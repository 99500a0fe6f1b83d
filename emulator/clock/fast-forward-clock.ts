import type { Timer } from '../contract';
import type { ClockParts } from './clock';
import { VirtualClock } from './virtual-clock';

/**
 * Jumps to the next foreground timer as soon as nothing is in flight, running the background timers it passes. What is due at the same moment happens
 * side by side, as in the cloud: callers who speak at once don't wait for each other's webhooks. (The controlled clock takes one after the other, so that
 * a test repeats exactly.)
 */
export class FastForwardClock extends VirtualClock {
  readonly mode = 'fast-forward';
  private moving = false;
  private readonly report: (error: unknown) => void;

  constructor(parts: ClockParts) {
    super(parts);
    this.report = parts.failed;
  }

  override after(delayMs: number, run: () => void | Promise<void>, options: { background?: boolean } = {}): Timer {
    const timer = super.after(delayMs, run, options);
    if (!this.moving) void this.move();
    return timer;
  }

  protected override async step(): Promise<void> {
    this.runFirst();
    // A turn of the event loop between two timers: the first may cancel the second.
    await turn();
    while ((this.timers.first()?.dueMs ?? Infinity) <= this.now()) {
      this.runFirst();
      await turn();
    }
    await this.activity.idle();
  }

  private async move(): Promise<void> {
    this.moving = true;
    await this.activity.idle();
    while (this.timers.firstForeground()) {
      try {
        await this.step();
      } catch (error) {
        this.report(error);
      }
    }
    this.moving = false;
  }
}

function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
