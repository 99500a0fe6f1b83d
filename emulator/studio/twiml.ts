import { SaxesParser } from 'saxes';

export type XmlAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** `<name …>content</name>`. Attributes that are undefined are left out; `content` is XML already. */
export function element(name: string, attributes: XmlAttributes, content = ''): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** A TwiML document of these verbs. */
export function twiml(...verbs: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${element('Response', {}, verbs.join(''))}`;
}

/** Text as XML content. */
export function escapeXml(text: string): string {
  // Characters that XML 1.0 has no way to write are dropped: a caller's words must not break the document.

  const writable = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').toWellFormed();
  return writable.replace(/[&<>"]/g, character => ENTITIES[character] ?? character);
}

/** Words for `<Say>`: SSML stands as it is, anything that is not well-formed markup is escaped. */
export function speech(text: string): string {
  return text.includes('<') && isWellFormed(text) ? text : escapeXml(text);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function isWellFormed(content: string): boolean {
  const parser = new SaxesParser();
  let wellFormed = true;
  parser.on('error', () => (wellFormed = false));
  try {
    parser.write(`<Say>${content}</Say>`).close();
  } catch {
    return false;
  }
  return wellFormed;
}
