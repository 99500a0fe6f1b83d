import { refusalOf, wasDone } from '../twilio-api';
import { badAttributes, isJsonObject, QUEUE_EVENTS, queueBehaviour } from './enqueue';
import { leave, type Outcome, type Step, type Widget } from './widget';

/** Seconds that a task lives when the flow does not say; Twilio's skill for Studio says 3600, older pages a day. */
const DEFAULT_TIMEOUT = '3600';

function order(step: Step) {
  return {
    workflowSid: step.text('workflow'),
    attributes: step.text('attributes'),
    priority: step.text('priority'),
    timeout: step.text('timeout') || DEFAULT_TIMEOUT,
    waitUrl: step.text('waitUrl'),
    waitUrlMethod: step.text('waitUrlMethod'),
  };
}

const queue = queueBehaviour(order);

/** Hands the call, or what the contact wrote, to a Flex agent through a workflow [twilio.com/docs/studio/widget-library/send-flex]. */
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
  behaviour: {
    ...queue,
    enter: step => (step.callSid === '' ? task(step) : queue.enter(step)),
    told(_step, answer) {
      if (wasDone(answer)) return leave('callComplete', answer.body);
      return { ...leave('failedToEnqueue'), problem: refusalOf(answer) };
    },
  },
};

/** Without a call ("Task Created" is what Studio calls `callComplete` then): the task is made, and the flow goes on. */
function task(step: Step): Outcome {
  const { workflowSid, attributes, priority, timeout } = order(step);
  if (!isJsonObject(attributes)) return badAttributes(attributes);
  return {
    do: 'post',
    path: '/Tasks',
    workflowSid,
    form: {
      WorkflowSid: workflowSid,
      TaskChannel: step.text('channel'),
      Attributes: attributes.trim() || '{}',
      Timeout: timeout,
      ...(priority !== '' && { Priority: priority }),
    },
  };
}
