import { AppError, type ErrorCode } from '../errors';
import type { LanguageModel, ModelEvent, ModelRequest } from './model';

/** One answer of a scripted model. */
export interface Scripted {
  readonly text?: string;
  /** Input as an object, or as the broken text that a model may write. */
  readonly calls?: readonly { readonly name: string; readonly input?: object | string }[];
  readonly reason?: 'end' | 'calls' | 'length' | 'refusal';
  /** Fails at once with this code. */
  readonly error?: ErrorCode;
  /** Says its text and then nothing until the turn's time is up. */
  readonly late?: boolean;
  /** How long it takes, by the test's clock. */
  readonly ms?: number;
}
export type Script = (request: ModelRequest, asked: number) => Scripted;

/** A model that says what the script says. With a list, the last answer is said over and over. */
export function fakeModel(
  script: readonly Scripted[] | Script,
  hooks: { readonly timeIsUp?: () => void; readonly advance?: (ms: number) => void } = {},
): LanguageModel & { readonly requests: ModelRequest[] } {
  const requests: ModelRequest[] = [];
  return {
    requests,
    async *answer(request, signal) {
      requests.push(request);
      const step =
        typeof script === 'function'
          ? script(request, requests.length)
          : (script[requests.length - 1] ?? script.at(-1) ?? {});
      if (step.error) throw new AppError(step.error, 'the model was told to fail');
      hooks.advance?.(step.ms ?? 0);
      if (step.text !== undefined) yield { type: 'text', text: step.text } satisfies ModelEvent;
      if (step.late) {
        hooks.timeIsUp?.();
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
      }
      for (const [index, { name, input = {} }] of (step.calls ?? []).entries())
        yield {
          type: 'call',
          id: `toolu_${requests.length}_${index}`,
          name,
          input: typeof input === 'string' ? input : JSON.stringify(input),
        };
      const reason = step.reason ?? (step.calls ? 'calls' : 'end');
      yield { type: 'stop', reason, usage: { input: 100, output: 20, cacheRead: 1_000, cacheWrite: 50 } };
    },
  };
}
