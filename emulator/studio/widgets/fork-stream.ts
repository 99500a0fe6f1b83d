import type { DefinitionFault } from '../definition/fault';
import { keyValues } from '../definition/schema';
import { element, twiml } from '../twiml';
import { backToFlow } from './call-audio';
import { renderedPairs } from './key-values';
import { leave, type Step, type Widget } from './widget';

/** Starts or stops a stream of the call's audio [twilio.com/docs/studio/widget-library/fork-stream]. */
export const forkStream: Widget = {
  type: 'fork-stream',
  properties: {
    stream_action: { type: 'string', required: true, enum: ['start', 'stop'] },
    stream_name: { type: 'string' },
    stream_transport_type: { type: 'string', enum: ['websocket', 'siprec'] },
    stream_url: { type: 'string' },
    stream_track: { type: 'string', enum: ['inbound_track', 'outbound_track', 'both_tracks'] },
    stream_connector: { type: 'string' },
    stream_parameters: keyValues,
    offset: { type: 'object' },
  },
  events: ['next'],
  check(properties, path): DefinitionFault[] {
    if (properties.stream_action !== 'start') return [];
    const needed = properties.stream_transport_type === 'siprec' ? 'stream_connector' : 'stream_url';
    if (properties[needed]) return [];
    return [{ property_path: `${path}/${needed}`, message: 'is missing but it is required' }];
  },
  behaviour: {
    enter(step) {
      const verb = step.state.properties.stream_action === 'stop' ? 'Stop' : 'Start';
      return { do: 'play', twiml: twiml(element(verb, {}, stream(step, verb)), backToFlow(step, 'next')) };
    },
    resume: (_step, { flowEvent }) => (flowEvent === 'next' ? leave('next') : undefined),
  },
};

/** `<Stream>` or `<Siprec>`; to stop one, its name is enough. */
function stream(step: Step, verb: 'Start' | 'Stop'): string {
  const isSiprec = step.state.properties.stream_transport_type === 'siprec';
  const name = step.text('stream_name') || undefined;
  const noun = isSiprec ? 'Siprec' : 'Stream';
  if (verb === 'Stop') return element(noun, { name });
  const target = isSiprec ? { connectorName: step.text('stream_connector') } : { url: step.text('stream_url') };
  const parameters = Object.entries(renderedPairs(step, 'stream_parameters'));
  const nested = parameters.map(([key, value]) => element('Parameter', { name: key, value })).join('');
  return element(noun, { name, ...target, track: step.text('stream_track') || undefined }, nested);
}
