import { element, twiml } from '../twiml';
import { backToFlow, exactlyOne, prompt } from './call-audio';
import { leave, type Widget } from './widget';

/** Speaks, plays audio or plays keypad tones to the caller [twilio.com/docs/studio/widget-library/sayplay]. */
export const sayPlay: Widget = {
  type: 'say-play',
  properties: {
    say: { type: 'string' },
    play: { type: 'string' },
    digits: { type: 'string' },
    voice: { type: 'string' },
    language: { type: 'string' },
    loop: { type: 'integer' },
    offset: { type: 'object' },
  },
  events: ['audioComplete'],
  check: exactlyOne('say', 'play', 'digits'),
  behaviour: {
    enter(step) {
      const digits = step.text('digits');
      const audio = digits === '' ? prompt(step) : element('Play', { digits });
      return { do: 'play', twiml: twiml(audio, backToFlow(step, 'audioComplete')) };
    },
    resume: (_step, { flowEvent, parameters }) =>
      flowEvent === 'audioComplete' ? leave('audioComplete', parameters) : undefined,
  },
};
