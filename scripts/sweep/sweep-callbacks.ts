import { z } from 'zod';
import { CommandError } from '../command-error';
import type { Progress } from '../terminal/progress';
import type { FunctionReply } from './signed-post';

const failedSchema = z.array(z.object({ taskSid: z.string(), code: z.string() }));

/** What the function that looks after callbacks answers. */
const answerSchema = z.object({
  resumed: z.object({
    unsettled: z.number(),
    outcomes: z.record(z.string(), z.number()),
    complete: z.boolean(),
  }),
  released: z.object({ released: z.array(z.string()), failed: failedSchema, complete: z.boolean() }),
  finished: z.object({ finished: z.array(z.string()), failed: failedSchema, complete: z.boolean() }),
});

/** What became of callbacks. */
export interface CallbackSweep {
  /** Promises that were left half done and are settled now. */
  readonly settled: number;
  /** Held tasks that were due, and are with the agents now. */
  readonly released: readonly string[];
  /** Tasks that an agent had put off and that were still open beside their next attempt. */
  readonly finished: readonly string[];
  readonly failed: readonly { readonly taskSid: string; readonly code: string }[];
}

/** More than any client needs: one round does what ten seconds allow. */
const ROUNDS = 30;

/**
 * Asks until nothing is left: callbacks that are due go to agents, what was left half done is finished.
 * Throws SWEEP_REFUSED when the function does not answer as it should, SWEEP_STUCK when it comes to no end.
 */
export async function sweepCallbacks(
  ask: () => Promise<FunctionReply>,
  progress: Pick<Progress, 'step'>,
): Promise<CallbackSweep> {
  let settled = 0;
  const released: string[] = [];
  const finished: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const answer = readAnswer(await ask());
    settled += answer.resumed.unsettled - (answer.resumed.outcomes['unsettled'] ?? 0);
    released.push(...answer.released.released);
    finished.push(...answer.finished.finished);
    progress.step(`${released.length} callbacks released`);
    const failed = [...answer.released.failed, ...answer.finished.failed];
    const isDone = [answer.resumed, answer.released, answer.finished].every(({ complete }) => complete);
    if (isDone) return { settled, released, finished, failed };
  }
  throw new CommandError('SWEEP_STUCK', `/callback/release came to no end in ${ROUNDS} requests.`);
}

function readAnswer({ status, body }: FunctionReply): z.infer<typeof answerSchema> {
  const answer = status === 200 ? answerSchema.safeParse(body) : undefined;
  if (answer?.success) return answer.data;
  const words = typeof body === 'string' ? body : JSON.stringify(body);
  const hint = status === 404 ? ' Deploy the client again: what is deployed has no callbacks.' : '';
  throw new CommandError(
    'SWEEP_REFUSED',
    `/callback/release answered ${status}: ${(words ?? '').slice(0, 300)}${hint}`,
  );
}
