import { z } from 'zod';
import { CommandError } from '../command-error';
import type { Progress } from '../terminal/progress';
import type { FunctionReply } from './signed-post';

/** What the function of the weekly summary answers. */
const answerSchema = z.object({
  outcome: z.enum(['off', 'not-due', 'counting', 'sent', 'already-sent', 'in-progress', 'unsure']),
  week: z.string().optional(),
});
export type SummarySweep = z.infer<typeof answerSchema>;

/** A month of a large client is counted in fewer: one request counts what ten seconds allow. */
const ROUNDS = 60;

/** Asks until the week that is due is counted and its mail sent, if one is due. Throws SWEEP_REFUSED, SWEEP_STUCK. */
export async function sweepSummary(
  ask: () => Promise<FunctionReply>,
  progress: Pick<Progress, 'step'>,
): Promise<SummarySweep> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const { status, body } = await ask();
    const answer = status === 200 ? answerSchema.safeParse(body) : undefined;
    if (!answer?.success) {
      const words = typeof body === 'string' ? body : JSON.stringify(body);
      throw new CommandError('SWEEP_REFUSED', `/summary/weekly answered ${status}: ${(words ?? '').slice(0, 300)}`);
    }
    if (answer.data.outcome !== 'counting') return answer.data;
    progress.step(`the week of ${answer.data.week ?? ''} is being counted`);
  }
  throw new CommandError('SWEEP_STUCK', `/summary/weekly came to no end in ${ROUNDS} requests.`);
}
