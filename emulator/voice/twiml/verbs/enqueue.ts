import { stayInQueue, type Stay } from '../../queue-stay';
import type { Session } from '../../session';
import type { TaskRequest } from '../../task';
import { oneOf, readAttributes, text, whole, type ValuesOf } from '../attributes';
import { elementsOf, rawTextOf, textOf, type Element } from '../element';
import { defineVerb, NEXT, type Outcome } from '../verb';
import { QUEUE_WAIT_VERBS } from './wait-verbs';

const attributes = {
  action: text({ default: undefined }),
  method: oneOf(['POST', 'GET'], { default: 'POST' }),
  waitUrl: text({ default: undefined }),
  waitUrlMethod: oneOf(['POST', 'GET'], { default: 'POST' }),
  workflowSid: text({ default: undefined }),
};

/** https://www.twilio.com/docs/voice/twiml/enqueue */
export const enqueue = defineVerb({
  name: 'Enqueue',
  attributes,
  nested: ['Task'],
  async run({ attributes: values, element, session }) {
    const stay = await stayInQueue(session, {
      queueName: values.workflowSid ?? textOf(element),
      task: values.workflowSid === undefined ? undefined : taskRequest(values.workflowSid, element, session),
      wait: { waitUrl: values.waitUrl, method: values.waitUrlMethod, verbs: QUEUE_WAIT_VERBS },
    });
    session.note('call', `leaves the queue: ${stay.result}`);
    return afterStay(stay, values, session);
  },
});

const TASK_ATTRIBUTES = {
  priority: whole({ default: undefined }),
  timeout: whole({ default: undefined, min: 1 }),
};

function taskRequest(workflowSid: string, element: Element, session: Session): TaskRequest {
  const task = elementsOf(element)[0];
  if (!task) return { workflowSid, json: '', priority: undefined, timeout: undefined };
  const { values, warnings } = readAttributes(task, TASK_ATTRIBUTES);
  for (const warning of warnings) session.warn(warning);
  return { workflowSid, json: rawTextOf(task).trim(), ...values };
}

/** The action is requested in any case; carried out only when the call is still there to carry it out on. */
async function afterStay(stay: Stay, values: ValuesOf<typeof attributes>, session: Session): Promise<Outcome> {
  const { action, method } = values;
  const { interruption, parameters } = stay;
  const request = { kind: 'action', method, parameters } as const;
  if (!interruption) return action === undefined ? NEXT : { then: 'fetch', url: action, ...request };
  if (action !== undefined) {
    const sent = session.call.send({ ...request, ...session.resolve(action) });
    if (interruption.reason.kind === 'hang-up') await sent;
    else session.call.background(sent);
  }
  throw interruption;
}
