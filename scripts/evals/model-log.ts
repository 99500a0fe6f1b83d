import { createHash } from 'node:crypto';
import type { LanguageModel, ModelRequest, ModelToolCall, TokenUsage } from '../../lib/assistant';
import { toAppError, type ErrorCode } from '../../lib/errors';
import type { EvalClock } from './clock';

/** One answer of a model, as it came: what recordings hold, and reports show. */
export interface Answered {
  readonly model: string;
  /** Names what was asked: the same for the same last message. */
  readonly asked: string;
  readonly firstTokenMs: number;
  readonly ms: number;
  readonly text: string;
  readonly calls: readonly ModelToolCall[];
  readonly reason: 'end' | 'calls' | 'length' | 'refusal';
  readonly usage: TokenUsage;
  /** Instead of an answer. */
  readonly fails?: ErrorCode;
}

/** A model that is listened to. */
export interface HeardModel {
  readonly model: LanguageModel;
  readonly answers: readonly Answered[];
  readonly requests: readonly ModelRequest[];
}

const NOTHING: TokenUsage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

/** The same model; everything it is asked and answers is kept. */
export function listenIn(inner: LanguageModel, clock: EvalClock): HeardModel {
  const answers: Answered[] = [];
  const requests: ModelRequest[] = [];
  return {
    ...{ answers, requests },
    model: {
      async *answer(request, signal) {
        requests.push(request);
        const startMs = clock.now().getTime();
        const since = (): number => clock.now().getTime() - startMs;
        const about = { model: request.model, asked: askedOf(request) };
        const heard: { text: string; calls: ModelToolCall[]; firstTokenMs?: number } = { text: '', calls: [] };
        const kept = () => ({ ...about, firstTokenMs: heard.firstTokenMs ?? since(), ms: since(), ...heard });
        try {
          for await (const event of inner.answer(request, signal)) {
            heard.firstTokenMs ??= since();
            if (event.type === 'text') heard.text += event.text;
            else if (event.type === 'call') heard.calls.push({ id: event.id, name: event.name, input: event.input });
            else answers.push({ ...kept(), reason: event.reason, usage: event.usage });
            yield event;
          }
        } catch (thrown) {
          answers.push({ ...kept(), reason: 'end', usage: NOTHING, fails: toAppError(thrown).code });
          throw thrown;
        }
      },
    },
  };
}

/** Of the last message alone: what came before it was asked before. */
export function askedOf({ messages }: ModelRequest): string {
  return createHash('sha256')
    .update(JSON.stringify(messages.at(-1) ?? null))
    .digest('hex')
    .slice(0, 12);
}

/** The words and results of the last message. */
export function lastWords({ messages }: ModelRequest): string {
  const last = messages.at(-1);
  return last?.role === 'user' ? last.parts.map(part => part.text).join('\n') : '';
}
