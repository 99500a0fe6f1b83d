import type { Clock } from '../contract';
import { TwilioError } from './twilio-error';

/** How often something may be asked for; off unless somebody wants to see how a client takes it. */
export class RateLimiter {
  private readonly asked = new Map<string, number[]>();

  constructor(
    private readonly clock: Pick<Clock, 'now'>,
    public isOn: boolean,
  ) {}

  /** Counts one request for what `key` names. Throws TwilioError 429/20429 when it is one too many within a second, while limits are on. */
  take(key: string, perSecond: number): void {
    if (!this.isOn) return;
    const nowMs = this.clock.now();
    const recent = (this.asked.get(key) ?? []).filter(atMs => nowMs - atMs < 1000);
    if (recent.length >= perSecond) throw new TwilioError(429, 20429, 'Too Many Requests');
    this.asked.set(key, [...recent, nowMs]);
  }
}
