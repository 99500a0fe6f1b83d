import { callbackDesk, finishDesk } from '../../lib/assembly';
import { finishRequeues, releaseDue, resumeCallbacks } from '../../lib/callback';
import { defineWeb } from '../../lib/function';

/** Hands held callbacks to the agents that are due, and finishes what was left half done; the sweep asks until all is complete. */
export const handler = defineWeb({
  fields: {},
  run: async (_input, line) => {
    const desk = callbackDesk(line);
    const resumed = await resumeCallbacks(desk);
    return { body: { resumed, released: await releaseDue(desk), finished: await finishRequeues(finishDesk(line)) } };
  },
});
