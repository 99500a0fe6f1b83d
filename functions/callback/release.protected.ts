import { callbackDesk } from '../../lib/assembly';
import { releaseDue, resumeCallbacks } from '../../lib/callback';
import { defineWeb } from '../../lib/function';

/** Hands held callbacks to the agents that are due, and finishes what was left half done; the sweep asks until both are complete. */
export const handler = defineWeb({
  fields: {},
  run: async (_input, line) => {
    const desk = callbackDesk(line);
    const resumed = await resumeCallbacks(desk);
    return { body: { resumed, released: await releaseDue(desk) } };
  },
});
