import type { Mail, MailAttachment } from './mail';

const lineEnd = '\r\n';

/**
 * The mail as an RFC 5322 message with MIME parts, for any mail program to open (.eml).
 * Text is base64 in UTF-8, so long lines and all scripts survive. Bcc recipients are left out, as on the wire.
 */
export function toMime(mail: Mail): string {
  const headers = [
    header('From', encodeAddress(mail.from)),
    header('To', mail.to.map(encodeAddress).join(`,${lineEnd} `)),
    ...(mail.cc.length > 0 ? [header('Cc', mail.cc.map(encodeAddress).join(`,${lineEnd} `))] : []),
    header('Subject', encodeWords(mail.subject)),
    header('Date', new Date(mail.acceptedAtMs).toUTCString().replace('GMT', '+0000')),
    header('Message-Id', mail.messageId),
    header('MIME-Version', '1.0'),
    ...Object.entries(mail.headers)
      .filter(([name]) => !/^(message-id|from|to|cc|bcc|subject|date|mime-version|content-.*)$/i.test(name))
      .map(([name, value]) => header(name, encodeWords(value))),
  ];
  return [...headers, bodyOf(mail)].join(lineEnd);
}

/** A part with its own headers, an empty line, and its content. */
function bodyOf(mail: Mail): string {
  const inline = mail.attachments.filter(file => file.inline);
  const attached = mail.attachments.filter(file => !file.inline);
  const html = mail.html === '' ? [] : [textPart('html', mail.html)];
  const related =
    html.length > 0 && inline.length > 0
      ? [multipart('related', mail.sid, [...html, ...inline.map(filePart)])]
      : [...html, ...inline.map(filePart)];
  const texts = [...(mail.text === '' && related.length > 0 ? [] : [textPart('plain', mail.text)]), ...related];
  const content = texts.length === 1 && texts[0] !== undefined ? texts[0] : multipart('alternative', mail.sid, texts);
  return attached.length === 0 ? content : multipart('mixed', mail.sid, [content, ...attached.map(filePart)]);
}

function multipart(kind: 'alternative' | 'related' | 'mixed', id: string, parts: readonly string[]): string {
  const boundary = `=_${kind}_${id}`;
  const body = parts.map(part => `--${boundary}${lineEnd}${part}${lineEnd}`).join('');
  return [header('Content-Type', `multipart/${kind}; boundary="${boundary}"`), '', `${body}--${boundary}--`, ''].join(
    lineEnd,
  );
}

function textPart(kind: 'plain' | 'html', content: string): string {
  return [
    header('Content-Type', `text/${kind}; charset=utf-8`),
    header('Content-Transfer-Encoding', 'base64'),
    '',
    wrap(Buffer.from(content).toString('base64')),
  ].join(lineEnd);
}

function filePart(file: MailAttachment): string {
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(file.contentType) ? file.contentType : 'application/octet-stream';
  return [
    header('Content-Type', type),
    header('Content-Disposition', `${file.inline ? 'inline' : 'attachment'};${lineEnd} ${fileNameOf(file.fileName)}`),
    ...(file.inline ? [header('Content-Id', `<${encodeURIComponent(file.fileName)}>`)] : []),
    header('Content-Transfer-Encoding', 'base64'),
    '',
    wrap(file.base64),
  ].join(lineEnd);
}

/** RFC 2231 for names outside ASCII. */
function fileNameOf(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return `filename="${name.replace(/[\\"]/g, '\\$&')}"`;
  return `filename*=utf-8''${encodeURIComponent(name).replace(/['()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}

/** Line breaks in a value would start a header of the sender's choosing: they become spaces, folds of ours stay. */
function header(name: string, value: string): string {
  return `${name.replace(/[^\x21-\x39\x3b-\x7e]/g, '')}: ${value.replace(/\r?\n(?! )|\r(?!\n)/g, ' ')}`;
}

function encodeAddress(address: string): string {
  const named = /^(.*\S)\s*(<[^<>]*>)$/s.exec(address);
  return named ? `${encodeWords(named[1] ?? '')} ${named[2] ?? ''}` : address;
}

/** RFC 2047 encoded words, each at most 75 characters and of whole characters; plain ASCII stays as it is. */
function encodeWords(text: string): string {
  const oneLine = text.replace(/[\r\n]+/g, ' ');
  if (/^[\x20-\x7e]*$/.test(oneLine)) return oneLine;
  const words: string[] = [];
  let word = '';
  for (const character of oneLine) {
    if (Buffer.byteLength(word + character) > 42) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map(each => `=?utf-8?B?${Buffer.from(each).toString('base64')}?=`).join(`${lineEnd} `);
}

const wrap = (base64: string): string => base64.replace(/.{76}(?=.)/g, `$&${lineEnd}`);
