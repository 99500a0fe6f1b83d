import type { Clock } from '../contract';
import type { Span } from './audio/audio';
import { clipOfTracks, soundIn, type Clip, type Speech, type TapeSpan } from './audio/clip';

/** Which side of a call is recorded. */
export type Track = 'inbound' | 'outbound' | 'both';
/** What becomes of the time of a pause: left out, or silent. */
export type PauseBehavior = 'skip' | 'silence';

/** What is recorded while it is said, on two tracks: the leg's own voice, and what the leg hears. */
export class Tape {
  private readonly startMs: number;
  private readonly inbound: Speech[] = [];
  private readonly outbound: Speech[] = [];
  private readonly pauses: { fromMs: number; toMs: number; behavior: PauseBehavior }[] = [];

  constructor(private readonly clock: Pick<Clock, 'now'>) {
    this.startMs = clock.now();
  }

  hear(speech: Speech, track: 'inbound' | 'outbound'): void {
    (track === 'inbound' ? this.inbound : this.outbound).push(speech);
  }

  pause(behavior: PauseBehavior): void {
    this.pauses.push({ fromMs: this.clock.now(), toMs: Infinity, behavior });
  }

  resume(): void {
    const last = this.pauses.at(-1);
    if (last) last.toMs = this.clock.now();
  }

  /** What is on it; undefined when that is nothing. */
  cut(options: { channels: 1 | 2; track: Track; trim: boolean }): Clip | undefined {
    const nowMs = this.clock.now();
    const inbound = options.track === 'outbound' ? [] : this.inbound;
    const outbound = options.track === 'inbound' ? [] : this.outbound;
    const whole = { fromMs: this.startMs, toMs: nowMs };
    const taken = options.trim ? soundIn([...inbound, ...outbound], whole) : whole;
    if (!taken || taken.toMs <= taken.fromMs) return undefined;
    const spans = this.spansOf(taken);
    return spans.length === 0 ? undefined : clipOfTracks({ inbound, outbound }, spans, options.channels);
  }

  private spansOf({ fromMs, toMs }: Span): TapeSpan[] {
    const spans: TapeSpan[] = [];
    let atMs = fromMs;
    for (const pause of this.pauses) {
      const beginsMs = Math.max(pause.fromMs, fromMs);
      const endsMs = Math.min(pause.toMs, toMs);
      if (beginsMs > atMs) spans.push({ fromMs: atMs, toMs: Math.min(beginsMs, toMs), isSilent: false });
      if (pause.behavior === 'silence' && endsMs > beginsMs)
        spans.push({ fromMs: beginsMs, toMs: endsMs, isSilent: true });
      atMs = Math.max(atMs, endsMs);
    }
    if (toMs > atMs) spans.push({ fromMs: atMs, toMs, isSilent: false });
    return spans;
  }
}
