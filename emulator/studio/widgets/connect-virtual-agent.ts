import { keyValues } from '../definition/schema';
import { element, twiml } from '../twiml';
import { renderedPairs } from './key-values';
import { leave, type Behaviour, type Step, type Widget } from './widget';

/** `<Connect><VirtualAgent>`, which the local Twilio's calls do not have: there the call ends with 501. The flow's part is here. */
function behaviour(attributes: (step: Step) => Attributes, eventOf: (status: string) => string): Behaviour {
  return {
    toldOfHangup: true,
    enter(step) {
      const connect = { action: step.url('virtualAgent'), method: 'POST' };
      return {
        do: 'play',
        twiml: twiml(element('Connect', connect, element('VirtualAgent', attributes(step), nested(step)))),
      };
    },
    resume(_step, { flowEvent, parameters }) {
      if (flowEvent !== 'virtualAgent') return undefined;
      if (parameters.CallStatus === 'completed') return leave('hangup', parameters);
      return leave(eventOf(parameters.VirtualAgentStatus ?? ''), parameters);
    },
  };
}

/** What the agent is set up with, and what it is told. */
function nested(step: Step): string {
  const of = (noun: string, property: string): string[] =>
    Object.entries(renderedPairs(step, property)).map(([name, value]) => element(noun, { name, value }));
  return [...of('Config', 'configurations'), ...of('Parameter', 'parameters')].join('');
}

type Attributes = Readonly<Record<string, string | undefined>>;

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
  behaviour: behaviour(
    step => ({
      connectorName: step.text('connector'),
      language: step.text('language') || undefined,
      sentimentAnalysis: step.text('sentiment_analysis') || undefined,
      statusCallback: step.text('status_callback') || undefined,
    }),
    () => 'return',
  ),
};

/** Connects a Dialogflow CX agent [twilio.com/docs/studio/widget-library/connect-virtual-agent]. The names of its session's settings are those of Twilio's skill, not proven on the wire. */
export const connectVirtualAgentV2: Widget = {
  type: 'connect-virtual-agent-v2',
  properties: {
    channel: { type: 'string', enum: ['voice', 'conversations'] },
    connector_name: { type: 'string' },
    session_behavior: { type: 'string' },
    resume_session_identification_method: { type: 'string' },
    configurations: keyValues,
    parameters: keyValues,
    status_callback: { type: 'string' },
    status_callback_method: { type: 'string' },
    offset: { type: 'object' },
  },
  events: ['completed', 'live-agent-handoff', 'hangup', 'failed', 'paused', 'timeout'],
  behaviour: behaviour(
    step => ({
      connectorName: step.text('connector_name') || undefined,
      statusCallback: step.text('status_callback') || undefined,
      statusCallbackMethod: step.text('status_callback_method') || undefined,
    }),
    status => (['live-agent-handoff', 'failed', 'paused', 'timeout'].includes(status) ? status : 'completed'),
  ),
};
