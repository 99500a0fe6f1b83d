import { summaryDesk } from '../../lib/assembly';
import { defineWeb } from '../../lib/function';
import { weeklySummary } from '../../lib/summary';

/** Sends the mail of the week that is due, once; the sweep asks again while the outcome is "counting". */
export const handler = defineWeb({
  fields: {},
  run: async (_input, line) => ({ body: await weeklySummary(summaryDesk(line)) }),
});
