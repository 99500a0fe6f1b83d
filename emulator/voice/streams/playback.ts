import type { Timer } from '../../contract';
import { SAMPLES_PER_MS } from '../audio/audio';
import type { LiveCall } from '../live-call';

/** Twilio buffers ten minutes: https://www.twilio.com/docs/api/errors/31931. */
const MAX_BUFFERED_MS = 10 * 60_000;

/** What a server sends to be heard: buffered, played in order on the emulated clock, cleared when told. */
export class Playback {
  private endsMs = 0;
  private ending: Timer | undefined;
  private readonly marks = new Map<symbol, { name: string; timer: Timer }>();

  constructor(
    private readonly call: LiveCall,
    private readonly played: (mark: string) => void,
  ) {}

  /** µ-law bytes, played after what is buffered already. False when there is no room for them. */
  add(bytes: Buffer): boolean {
    const { clock } = this.call.world;
    const nowMs = clock.now();
    if (this.endsMs - nowMs > MAX_BUFFERED_MS) return false;
    const isNew = this.ending === undefined;
    const lengthMs = bytes.length / SAMPLES_PER_MS;
    this.endsMs = Math.max(nowMs, this.endsMs) + lengthMs;
    this.ending?.cancel();
    this.ending = clock.after(this.endsMs - nowMs, () => this.end());
    if (!isNew) return true;
    const prompt = { text: 'audio of the stream', durationMs: lengthMs };
    this.call.note('heard', prompt.text);
    this.call.line.put({ type: 'prompt-start', prompt: { ...prompt, startMs: nowMs } });
    return true;
  }

  /** Told of when all that came before it has been played. */
  mark(name: string): void {
    const { clock } = this.call.world;
    const key = Symbol(name);
    const timer = clock.after(Math.max(0, this.endsMs - clock.now()), () => {
      this.marks.delete(key);
      this.played(name);
    });
    this.marks.set(key, { name, timer });
  }

  /** Empties the buffer; the marks in it come back at once. */
  clear(): void {
    this.stop();
    const waiting = [...this.marks.values()];
    this.marks.clear();
    for (const { name, timer } of waiting) {
      timer.cancel();
      this.played(name);
    }
  }

  /** Plays nothing more, and says nothing more. */
  drop(): void {
    for (const { timer } of this.marks.values()) timer.cancel();
    this.marks.clear();
    this.stop();
  }

  private stop(): void {
    this.endsMs = 0;
    if (!this.ending) return;
    this.ending.cancel();
    this.end();
  }

  private end(): void {
    this.ending = undefined;
    this.call.line.put({ type: 'prompt-end' });
  }
}
