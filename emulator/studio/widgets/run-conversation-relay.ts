import { keyValues } from '../definition/schema';
import type { Widget } from './widget';

/** Connects the call to an application over ConversationRelay [twilio.com/docs/studio/widget-library/run-conversationrelay]. */
export const runConversationRelay: Widget = {
  type: 'run-conversation-relay',
  properties: {
    url: { type: 'string', required: true },
    welcome_greeting: { type: 'string' },
    tts_provider: { type: 'string' },
    voice: { type: 'string' },
    language: { type: 'string' },
    transcription_provider: { type: 'string' },
    speech_model: { type: 'string' },
    interruptible: { type: 'string' },
    parameters: keyValues,
    offset: { type: 'object' },
  },
  events: ['success', 'failed'],
};
