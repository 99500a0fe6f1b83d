import type { TimelineEntry, TimelineKind, WebReply } from '../contract';
import type { Prompt } from './line';
import type { LiveCall } from './live-call';
import type { Scope } from './scope';
import type { Warning } from './twiml/attributes';
import type { DocumentSource } from './twiml/document';
import { TwimlError } from './twiml/twiml-error';

/** What the timeline says when a key, words or a redirect end a prompt. */
export const CUT_OFF = 'the prompt is cut off';

/** What a verb works with: the call, the document it stands in, and waits that end when the call is taken away. */
export class Session {
  private codes: ReadonlyMap<number, number> = new Map();

  constructor(
    readonly call: LiveCall,
    readonly scope: Scope,
    private readonly source: DocumentSource,
  ) {}

  /** The same call in another document. */
  at(source: DocumentSource): Session {
    return new Session(this.call, this.scope, source);
  }

  /** The same document in an inner scope, which can be ended by itself. */
  within(scope: Scope): Session {
    return new Session(this.call, scope, this.source).renaming(this.codes);
  }

  /** The same, where Twilio has other codes for the same warnings. */
  renaming(codes: ReadonlyMap<number, number>): Session {
    const renamed = new Session(this.call, this.scope, this.source);
    renamed.codes = codes;
    return renamed;
  }

  nowMs(): number {
    return this.call.world.clock.now();
  }

  answer(): void {
    this.call.answer();
  }

  /** Puts something on the call's timeline. */
  note(kind: TimelineKind, text: string, extra?: Pick<TimelineEntry, 'durationMs' | 'detail'>): void {
    this.call.note(kind, text, extra);
  }

  /** Tells of something in a document that Twilio ignores. */
  warn({ code: usual, message }: Warning): void {
    const code = this.codes.get(usual) ?? usual;
    this.note('log', `warning ${code}: ${message}`, { detail: { code } });
  }

  /** A URL of the document, made absolute; an empty one is the document's own. Throws TwimlError 11100 when it cannot be. */
  resolve(url: string): { url: string; twiml?: string } {
    const { url: base, twiml } = this.source;
    if (url === '' && twiml !== undefined) return { url: base, twiml };
    try {
      return { url: base === '' ? new URL(url).href : new URL(url, base).href };
    } catch {
      throw new TwimlError(11100, `Invalid URL format: "${url}"`);
    }
  }

  /** Plays something to the caller, to its end. */
  async hear(prompt: Prompt): Promise<void> {
    const { line } = this.call;
    const startMs = this.nowMs();
    this.note('heard', prompt.text, { durationMs: prompt.durationMs });
    line.put({ type: 'prompt-start', prompt: { ...prompt, startMs } });
    try {
      await this.scope.sleep(prompt.durationMs);
    } finally {
      const durationMs = this.nowMs() - startMs;
      if (durationMs < prompt.durationMs && !this.call.isOver) this.note('call', CUT_OFF, { durationMs });
      line.put({ type: 'prompt-end' });
    }
  }

  /** Makes a request of the call, with the call's parameters besides its own. Rejects with an Interruption when the call is taken away. */
  request(source: Pick<DocumentSource, 'kind' | 'url' | 'method' | 'parameters'>): Promise<WebReply> {
    return this.scope.wait(this.call.send(source));
  }
}
