import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { Mail } from './mail';
import { toMime } from './mime';

/** Where one mail lies on disk, as absolute paths. */
export interface MailFiles {
  readonly folder: string;
  readonly eml: string;
  readonly html: string | undefined;
  readonly text: string | undefined;
  readonly attachments: readonly string[];
}

/** Writes the mail for people to open: one folder a mail, with `mail.eml`, `mail.html`, `mail.txt` and its attachments. */
export function writeMail(mailFolder: string, mail: Mail): MailFiles {
  const folder = path.resolve(mailFolder, mailFolderName(mail));
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string | Buffer): string => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  return {
    folder,
    eml: write('mail.eml', toMime(mail)),
    html: mail.html === '' ? undefined : write('mail.html', withCharset(mail.html)),
    text: mail.text === '' ? undefined : write('mail.txt', mail.text),
    attachments: attachmentNames(mail).map(({ name, base64 }) => write(name, Buffer.from(base64, 'base64'))),
  };
}

/** "2026-03-01T09-30-00-<six digits of the id>": sorts by time, tells twins apart. */
function mailFolderName(mail: Mail): string {
  const time = new Date(mail.acceptedAtMs).toISOString().slice(0, 19).replaceAll(':', '-');
  return `${time}-${mail.sid.slice(-6)}`;
}

/** A browser that opens the file has no header to tell it the charset, as the mail has. */
function withCharset(html: string): string {
  return /<meta[^>]+charset/i.test(html) ? html : `<meta charset="utf-8">\n${html}`;
}

/** Names without a path in them, each used once. */
function attachmentNames(mail: Mail): { name: string; base64: string }[] {
  const taken = new Set(['mail.eml', 'mail.html', 'mail.txt']);
  return mail.attachments.map(({ fileName, base64 }, index) => {
    const plain = path.basename(fileName.replaceAll('\\', '/')).replace(/[\u0000-\u001f<>:"|?*]/g, '_');
    const wanted = /^\.*$/.test(plain) ? 'attachment' : plain;
    const name = taken.has(wanted) ? `${index + 1}-${wanted}` : wanted;
    taken.add(name);
    return { name, base64 };
  });
}
