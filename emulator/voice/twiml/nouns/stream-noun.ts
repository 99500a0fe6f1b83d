import type { Session } from '../../session';
import type { StreamOptions } from '../../streams/media-stream';
import { accepted, oneOf, text, url as webhook } from '../attributes';
import { elementsOf, type Element } from '../element';
import { attributesOf } from '../verb';

/** https://www.twilio.com/docs/voice/twiml/stream */
export const streamTable = {
  url: text({ default: '' }),
  name: text({ default: undefined }),
  track: oneOf(['inbound_track', 'outbound_track', 'both_tracks'], { default: 'inbound_track', warning: 31941 }),
  statusCallback: webhook({ default: '' }),
  statusCallbackMethod: oneOf(['POST', 'GET'], { default: 'POST' }),
  connectorName: text({ default: undefined }),
  ...accepted('audioFormat', 'sampleRate'),
};

/** What a Stream noun asks for. A query in the URL is dropped, as Twilio does: Parameters are the way. */
export function streamOf(noun: Element, session: Session, isBidirectional: boolean): StreamOptions {
  const values = attributesOf(noun, streamTable, session);
  const { statusCallback: url, statusCallbackMethod: method } = values;
  if (values.connectorName !== undefined)
    session.warn({
      code: 31940,
      message: 'Stream - Invalid connectorName attribute in TwiML: there are no connectors',
    });
  return {
    url: values.url.replace(/\?.*$/, ''),
    name: values.name,
    track: isBidirectional ? 'inbound_track' : values.track,
    isBidirectional,
    parameters: parametersIn(noun),
    statusCallback: url === '' ? undefined : { url: session.resolve(url).url, method },
  };
}

/** `<Parameter name="…" value="…"/>` in an element. */
export function parametersIn(noun: Element): Record<string, string> {
  const pairs = elementsOf(noun)
    .filter(child => child.name === 'Parameter')
    .map(({ attributes }) => [attributes['name'] ?? '', attributes['value'] ?? '']);
  return Object.fromEntries(pairs) as Record<string, string>;
}
