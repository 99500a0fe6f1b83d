import type { Clock } from '../contract';

/** How many calls an account starts a second ("CPS"): those beyond it wait in line. */
export class CallLimit {
  private readonly nextMs = new Map<string, number>();

  constructor(
    private readonly clock: Pick<Clock, 'now'>,
    /** Undefined: no limit. */
    public callsPerSecond: number | undefined,
  ) {}

  /** How long the next call of the account waits, milliseconds. */
  waitMs(accountSid: string): number {
    if (this.callsPerSecond === undefined) return 0;
    const nowMs = this.clock.now();
    const startMs = Math.max(nowMs, this.nextMs.get(accountSid) ?? nowMs);
    this.nextMs.set(accountSid, startMs + 1000 / this.callsPerSecond);
    return Math.round(startMs - nowMs);
  }
}
