import { QUEUE_EVENTS, queueBehaviour } from './enqueue';
import type { Widget } from './widget';

/** Seconds that a task lives when the flow does not say; Twilio's skill for Studio says 3600, older pages a day. */
const DEFAULT_TIMEOUT = '3600';

/** Hands the call to a Flex agent through a workflow [twilio.com/docs/studio/widget-library/send-flex]. */
export const sendToFlex: Widget = {
  type: 'send-to-flex',
  properties: {
    workflow: { type: 'string', required: true },
    channel: { type: 'string', required: true },
    attributes: { type: 'string' },
    priority: { type: 'string' },
    timeout: { type: 'string' },
    waitUrl: { type: 'string' },
    waitUrlMethod: { type: 'string' },
    offset: { type: 'object' },
  },
  events: [...QUEUE_EVENTS, 'composerStarted'],
  behaviour: queueBehaviour(step => ({
    workflowSid: step.text('workflow'),
    attributes: step.text('attributes'),
    priority: step.text('priority'),
    timeout: step.text('timeout') || DEFAULT_TIMEOUT,
    waitUrl: step.text('waitUrl'),
    waitUrlMethod: step.text('waitUrlMethod'),
  })),
};
