import type { Timer } from '../contract';
import { clipOf } from './audio/clip';
import type { LineEvent } from './line';
import { Interruption } from './scope';
import type { Session } from './session';

export interface GatherOptions {
  readonly input: readonly ('dtmf' | 'speech')[];
  /** Without input for so long after the prompts, or between two keys. */
  readonly timeoutMs: number;
  /** The silence that ends what the caller says. */
  readonly speechTimeoutMs: number;
  readonly numDigits: number | undefined;
  /** '' for none. It ends the input only after a digit. */
  readonly finishOnKey: string;
  /** Input stops the prompts. */
  readonly bargeIn: boolean;
  /** Plays what stands in the Gather. */
  readonly prompts: (session: Session) => Promise<void>;
}

export interface Gathered {
  readonly digits: string;
  readonly speech: string;
}

/** Plays the prompts and takes keys or words until they are complete, or nothing comes. Both empty: no input. */
export function gatherInput(session: Session, options: GatherOptions): Promise<Gathered> {
  return session.scope.inner(scope =>
    scope.until<Gathered>((resolve, reject) => {
      const collector = new Collector(session, options, resolve);
      const stop = session.call.line.on(event => collector.hear(event));
      const prompting = scope.inner(async prompts => {
        collector.stopPrompts = () => prompts.interrupt({ kind: 'barge-in' });
        await options.prompts(session.within(prompts));
      });
      prompting.then(
        () => collector.promptsEnded(),
        (error: Error) => (error instanceof Interruption ? collector.promptsEnded() : reject(error)),
      );
      return () => {
        stop();
        collector.stop();
      };
    }),
  );
}

class Collector {
  stopPrompts: () => void = () => undefined;
  private digits = '';
  private readonly speech: string[] = [];
  private isSpeaking = false;
  private arePromptsOver = false;
  private isDone = false;
  private timer: Timer | undefined;

  constructor(
    private readonly session: Session,
    private readonly options: GatherOptions,
    private readonly resolve: (gathered: Gathered) => void,
  ) {}

  hear(event: LineEvent): void {
    if (event.type === 'key' && this.options.input.includes('dtmf')) this.key(event.digit);
    if (!this.options.input.includes('speech')) return;
    if (event.type === 'speech-start') {
      if (!this.interrupts()) return;
      this.isSpeaking = true;
      this.timer?.cancel();
    }
    if (event.type === 'speech-end' && this.isSpeaking) {
      this.isSpeaking = false;
      const { startMs: fromMs, endMs: toMs } = event.speech;
      this.speech.push(clipOf([event.speech], { fromMs, toMs }).words);
      this.arm(this.options.speechTimeoutMs);
    }
  }

  promptsEnded(): void {
    this.arePromptsOver = true;
    // Input that stopped the prompts has set its own time-out.
    if (this.digits === '' && this.speech.length === 0 && !this.isSpeaking) this.arm(this.options.timeoutMs);
  }

  stop(): void {
    this.isDone = true;
    this.timer?.cancel();
    this.stopPrompts();
  }

  private key(digit: string): void {
    if (!this.interrupts()) return;
    if (digit === this.options.finishOnKey) {
      if (this.digits !== '') this.done();
      return;
    }
    this.digits += digit;
    if (this.digits.length === this.options.numDigits) this.done();
    else this.arm(this.options.timeoutMs);
  }

  /** Whether input counts now; it ends the prompts unless they must be heard out. */
  private interrupts(): boolean {
    const isPrompting = !this.arePromptsOver && this.session.call.line.playing !== undefined;
    if (isPrompting && !this.options.bargeIn) return false;
    this.stopPrompts();
    return true;
  }

  private arm(afterMs: number): void {
    this.timer?.cancel();
    if (!this.isDone) this.timer = this.session.call.world.clock.after(afterMs, () => this.done());
  }

  private done(): void {
    this.resolve({ digits: this.digits, speech: this.speech.join(' ') });
  }
}
