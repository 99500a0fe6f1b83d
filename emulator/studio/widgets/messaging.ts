import type { DefinitionFault } from '../definition/fault';
import type { PropertyRules } from '../definition/schema';
import { refusalOf, wasDone } from '../twilio-api';
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
  content_variables: { type: 'array' },
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
    told(_step, answer) {
      if (wasDone(answer)) return leave('sent', messageVariables(answer.body));
      return { ...leave('failed'), problem: refusalOf(answer) };
    },
  },
};

/** Sends a message and waits for the answer [twilio.com/docs/studio/widget-library/send-wait-reply]. */
export const sendAndWaitForReply: Widget = {
  type: 'send-and-wait-for-reply',
  properties: { ...message, timeout: { type: 'string', required: true } },
  events: ['incomingMessage', 'timeout', 'deliveryFailure'],
  check: bodyOrTemplate,
  behaviour: {
    enter: step => ({
      do: 'post',
      path: '/Messages.json',
      form: messageForm(step, step.render('{{contact.channel.address}}')),
    }),
    told(step, answer) {
      if (!wasDone(answer)) return { ...leave('deliveryFailure'), problem: refusalOf(answer) };
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

/** The parameters of `POST …/Messages.json`. */
function messageForm(step: Step, to: string): Record<string, string> {
  const service = step.text('service');
  const named = {
    To: to,
    ...(/^MG/.test(service) ? { MessagingServiceSid: service } : { From: step.text('from') }),
    Body: step.text('body'),
    MediaUrl: step.text('media_url'),
    ContentSid: step.text('content_sid'),
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== ''));
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
