import type { WebhookKind, WebReply } from '../../contract';
import { wordsOf } from '../speaking';
import type { Session } from '../session';
import { parseTwiml, type Element } from './element';
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

const XML_TYPES = ['text/xml', 'application/xml', 'text/html'];

/** Requests and parses a document. Throws TwimlError, with its `url` set, when there is none to be had. */
export async function loadDocument(session: Session, source: DocumentSource): Promise<Element> {
  try {
    if (source.twiml !== undefined) return parseTwiml(source.twiml);
    return readDocument(await session.request(source));
  } catch (error) {
    if (error instanceof TwimlError) error.url = source.url;
    throw error;
  }
}

function readDocument(reply: WebReply): Element {
  if (reply.failure) throw new TwimlError(reply.failure.code, reply.failure.message);
  if (reply.status < 200 || reply.status > 299)
    throw new TwimlError(11200, `HTTP retrieval failure: got HTTP ${reply.status}`);
  const type = reply.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  // Twilio reads plain text to the caller and plays audio as if they were in a document.
  if (type === 'text/plain' && wordsOf(reply.body).length > 0) return document('Say', reply.body);
  if (type && type !== 'text/plain' && !XML_TYPES.includes(type))
    throw new TwimlError(12300, `Invalid Content-Type: ${type} is not TwiML`);
  return parseTwiml(reply.body);
}

function document(verb: string, text: string): Element {
  return { name: 'Response', attributes: {}, children: [{ name: verb, attributes: {}, children: [text] }] };
}
