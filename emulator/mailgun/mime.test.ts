import type { Mail } from './mail';
import { toMime } from './mime';

const mail: Mail = {
  sid: 'ML0123',
  messageId: '<one@sample>',
  domain: 'mg.sample.example',
  region: 'us',
  from: 'Praxis Müller <line@sample.example>',
  to: ['ada@example.com', 'bob@example.com'],
  cc: [],
  bcc: ['hidden@example.com'],
  subject: 'Voicemail',
  text: 'Hello',
  html: '',
  headers: {},
  variables: {},
  tags: [],
  attachments: [],
  testMode: false,
  acceptedAtMs: Date.UTC(2026, 2, 2, 15),
  deliveredAtMs: Date.UTC(2026, 2, 2, 15, 0, 1),
  sizeBytes: 5,
};
const wav = { fileName: 'message.wav', contentType: 'audio/wav', base64: 'UklGRg==', sizeBytes: 4, inline: false };

test('a text is one part, and hidden recipients stay hidden', () => {
  expect(toMime(mail).split('\r\n')).toEqual([
    'From: =?utf-8?B?UHJheGlzIE3DvGxsZXI=?= <line@sample.example>',
    'To: ada@example.com,',
    ' bob@example.com',
    'Subject: Voicemail',
    'Date: Mon, 02 Mar 2026 15:00:00 +0000',
    'Message-Id: <one@sample>',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    'SGVsbG8=',
  ]);
});

test('text, html, inline picture and attachment nest as mail programs expect', () => {
  const picture = { ...wav, fileName: 'logo.png', contentType: 'image/png', inline: true };
  const eml = toMime({ ...mail, html: '<img src="cid:logo.png">', attachments: [picture, wav] });
  const kinds = [...eml.matchAll(/Content-Type: ([\w/]+)/g)].map(match => match[1]);
  expect(kinds).toEqual([
    'multipart/mixed',
    'multipart/alternative',
    'text/plain',
    'multipart/related',
    'text/html',
    'image/png',
    'audio/wav',
  ]);
  expect(eml).toContain('Content-Id: <logo.png>');
  for (const kind of ['mixed', 'alternative', 'related']) expect(eml).toContain(`--=_${kind}_ML0123--`);
});

test('a header cannot smuggle in another', () => {
  const eml = toMime({
    ...mail,
    subject: 'Hi\r\nBcc: all@example.com',
    headers: { 'X-Note\r\nBcc': 'a\r\nBcc: b@c.de' },
  });
  expect(eml).not.toMatch(/^Bcc:/m);
});

test('long subjects are split between characters, in words of at most 75', () => {
  const subject = 'Ä'.repeat(60) + '☎'.repeat(20);
  const eml = toMime({ ...mail, subject });
  const words = [...eml.matchAll(/=\?utf-8\?B\?([^?]*)\?=/g)].slice(1);
  expect(words.every(([word]) => word.length <= 75)).toBe(true);
  expect(words.map(match => Buffer.from(match[1] ?? '', 'base64').toString()).join('')).toBe(subject);
});
