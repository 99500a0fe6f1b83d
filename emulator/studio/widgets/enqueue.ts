import { isObject } from '../definition/fault';
import { element, escapeXml, twiml, type XmlAttributes } from '../twiml';
import { isUrl } from './response-variables';
import { leave, type Behaviour, type Leave, type Outcome, type Step } from './widget';

/** What `<Enqueue>` needs of a widget, whatever the widget calls it. */
export interface Enqueueing {
  readonly queueName?: string;
  readonly workflowSid?: string;
  /** JSON text, Liquid rendered. */
  readonly attributes: string;
  readonly priority: string;
  readonly timeout: string;
  readonly waitUrl: string;
  readonly waitUrlMethod: string;
}

/** The events of a widget that puts the call into a queue. */
export const QUEUE_EVENTS = ['callComplete', 'failedToEnqueue', 'callFailure'];

/**
 * Puts the call into a queue and leaves when it is out of it: `failedToEnqueue` when it never got in (queue full, workflow refused),
 * `callFailure` on `system-error`, `callComplete` after everything else. Which QueueResult leads to which event is our reading of the
 * documents' short descriptions, not proven.
 */
export function queueBehaviour(read: (step: Step) => Enqueueing): Behaviour {
  return {
    toldOfHangup: true,
    enter: step => enqueue(step, read(step)),
    resume(_step, { flowEvent, parameters }) {
      return flowEvent === 'callComplete' ? leave(eventOf(parameters.QueueResult), parameters) : undefined;
    },
  };
}

function eventOf(queueResult: string | undefined): string {
  if (queueResult === 'queue-full' || queueResult === 'error') return 'failedToEnqueue';
  return queueResult === 'system-error' ? 'callFailure' : 'callComplete';
}

function enqueue(step: Step, call: Enqueueing): Outcome {
  if (!isJsonObject(call.attributes)) return badAttributes(call.attributes);
  const attributes: XmlAttributes = {
    workflowSid: call.workflowSid,
    action: step.url('callComplete'),
    method: 'POST',
    waitUrl: waitUrl(step, call.waitUrl),
    waitUrlMethod: call.waitUrlMethod || undefined,
  };
  const task = element(
    'Task',
    { priority: call.priority || undefined, timeout: call.timeout || undefined },
    escapeXml(call.attributes.trim()),
  );
  const content = call.workflowSid === undefined ? escapeXml(call.queueName ?? '') : task;
  return { do: 'play', twiml: twiml(element('Enqueue', attributes, content)) };
}

/** A wait URL that is none after Liquid is left out, and the caller hears the default music [error 81028]. */
function waitUrl(step: Step, url: string): string | undefined {
  if (url === '' || isUrl(url)) return url || undefined;
  step.warn({ code: 81028, message: `invalid wait URL "${url}": left out` });
  return undefined;
}

/** The way out for attributes that are no JSON object: error 81009. */
export function badAttributes(attributes: string): Leave {
  const message = `the task's attributes are not a JSON object: ${attributes.slice(0, 200)}`;
  return { ...leave('failedToEnqueue'), problem: { code: 81009, message } };
}

/** Whether a task can have these attributes; none at all is fine. */
export function isJsonObject(text: string): boolean {
  if (text.trim() === '') return true;
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}
