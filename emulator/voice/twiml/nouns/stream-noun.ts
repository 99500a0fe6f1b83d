import type { Session } from '../../session';
import type { StreamOptions } from '../../streams/media-stream';
import { oneOf, readAttributes, text } from '../attributes';
import { elementsOf, type Element } from '../element';

const table = {
  url: text({ default: '' }),
  name: text({ default: undefined }),
  track: oneOf(['inbound_track', 'outbound_track', 'both_tracks'], { default: 'inbound_track', warning: 31941 }),
  statusCallback: text({ default: undefined }),
  statusCallbackMethod: oneOf(['POST', 'GET'], { default: 'POST' }),
};

/** What a Stream noun asks for. A query in the URL is dropped, as Twilio does: Parameters are the way. */
export function streamOf(noun: Element, session: Session, isBidirectional: boolean): StreamOptions {
  const { values, warnings } = readAttributes(noun, table);
  warnings.forEach(warning => session.warn(warning));
  const { statusCallback: url, statusCallbackMethod: method } = values;
  return {
    url: values.url.replace(/\?.*$/, ''),
    name: values.name,
    track: isBidirectional ? 'inbound_track' : values.track,
    isBidirectional,
    parameters: parametersIn(noun),
    statusCallback: url === undefined ? undefined : { url: session.resolve(url).url, method },
  };
}

/** `<Parameter name="…" value="…"/>` in an element. */
export function parametersIn(noun: Element): Record<string, string> {
  const pairs = elementsOf(noun)
    .filter(child => child.name === 'Parameter')
    .map(({ attributes }) => [attributes['name'] ?? '', attributes['value'] ?? '']);
  return Object.fromEntries(pairs) as Record<string, string>;
}
