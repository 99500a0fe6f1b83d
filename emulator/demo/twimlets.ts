import type { ApiReply, ApiRequest, Product, Route } from '../contract';
import { notImplemented } from '../rest/twilio-error';
import { element, escapeXml, twiml } from '../studio/twiml';

/** Where Twilio keeps the music that its wait documents play, by the names of its buckets. Source: https://www.twilio.com/labs/twimlets/holdmusic */
export const MUSIC_BUCKETS = ['classical', 'ambient', 'electronica', 'guitars', 'newage', 'rock', 'soft-rock'].map(
  kind => `com.twilio.music.${kind}`,
);

/** Twilio's ready-made documents that need nothing but their URL, https://www.twilio.com/labs/twimlets; those that mail or keep something answer 501. */
export function createTwimlets(): Product {
  const routes = [
    ...twimlet('holdmusic', holdMusic),
    ...twimlet('echo', echo),
    ...twimlet('message', message),
    ...twimlet('forward', forward),
  ];
  const absent: Route = {
    method: 'ANY',
    path: '*',
    access: 'open',
    absent: true,
    handle: ({ url }) => {
      throw notImplemented(url.href);
    },
  };
  return { name: 'twimlets', hosts: ['twimlets.com', 'www.twimlets.com'], routes: [...routes, absent] };
}

/** Its parameters come in the URL, or with the fields of the call. */
type Parameter = (name: string) => string | undefined;
type Twimlet = (parameter: Parameter, request: ApiRequest) => string;

function twimlet(name: string, document: Twimlet): Route[] {
  const handle = (request: ApiRequest): ApiReply => ({
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: document(key => (request.query.get(key) ?? request.form.get(key)) || undefined, request),
  });
  return (['GET', 'POST'] as const).map(method => ({ method, path: `/${name}`, access: 'open', handle }));
}

/** The tracks of a bucket, and a message after each. Of Twilio's buckets one track stands for all; whose else it is cannot be listed. */
function holdMusic(parameter: Parameter, { url }: ApiRequest): string {
  const bucket = parameter('Bucket') ?? 'com.twilio.music.classical';
  if (!MUSIC_BUCKETS.includes(bucket)) throw notImplemented(url.href);
  const spoken = parameter('Message');
  return twiml(
    element('Play', {}, `http://${bucket}.s3.amazonaws.com/track.mp3`) +
      (spoken === undefined ? '' : playOrSay(spoken)) +
      element('Redirect', {}),
  );
}

function echo(parameter: Parameter): string {
  return parameter('Twiml') ?? twiml('');
}

function message(_: Parameter, { query, form }: ApiRequest): string {
  const texts = [...query, ...form].filter(([name]) => /^Message(?:\[\d*\])?$/.test(name)).map(([, text]) => text);
  return twiml(texts.map(playOrSay).join(''));
}

/** Dials; when nobody answers, goes on at FailUrl. */
function forward(parameter: Parameter, { query, form, url }: ApiRequest): string {
  const failUrl = parameter('FailUrl');
  const outcome = form.get('DialCallStatus') ?? query.get('DialCallStatus');
  if (outcome !== null) {
    const isOver = outcome === 'completed' || outcome === 'answered' || failUrl === undefined;
    return twiml(isOver ? element('Hangup', {}) : element('Redirect', {}, escapeXml(failUrl)));
  }
  const allowed = [...query]
    .filter(([name]) => name.startsWith('AllowedCallers['))
    .map(([, caller]) => digitsOf(caller));
  if (allowed.length > 0 && !allowed.includes(digitsOf(parameter('From') ?? '')))
    return twiml(element('Say', {}, 'Sorry, you are calling from a restricted number. Good bye.'));
  const attributes = { action: url.href, timeout: parameter('Timeout'), callerId: parameter('CallerId') };
  return twiml(element('Dial', attributes, escapeXml(parameter('PhoneNumber') ?? '')));
}

/** The ten digits by which numbers are compared. */
function digitsOf(number: string): string {
  return number.replace(/\D/g, '').slice(-10);
}

function playOrSay(text: string): string {
  return element(/^https?:\/\//i.test(text) ? 'Play' : 'Say', {}, escapeXml(text));
}
