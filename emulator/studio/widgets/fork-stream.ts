import type { DefinitionFault } from '../definition/fault';
import { keyValues } from '../definition/schema';
import type { Widget } from './widget';

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
};
