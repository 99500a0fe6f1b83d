import { element, twiml } from '../twiml';
import { atMostOne, backToFlow, prompt } from './call-audio';
import { leave, type Step, type Widget } from './widget';

/** Asks and waits for keys or words [twilio.com/docs/studio/widget-library/gather-input-call]. */
export const gatherInputOnCall: Widget = {
  type: 'gather-input-on-call',
  properties: {
    say: { type: 'string' },
    play: { type: 'string' },
    voice: { type: 'string' },
    language: { type: 'string' },
    loop: { type: 'integer' },
    timeout: { type: 'integer' },
    finish_on_key: { type: 'string' },
    stop_gather: { type: 'boolean' },
    number_of_digits: { type: 'integer' },
    gather_language: { type: 'string' },
    speech_timeout: { type: 'string' },
    speech_model: { type: 'string' },
    profanity_filter: { type: 'string' },
    hints: { type: 'string' },
    offset: { type: 'object' },
  },
  events: ['keypress', 'speech', 'timeout'],
  check: atMostOne('say', 'play'),
  behaviour: {
    enter: step => ({
      do: 'play',
      twiml: twiml(element('Gather', gatherAttributes(step), spoken(step)), backToFlow(step, 'timeout')),
    }),
    resume(_step, { flowEvent, parameters }) {
      if (flowEvent === 'timeout') return leave('timeout', parameters);
      if (flowEvent !== 'gather') return undefined;
      if (parameters.Digits) return leave('keypress', parameters);
      return leave(parameters.SpeechResult ? 'speech' : 'timeout', parameters);
    },
  },
};

/** Flows that have just spoken ask nothing more. */
function spoken(step: Step): string {
  const { say, play } = step.state.properties;
  return say || play ? prompt(step) : '';
}

function gatherAttributes(step: Step) {
  // Studio's "stop gathering on keypress" switched off means that no key ends the input.
  const finishOnKey = step.state.properties.stop_gather === false ? '' : step.text('finish_on_key') || undefined;
  return {
    input: 'dtmf speech',
    action: step.url('gather'),
    method: 'POST',
    timeout: step.text('timeout') || undefined,
    finishOnKey,
    numDigits: step.text('number_of_digits') || undefined,
    language: step.text('gather_language') || undefined,
    speechTimeout: step.text('speech_timeout') || undefined,
    speechModel: step.text('speech_model') || undefined,
    profanityFilter: step.text('profanity_filter') || undefined,
    hints: step.text('hints') || undefined,
  };
}
