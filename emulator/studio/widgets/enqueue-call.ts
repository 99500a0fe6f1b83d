import { exactlyOne } from './call-audio';
import { QUEUE_EVENTS, queueBehaviour } from './enqueue';
import type { Widget } from './widget';

/** Puts the call into a queue, or makes a TaskRouter task of it [twilio.com/docs/studio/widget-library/enqueue-call]. */
export const enqueueCall: Widget = {
  type: 'enqueue-call',
  properties: {
    queue_name: { type: 'string' },
    workflow_sid: { type: 'string' },
    task_attributes: { type: 'string' },
    priority: { type: 'integer' },
    timeout: { type: 'integer' },
    wait_url: { type: 'string' },
    wait_url_method: { type: 'string' },
    offset: { type: 'object' },
  },
  events: QUEUE_EVENTS,
  check: exactlyOne('workflow_sid', 'queue_name'),
  behaviour: queueBehaviour(step => ({
    ...(step.text('workflow_sid') === ''
      ? { queueName: step.text('queue_name') }
      : { workflowSid: step.text('workflow_sid') }),
    attributes: step.text('task_attributes'),
    priority: step.text('priority'),
    timeout: step.text('timeout'),
    waitUrl: step.text('wait_url'),
    waitUrlMethod: step.text('wait_url_method'),
  })),
};
