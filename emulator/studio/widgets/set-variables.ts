import { keyValues } from '../definition/schema';
import { typedPairs } from './key-values';
import type { Widget } from './widget';

/** Keeps values for the rest of the flow [twilio.com/docs/studio/widget-library/set-variables]. */
export const setVariables: Widget = {
  type: 'set-variables',
  properties: { variables: keyValues, offset: { type: 'object' } },
  events: ['next'],
  behaviour: {
    enter(step) {
      const variables = typedPairs(step, 'variables');
      return { do: 'leave', event: 'next', variables, flowVariables: variables };
    },
  },
};
