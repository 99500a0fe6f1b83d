import { isObject, type DefinitionFault } from '../definition/fault';
import { keyValues, type PropertyRules } from '../definition/schema';
import { refusalOf, wasDone, type ApiAnswer } from '../twilio-api';
import { leave, type Behaviour, type Step, type Widget } from './widget';

const message: PropertyRules = {
  from: { type: 'string', required: true },
  body: { type: 'string' },
  service: { type: 'string' },
  channel: { type: 'string' },
  attributes: { type: 'string' },
  media_url: { type: 'string' },
  message_type: { type: 'string' },
  content_sid: { type: 'string' },
  content_variables: keyValues,
  shorten_urls: { type: 'boolean' },
  offset: { type: 'object' },
};

/** A message has a body unless a content template makes it. */
function bodyOrTemplate(properties: Record<string, unknown>, path: string): DefinitionFault[] {
  if (properties.message_type === 'content_template' || typeof properties.body === 'string') return [];
  return [{ property_path: `${path}/body`, message: 'is missing but it is required' }];
}

/** Sends a message [twilio.com/docs/studio/widget-library/send-message]. */
export const sendMessage: Widget = {
  type: 'send-message',
  properties: { ...message, to: { type: 'string', required: true } },
  events: ['sent', 'failed'],
  check: bodyOrTemplate,
  behaviour: {
    enter: step => ({ do: 'post', path: '/Messages.json', form: messageForm(step, step.text('to')) }),
    told(step, answer) {
      if (wasDone(answer)) return leave('sent', { outbound: messageVariables(answer.body) });
      return {
        ...leave('failed', { outbound: notSent(messageForm(step, step.text('to')), answer) }),
        problem: refusalOf(answer),
      };
    },
  },
};

/** Sends a message and waits for the answer [twilio.com/docs/studio/widget-library/send-wait-reply]. */
export const sendAndWaitForReply: Widget = {
  type: 'send-and-wait-for-reply',
  properties: { ...message, timeout: { type: 'string', orType: 'integer', required: true } },
  events: ['incomingMessage', 'timeout', 'deliveryFailure'],
  check: bodyOrTemplate,
  behaviour: {
    enter: step => ({ do: 'post', path: '/Messages.json', form: messageForm(step, contactOf(step)) }),
    told(step, answer) {
      if (!wasDone(answer)) {
        const outbound = notSent(messageForm(step, contactOf(step)), answer);
        return { ...leave('deliveryFailure', { outbound }), problem: refusalOf(answer) };
      }
      const seconds = Number(step.text('timeout'));
      const timeoutSeconds = Number.isFinite(seconds) && seconds > 0 ? seconds : DEFAULT_REPLY_SECONDS;
      return { do: 'wait', timeoutSeconds, keep: { outbound: messageVariables(answer.body) } };
    },
    resume(step, { flowEvent, parameters }) {
      return flowEvent === 'incomingMessage'
        ? leave('incomingMessage', { ...step.kept, inbound: parameters })
        : undefined;
    },
  },
};

/** How long a reply is waited for when the flow does not say. */
const DEFAULT_REPLY_SECONDS = 3_600;

function contactOf(step: Step): string {
  return step.render('{{contact.channel.address}}');
}

/** The parameters of `POST …/Messages.json`. */
function messageForm(step: Step, to: string): Record<string, string> {
  const service = step.text('service');
  const variables = contentVariables(step);
  const named = {
    To: to,
    ...(/^MG/.test(service) ? { MessagingServiceSid: service } : { From: step.text('from') }),
    Body: step.text('body'),
    MediaUrl: step.text('media_url'),
    ContentSid: step.text('content_sid'),
    ContentVariables: Object.keys(variables).length > 0 ? JSON.stringify(variables) : '',
    ShortenUrls: step.state.properties.shorten_urls === true ? 'true' : '',
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== ''));
}

/** What fills a template's places: flows call them "{{1}}" or "1", the API "1". */
function contentVariables(step: Step): Record<string, string> {
  const named: unknown = step.state.properties.content_variables;
  if (!Array.isArray(named)) return {};
  return Object.fromEntries(
    named.filter(isObject).map(({ key, value }) => [String(key).replace(/[{}\s]/g, ''), step.render(String(value))]),
  );
}

/** A message that the API refused, as far as there is one. */
function notSent(form: Readonly<Record<string, string>>, answer: ApiAnswer): Record<string, unknown> {
  const { code = null, message } = refusalOf(answer);
  const { To = null, From = null, Body = null } = form;
  return { To, From, Body, Sid: null, Status: 'failed', ErrorCode: code, ErrorMessage: message };
}

/** The Message resource as flows read it: "Sid", "NumSegments". */
function messageVariables(message: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const pascal = (name: string): string =>
    name.replace(/(?:^|_)([a-z])/g, (_all, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(message).map(([name, value]) => [pascal(name), value]));
}

/** Conversations are not here: the widget fails, and the log says why. */
const noConversations: Behaviour = {
  enter: () => ({ ...leave('failed'), problem: { code: 501, message: 'the local Twilio has no Conversations' } }),
};

/** Begins a conversation [twilio.com/docs/studio/widget-library/start-conversation]. */
export const startConversation: Widget = {
  type: 'start-conversation',
  properties: {
    conversation_service_sid: { type: 'string', required: true },
    participants: {
      type: 'array',
      required: true,
      items: { type: 'object', properties: { type: { type: 'string', required: true } } },
    },
    offset: { type: 'object' },
  },
  events: ['created', 'failed'],
  behaviour: noConversations,
};

/** Takes up a conversation that is there [twilio.com/docs/studio/widget-library/resume-conversation]. */
export const resumeConversation: Widget = {
  type: 'resume-conversation',
  properties: {
    conversation_service_sid: { type: 'string', required: true },
    offset: { type: 'object' },
  },
  events: ['resumed', 'failed'],
  behaviour: noConversations,
};
