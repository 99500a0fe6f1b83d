import { defineWeb } from '../../lib/function';
import { whatApplies } from '../../lib/lines';

/** Studio asks what applies to a call that comes in now: open, closed or holiday, and the words for it. */
export const handler = defineWeb({
  fields: {},
  run: (_input, { client, clock }) => ({ body: whatApplies(client, clock.now()) }),
});
