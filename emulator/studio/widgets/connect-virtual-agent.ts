import type { Widget } from './widget';

/** Connects a Dialogflow agent, the deprecated first form. */
export const connectVirtualAgent: Widget = {
  type: 'connect-virtual-agent',
  properties: {
    connector: { type: 'string', required: true },
    language: { type: 'string' },
    sentiment_analysis: { type: 'string' },
    status_callback: { type: 'string' },
    offset: { type: 'object' },
  },
  events: ['return', 'hangup'],
};

/** Connects a Dialogflow CX agent [twilio.com/docs/studio/widget-library/connect-virtual-agent]. The names are those of Twilio's skill, not proven on the wire. */
export const connectVirtualAgentV2: Widget = {
  type: 'connect-virtual-agent-v2',
  properties: {
    channel: { type: 'string', enum: ['voice', 'conversations'] },
    connector_name: { type: 'string' },
    session_behavior: { type: 'string' },
    resume_session_identification_method: { type: 'string' },
    status_callback_method: { type: 'string' },
    offset: { type: 'object' },
  },
  events: ['completed', 'live-agent-handoff', 'hangup', 'failed', 'paused', 'timeout'],
};
