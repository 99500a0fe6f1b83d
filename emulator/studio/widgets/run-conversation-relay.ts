import { keyValues } from '../definition/schema';
import { element, twiml } from '../twiml';
import { renderedPairs } from './key-values';
import { leave, type Step, type Widget } from './widget';

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
    dtmf_detection: { type: 'string' },
    interruptible: { type: 'string' },
    parameters: keyValues,
    offset: { type: 'object' },
  },
  events: ['success', 'failed'],
  behaviour: {
    toldOfHangup: true,
    enter(step) {
      const connect = { action: step.url('conversationRelay'), method: 'POST' };
      return { do: 'play', twiml: twiml(element('Connect', connect, relay(step))) };
    },
    resume(_step, { flowEvent, parameters }) {
      if (flowEvent !== 'conversationRelay') return undefined;
      return leave(parameters.SessionStatus === 'failed' ? 'failed' : 'success', parameters);
    },
  },
};

function relay(step: Step): string {
  const parameters = Object.entries(renderedPairs(step, 'parameters'));
  const nested = parameters.map(([name, value]) => element('Parameter', { name, value })).join('');
  const attributes = {
    url: step.text('url'),
    welcomeGreeting: step.text('welcome_greeting') || undefined,
    ttsProvider: step.text('tts_provider') || undefined,
    voice: step.text('voice') || undefined,
    language: step.text('language') || undefined,
    transcriptionProvider: step.text('transcription_provider') || undefined,
    speechModel: step.text('speech_model') || undefined,
    dtmfDetection: step.text('dtmf_detection') || undefined,
    interruptible: step.text('interruptible') || undefined,
  };
  return element('ConversationRelay', attributes, nested);
}
