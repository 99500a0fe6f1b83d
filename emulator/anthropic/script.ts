import * as z from 'zod';

const ms = z.number().min(0).max(600_000);

/**
 * One answer that a test wants. It goes to the first request that fits it: whose last user message has `when` in it, and which asks `model`.
 * Times are on the emulated clock, or in real milliseconds while a Function waits for the answer: Functions live in real time.
 */
export const modelTurn = z.strictObject({
  /** A part of the caller's last words or of a tool's result, in any case. */
  when: z.string().min(1).optional(),
  model: z.string().min(1).optional(),
  /** How many requests it answers; once without. */
  times: z.int().min(1).max(10_000).optional(),
  say: z.string().optional(),
  /** Input as an object, or as the text that the model writes, however broken. */
  calls: z
    .array(
      z.strictObject({
        name: z.string(),
        input: z
          .union([z.string(), z.record(z.string(), z.unknown())], {
            error: 'Invalid input: expected an object or a text',
          })
          .optional(),
      }),
    )
    .optional(),
  thinking: z.string().optional(),
  stop: z.enum(['refusal', 'max_tokens']).optional(),
  firstTokenMs: ms.optional(),
  betweenMs: ms.optional(),
  /** Instead of an answer. */
  fails: z.enum(['overloaded', 'rate-limited', 'server-error', 'timeout', 'bad-request']).optional(),
  retryAfterSeconds: z.int().min(0).optional(),
  /** In the middle of the answer: the connection goes, or an `error` event comes. */
  breaks: z.enum(['connection', 'overloaded']).optional(),
});
export type ModelTurn = z.output<typeof modelTurn>;

/** What is asked, as turns are matched with it. */
export interface Asked {
  readonly model: string;
  /** Words and results of the last user message. */
  readonly text: string;
}

export interface Script {
  /** Replaces what is left of the script. */
  readonly set: (turns: readonly ModelTurn[]) => void;
  /** The turn that answers, counted down; undefined when none fits. */
  readonly take: (asked: Asked) => ModelTurn | undefined;
  /** Turns that no request has used up. */
  readonly left: () => readonly ModelTurn[];
}

/** A list of turns, used up from the front. */
export function createScript(first: readonly ModelTurn[]): Script {
  let turns: { turn: ModelTurn; left: number }[] = [];
  const set = (next: readonly ModelTurn[]): void => {
    turns = next.map(turn => ({ turn, left: turn.times ?? 1 }));
  };
  set(first);
  return {
    set,
    take(asked) {
      const found = turns.find(({ turn }) => fits(turn, asked));
      if (!found) return undefined;
      found.left -= 1;
      if (found.left === 0) turns = turns.filter(each => each !== found);
      return found.turn;
    },
    left: () => turns.map(({ turn }) => turn),
  };
}

function fits({ when, model }: ModelTurn, asked: Asked): boolean {
  if (model !== undefined && model !== asked.model) return false;
  return when === undefined || asked.text.toLowerCase().includes(when.toLowerCase());
}
