import type { DefinitionFault } from '../definition/fault';
import type { PropertyRules } from '../definition/schema';
import type { Widget } from './widget';

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
};

/** Sends a message and waits for the answer [twilio.com/docs/studio/widget-library/send-wait-reply]. */
export const sendAndWaitForReply: Widget = {
  type: 'send-and-wait-for-reply',
  properties: { ...message, timeout: { type: 'string', required: true } },
  events: ['incomingMessage', 'timeout', 'deliveryFailure'],
  check: bodyOrTemplate,
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
};

/** Takes up a conversation that is there [twilio.com/docs/studio/widget-library/resume-conversation]. */
export const resumeConversation: Widget = {
  type: 'resume-conversation',
  properties: {
    conversation_service_sid: { type: 'string', required: true },
    offset: { type: 'object' },
  },
  events: ['resumed', 'failed'],
};
