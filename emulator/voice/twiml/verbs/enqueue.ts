import { stayInQueue, type Stay } from '../../queue-stay';
import type { Session } from '../../session';
import type { TaskRequest } from '../../task';
import { matching, oneOf, readAttributes, SCHEMA_WARNING, url, whole, type ValuesOf } from '../attributes';
import { elementsOf, rawTextOf, textOf, type Element } from '../element';
import { MAX_QUEUE_NAME_CHARACTERS } from '../nouns/queue-noun';
import { attributesOf, defineVerb, NEXT, type Outcome } from '../verb';
import { QUEUE_WAIT_VERBS } from './wait-verbs';

const attributes = {
  action: url({ default: undefined, warning: 14203 }),
  method: oneOf(['POST', 'GET'], { default: 'POST', warning: 14201 }),
  waitUrl: url({ default: undefined, warning: 14202 }),
  waitUrlMethod: oneOf(['POST', 'GET'], { default: 'POST', warning: 14206 }),
  workflowSid: matching(/^WW[0-9a-f]{32}$/i, { default: undefined, warning: 14220 }),
  maxQueueSize: whole({ default: undefined, min: 1, max: 5000 }),
};
type Values = ValuesOf<typeof attributes>;

/** https://www.twilio.com/docs/voice/twiml/enqueue */
export const enqueue = defineVerb({
  name: 'Enqueue',
  attributes,
  nested: ['Task'],
  async run({ attributes: values, element, session }) {
    if (isRefused(values, element, session)) return afterStay(REFUSED, values, session);
    const stay = await stayInQueue(session, {
      queueName: values.workflowSid ?? textOf(element),
      maxSize: values.maxQueueSize,
      task: values.workflowSid === undefined ? undefined : taskRequest(values.workflowSid, element, session),
      wait: { waitUrl: values.waitUrl, method: values.waitUrlMethod, verbs: QUEUE_WAIT_VERBS },
    });
    session.note('call', `leaves the queue: ${stay.result}`);
    return afterStay(stay, values, session);
  },
});

/** "The TwiML contained an error, either in the <Enqueue> verb itself or …": https://www.twilio.com/docs/voice/twiml/enqueue#queueresult-values. */
const REFUSED: Stay = { result: 'error', parameters: { QueueResult: 'error', QueueTime: '0' } };

/** Attributes that are wrong were warned of already; the name is looked at here (14204, 14205). */
function isRefused({ workflowSid }: Values, element: Element, session: Session): boolean {
  const isWrong = readAttributes(element, attributes).warnings.some(({ code }) => code !== SCHEMA_WARNING);
  const name = textOf(element);
  if (isWrong || workflowSid !== undefined) return isWrong;
  if (name.length > 0 && name.length <= MAX_QUEUE_NAME_CHARACTERS) return false;
  const fault = name === '' ? { code: 14204, is: 'short' } : { code: 14205, is: 'long' };
  session.warn({ code: fault.code, message: `Enqueue: Queue name too ${fault.is}` });
  return true;
}

/** https://www.twilio.com/docs/voice/twiml/enqueue#nest-task-in-enqueue */
export const taskTable = {
  priority: whole({ default: undefined }),
  timeout: whole({ default: undefined, min: 1 }),
};

function taskRequest(workflowSid: string, element: Element, session: Session): TaskRequest {
  const task = elementsOf(element)[0];
  if (!task) return { workflowSid, json: '', priority: undefined, timeout: undefined };
  return { workflowSid, json: rawTextOf(task).trim(), ...attributesOf(task, taskTable, session) };
}

/** The action is requested in any case; carried out only when the call is still there to carry it out on. */
async function afterStay(stay: Stay, values: Values, session: Session): Promise<Outcome> {
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
