import { defineVoice, optional, wholeNumber } from '../../lib/function';
import { waitStep } from '../../lib/lines';

/** What a caller hears while waiting on a line with options; after the client's limit the caller leaves the queue. */
export const handler = defineVoice({
  fields: { QueueTime: optional(wholeNumber) },
  run: ({ QueueTime = 0 }, { client }) => {
    const step = waitStep(client.answer.waitSeconds, QueueTime);
    return step === 'leave' ? [{ leave: true }] : [step];
  },
  otherwise: () => [{ leave: true }],
});
