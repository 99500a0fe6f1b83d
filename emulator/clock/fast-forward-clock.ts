import type { Timer } from '../contract';
import type { ClockParts } from './clock';
import { VirtualClock } from './virtual-clock';

/** Jumps to the next foreground timer as soon as nothing is in flight, running the background timers it passes. */
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
