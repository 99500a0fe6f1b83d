import { element, escapeXml, twiml } from '../twiml';
import { leave, type Step, type Widget } from './widget';

const NOUNS = ['number', 'number-multi', 'client', 'sip', 'sim', 'conference'];

/** Dials somebody and joins the call with them [twilio.com/docs/studio/widget-library/connect-call]. */
export const connectCallTo: Widget = {
  type: 'connect-call-to',
  properties: {
    noun: { type: 'string', required: true, enum: NOUNS },
    to: { type: 'string' },
    caller_id: { type: 'string', required: true },
    record: { type: 'boolean' },
    timeout: { type: 'integer' },
    time_limit: { type: 'string' },
    sip_endpoint: { type: 'string' },
    sip_username: { type: 'string' },
    sip_password: { type: 'string' },
    offset: { type: 'object' },
  },
  events: ['callCompleted', 'hangup'],
  behaviour: {
    toldOfHangup: true,
    enter: step => ({ do: 'play', twiml: twiml(element('Dial', dialAttributes(step), destinations(step))) }),
    resume(_step, { flowEvent, parameters }) {
      if (flowEvent !== 'callCompleted') return undefined;
      return leave(parameters.CallStatus === 'completed' ? 'hangup' : 'callCompleted', parameters);
    },
  },
};

function dialAttributes(step: Step) {
  return {
    action: step.url('callCompleted'),
    method: 'POST',
    callerId: step.text('caller_id') || undefined,
    timeout: step.text('timeout') || undefined,
    timeLimit: step.text('time_limit') || undefined,
    record: step.state.properties.record === true ? 'record-from-answer' : undefined,
  };
}

function destinations(step: Step): string {
  const to = step.text('to').trim();
  switch (step.state.properties.noun) {
    case 'number-multi':
      return to
        .split(/[\s,;]+/)
        .filter(number => number !== '')
        .map(number => element('Number', {}, escapeXml(number)))
        .join('');
    case 'client':
      return element('Client', {}, escapeXml(to));
    case 'sip':
      return sip(step);
    case 'sim':
      return element('Sim', {}, escapeXml(to));
    case 'conference':
      return element('Conference', {}, escapeXml(to));
    default:
      return element('Number', {}, escapeXml(to));
  }
}

function sip(step: Step): string {
  const username = step.text('sip_username') || undefined;
  const password = step.text('sip_password') || undefined;
  return element('Sip', { username, password }, escapeXml(step.text('sip_endpoint') || step.text('to')));
}
