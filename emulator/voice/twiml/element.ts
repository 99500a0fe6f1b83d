import { SaxesParser } from 'saxes';
import { TwimlError } from './twiml-error';

/** An XML element of a TwiML document. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Elements and text in order. */
  readonly children: readonly (Element | string)[];
  /** Set for a Play of sound that came in place of a document: how long it lasts. */
  readonly audioMs?: number;
}

/** Twilio's limit of a TwiML document, bytes (error 11750). */
const MAX_DOCUMENT_BYTES = 64 * 1024;
/** What the `version` of a Response may be, when there is one: the versions of Twilio's API. */
const VERSIONS = ['2008-08-01', '2010-04-01'];

/**
 * Parses a TwiML document and returns its `<Response>`.
 * Throws TwimlError: 11750 too long, 12100 not well-formed (white space before the XML declaration is enough), 12101 an unknown version, 12102 another
 * root element.
 */
export function parseTwiml(xml: string): Element {
  if (Buffer.byteLength(xml) > MAX_DOCUMENT_BYTES)
    throw new TwimlError(11750, 'TwiML response body too large: the limit is 64 KB');
  const root = parseXml(xml.replace(/^\uFEFF/, ''));
  if (root.name !== 'Response')
    throw new TwimlError(12102, `Invalid root element <${root.name}>: a TwiML document is a <Response>`);
  const { version } = root.attributes;
  if (version !== undefined && !VERSIONS.includes(version))
    throw new TwimlError(12101, `Invalid Twilio Markup XML version: ${version}`);
  return root;
}

function parseXml(xml: string): Element {
  const parser = new SaxesParser();
  const open: { name: string; attributes: Record<string, string>; children: (Element | string)[] }[] = [];
  let root: Element | undefined;
  parser.on('error', error => {
    throw new TwimlError(12100, `Document parse failure: ${error.message}`);
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, children: [] };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  const text = (value: string): void => void open.at(-1)?.children.push(value);
  parser.on('text', text);
  parser.on('cdata', text);
  parser.write(xml).close();
  if (!root) throw new TwimlError(12100, 'Document parse failure: there is no element');
  return root;
}

/** The child elements, without the text between them. */
export function elementsOf(element: Element): Element[] {
  return element.children.filter(child => typeof child !== 'string');
}

/** All text within the element, white space folded. */
export function textOf(element: Element): string {
  return rawTextOf(element).trim().replace(/\s+/g, ' ');
}

/** All text within the element, as it stands there (JSON). */
export function rawTextOf(element: Element): string {
  return element.children.map(child => (typeof child === 'string' ? child : rawTextOf(child))).join('');
}
