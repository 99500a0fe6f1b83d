import type { Timer } from '../contract';
import { clipOf, type Speech } from './audio/clip';
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
  /** The longest that the caller may speak. */
  readonly maxSpeechMs: number;
  /** '' for none. It ends the input only after a digit. */
  readonly finishOnKey: string;
  /** Ends the input at once, whatever came before; it alone is then the input. */
  readonly cancelKey?: string;
  /** Speech stops the prompts; keys always do. */
  readonly bargeIn: boolean;
  /** Hears what the caller has said so far, again and again while they speak. */
  readonly partial?: ((words: string) => void) | undefined;
  /** Plays what stands in the Gather. */
  readonly prompts: (session: Session) => Promise<void>;
}

export interface Gathered {
  readonly digits: string;
  readonly speech: string;
  /** Of all that was said, that of the part least sure; undefined when no script says. */
  readonly confidence: number | undefined;
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

/** How often partial results come. Twilio names no figure: it sends them as its recognizer has them. */
const PARTIAL_MS = 500;

function wordsUntil(speech: Speech, toMs: number): string {
  return clipOf([speech], { fromMs: speech.startMs, toMs }).words;
}

class Collector {
  stopPrompts: () => void = () => undefined;
  private digits = '';
  private readonly speech: string[] = [];
  private confidence: number | undefined;
  private isSpeaking = false;
  private arePromptsOver = false;
  private isDone = false;
  private timer: Timer | undefined;
  private partialTimer: Timer | undefined;
  private limitTimer: Timer | undefined;
  private speechStartMs: number | undefined;

  constructor(
    private readonly session: Session,
    private readonly options: GatherOptions,
    private readonly resolve: (gathered: Gathered) => void,
  ) {}

  hear(event: LineEvent): void {
    if (event.type === 'key' && this.options.input.includes('dtmf')) this.key(event.digit);
    if (!this.options.input.includes('speech')) return;
    if (event.type === 'speech-start') {
      if (!this.hearsSpeech()) return;
      this.isSpeaking = true;
      this.timer?.cancel();
      this.limitSpeech(event.speech);
      this.listenWhile(event.speech);
    }
    if (event.type === 'speech-end' && this.isSpeaking) {
      this.isSpeaking = false;
      this.partialTimer?.cancel();
      this.limitTimer?.cancel();
      this.speech.push(wordsUntil(event.speech, event.speech.endMs));
      const { confidence = this.confidence } = event.speech;
      if (confidence !== undefined) this.confidence = Math.min(confidence, this.confidence ?? 1);
      this.arm(this.options.speechTimeoutMs);
    }
  }

  promptsEnded(): void {
    this.arePromptsOver = true;
    // Input that stopped the prompts has set its own time-out.
    if (this.isDone || this.digits !== '' || this.speech.length > 0 || this.isSpeaking) return;
    this.arm(this.options.timeoutMs);
    this.session.call.line.put({ type: 'asked' });
  }

  stop(): void {
    this.isDone = true;
    this.timer?.cancel();
    this.partialTimer?.cancel();
    this.limitTimer?.cancel();
    this.stopPrompts();
  }

  /** Whoever speaks longer is cut off: what was said until then counts. */
  private limitSpeech(speech: Speech): void {
    const { clock } = this.session.call.world;
    this.speechStartMs ??= clock.now();
    const leftMs = Math.max(0, this.speechStartMs + this.options.maxSpeechMs - clock.now());
    this.limitTimer = clock.after(leftMs, () => {
      this.speech.push(wordsUntil(speech, clock.now()));
      this.done();
    });
  }

  private listenWhile(speech: Speech): void {
    const { partial } = this.options;
    if (!partial) return;
    const { clock } = this.session.call.world;
    this.partialTimer = clock.after(PARTIAL_MS, () => {
      const words = [...this.speech, wordsUntil(speech, clock.now())].join(' ').trim();
      if (words !== '') partial(words);
      this.listenWhile(speech);
    });
  }

  private key(digit: string): void {
    this.stopPrompts();
    if (digit === this.options.cancelKey) {
      this.digits = digit;
      return this.done();
    }
    if (digit === this.options.finishOnKey) {
      if (this.digits !== '') this.done();
      return;
    }
    this.digits += digit;
    if (this.digits.length === this.options.numDigits) this.done();
    else this.arm(this.options.timeoutMs);
  }

  /** Whether speech counts now; it ends the prompts unless they must be heard out. */
  private hearsSpeech(): boolean {
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
    this.resolve({ digits: this.digits, speech: this.speech.join(' '), confidence: this.confidence });
  }
}
