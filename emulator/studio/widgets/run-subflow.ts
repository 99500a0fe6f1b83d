import { keyValues } from '../definition/schema';
import { typedPairs } from './key-values';
import type { Widget } from './widget';

/** Runs another flow in this place, one level deep [twilio.com/docs/studio/widget-library/run-subflow]. */
export const runSubflow: Widget = {
  type: 'run-subflow',
  properties: {
    flow_sid: {
      type: 'string',
      required: true,
      also: value => (/^FW[0-9a-fA-F]{32}$/.test(String(value)) ? undefined : 'must be a valid, non-liquid flow sid'),
    },
    flow_revision: { type: 'string', required: true },
    parameters: keyValues,
    offset: { type: 'object' },
  },
  events: ['completed', 'failed'],
  behaviour: {
    enter: step => ({
      do: 'subflow',
      flowSid: String(step.state.properties.flow_sid),
      revision: String(step.state.properties.flow_revision),
      parameters: typedPairs(step, 'parameters'),
    }),
  },
};
