import type { WebhookKind, WebReply } from '../../contract';
import { wordsOf } from '../speaking';
import type { Session } from '../session';
import { parseTwiml, type Element } from './element';
import { isAudio, playingMs } from './fetched-audio';
import { TwimlError } from './twiml-error';

/** Where a call's next instructions come from. */
export interface DocumentSource {
  readonly kind: WebhookKind;
  /** What relative URLs in the document refer to, and the default of `action`. Empty for TwiML that came with a request. */
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** Sent besides the call's own parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The document itself, when it needn't be requested. */
  readonly twiml?: string;
}

/** TwiML that came with a REST request. */
export function inlineDocument(twiml: string): DocumentSource {
  return { kind: 'twiml', url: '', method: 'POST', parameters: {}, twiml };
}

/** https://www.twilio.com/docs/voice/twiml#twilio-understands-mime-types */
const XML_TYPES = ['text/xml', 'application/xml', 'text/html'];

/** Requests and parses a document. Throws TwimlError, with its `url` set, when there is none to be had. */
export async function loadDocument(session: Session, source: DocumentSource): Promise<Element> {
  try {
    if (source.twiml !== undefined) return parseTwiml(source.twiml);
    return readDocument(await session.request(source), source);
  } catch (error) {
    if (error instanceof TwimlError) error.url = source.url;
    throw error;
  }
}

function readDocument(reply: WebReply, source: DocumentSource): Element {
  if (reply.failure) throw new TwimlError(reply.failure.code, reply.failure.message);
  if (reply.status < 200 || reply.status > 299)
    throw new TwimlError(11200, `HTTP retrieval failure: got HTTP ${reply.status}`);
  const contentType = reply.headers['content-type'] ?? '';
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  // "Requests without a Content-Type will appear in the Debugger as a 502 Bad Gateway error": Twilio's page on 12300.
  if (type === '' && reply.body !== '')
    throw new TwimlError(11200, 'HTTP retrieval failure: got HTTP 502, no Content-Type');
  // Twilio reads plain text to the caller and plays audio as if they were in a document.
  if (type === 'text/plain' && wordsOf(reply.body).length > 0) return document('Say', decoded(reply, contentType));
  if (isAudio(type)) return document('Play', source.url, playingMs(reply));
  if (type !== '' && type !== 'text/plain' && !XML_TYPES.includes(type))
    throw new TwimlError(12300, `Invalid Content-Type: ${type} is not TwiML`);
  return parseTwiml(decoded(reply, contentType));
}

/** The body in the charset that the Content-Type names, else the XML declaration, else UTF-8. */
function decoded({ body, bytes }: WebReply, contentType: string): string {
  const charset =
    /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1] ?? /^\uFEFF?<\?xml[^>]*encoding=["']([\w.-]+)/.exec(body)?.[1];
  if (!bytes || charset === undefined) return body;
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    throw new TwimlError(12100, `Document parse failure: the charset ${charset} is unknown`);
  }
}

function document(name: string, text: string, audioMs?: number): Element {
  const verb = { name, attributes: {}, children: [text], ...(audioMs !== undefined && { audioMs }) };
  return { name: 'Response', attributes: {}, children: [verb] };
}
