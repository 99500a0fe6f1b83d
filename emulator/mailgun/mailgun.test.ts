import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { ApiReply } from '../contract';
import { ask } from '../testing/ask';
import { testWorld } from '../testing/world';
import { createMailgun } from './mailgun';

const key = 'key-0123456789';
const domains = [
  { name: 'mg.sample.example', region: 'us' as const },
  { name: 'mg.europe.example', region: 'eu' as const },
];
const authorization = `Basic ${Buffer.from(`api:${key}`).toString('base64')}`;
const message = { from: 'Line <line@mg.sample.example>', to: 'ada@example.com', subject: 'Voicemail', text: 'Hello' };
const messagesUrl = 'https://api.mailgun.net/v3/mg.sample.example/messages';

function set(options: { mailFolder?: string } = {}) {
  const world = testWorld();
  const mailgun = createMailgun(world, { key, domains, ...options });
  const post = (fields: Record<string, string>, url = messagesUrl): Promise<ApiReply> =>
    ask(mailgun.product, { method: 'POST', url, headers: { authorization }, body: new URLSearchParams(fields) });
  const events = async (query: string) => {
    const url = `https://api.mailgun.net/v3/mg.sample.example/events${query}`;
    const reply = await ask(mailgun.product, { url, headers: { authorization } });
    const body = reply.body as { items: Record<string, unknown>[]; paging: Record<string, string> };
    return { status: reply.status, ...body };
  };
  return { world, mailgun, post, events };
}

test('a message is queued under an id of its domain and stands in the inbox', async () => {
  const { mailgun, post, world } = set();
  const reply = await post({ ...message, 'h:X-Call': 'CA1', 'v:call': '{"sid":"CA1"}', 'o:tag': 'voicemail' });
  expect(reply).toMatchObject({ status: 200, body: { message: 'Queued. Thank you.' } });
  expect(reply.body).toHaveProperty(
    'id',
    expect.stringMatching(/^<20260302150000\.[0-9a-f]{16}@mg\.sample\.example>$/),
  );
  expect(mailgun.inbox()).toMatchObject([
    {
      from: message.from,
      to: ['ada@example.com'],
      subject: 'Voicemail',
      text: 'Hello',
      headers: { 'X-Call': 'CA1' },
      variables: { call: '{"sid":"CA1"}' },
      tags: ['voicemail'],
      attachments: [],
    },
  ]);
  expect(world.timeline).toMatchObject([{ kind: 'mail', text: 'mail to ada@example.com: Voicemail' }]);
});

test('multipart brings attachments byte for byte and several recipients', async () => {
  const { mailgun } = set();
  const bytes = Buffer.from([0, 255, 13, 10, 45, 45, 200]);
  const body = new FormData();
  for (const [name, value] of Object.entries(message)) body.append(name, value);
  body.append('to', '"Byron, Ada" <byron@example.com>');
  body.append('attachment', new Blob([bytes], { type: 'audio/mpeg' }), 'Nachricht für dich.mp3');
  await ask(mailgun.product, { method: 'POST', url: messagesUrl, headers: { authorization }, body });
  const [mail] = mailgun.inbox();
  expect(mail?.to).toEqual(['ada@example.com', '"Byron, Ada" <byron@example.com>']);
  expect(mail?.attachments).toEqual([
    {
      fileName: 'Nachricht für dich.mp3',
      contentType: 'audio/mpeg',
      base64: bytes.toString('base64'),
      sizeBytes: 7,
      inline: false,
    },
  ]);
});

test('the sender’s own Message-Id is kept, and the same message twice is two mails', async () => {
  const { mailgun, post } = set();
  for (const id of ['voicemail-1@sample', '<voicemail-1@sample>'])
    expect(await post({ ...message, 'h:Message-Id': id })).toHaveProperty('body.id', '<voicemail-1@sample>');
  expect(mailgun.inbox()).toHaveLength(2);
});

test.each<[Record<string, string>, number, string]>([
  [{ from: '' }, 400, 'from parameter is missing'],
  [{ to: '' }, 400, 'to parameter is missing'],
  [{ text: '' }, 400, "Need at least one of 'text', 'html', 'amp-html' or 'template' parameters specified"],
  [{ to: 'ada@localhost' }, 400, "'to' parameter is not a valid address. please check documentation"],
  [{ to: 'ada@example.com,' + ' nobody' }, 400, "'to' parameter is not a valid address. please check documentation"],
  [{ cc: 'Ada' }, 400, "'cc' parameter is not a valid address. please check documentation"],
  [{ from: 'a@b.de, c@d.de' }, 400, "'from' parameter is not a valid address. please check documentation"],
  [{ 'o:deliverytime': 'soon' }, 400, "'o:deliverytime' parameter is not a valid RFC-2822 date"],
  [{ html: 'x'.repeat(25 * 1024 * 1024 + 1) }, 413, 'Message size exceeds the limit of 26214400 bytes'],
])('what Mailgun refuses it refuses in Mailgun’s words (%#)', async (change, status, words) => {
  const { mailgun, post } = set();
  expect(await post({ ...message, ...change })).toEqual({ status, body: { message: words } });
  expect(mailgun.inbox()).toEqual([]);
});

test('an attachment counts as large as it travels, in Base64', async () => {
  const { mailgun } = set();
  const send = (megabytes: number): Promise<ApiReply> => {
    const body = new FormData();
    for (const [name, value] of Object.entries(message)) body.append(name, value);
    body.append('attachment', new File([Buffer.alloc(megabytes * 1024 * 1024)], 'voicemail.mp3'));
    return ask(mailgun.product, { method: 'POST', url: messagesUrl, headers: { authorization }, body });
  };
  expect(await send(18)).toMatchObject({ status: 200 });
  expect(await send(19)).toMatchObject({ status: 413 });
});

test('a wrong key is forbidden, in plain text; a domain exists in its own region only', async () => {
  const { mailgun, post } = set();
  const body = new URLSearchParams(message);
  for (const credentials of ['api:key-wrong', `postmaster:${key}`]) {
    const headers = { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
    expect(await ask(mailgun.product, { method: 'POST', url: messagesUrl, headers, body })).toMatchObject({
      status: 401,
      body: 'Forbidden',
    });
  }
  expect(await post(message, 'https://api.mailgun.net/v3/mg.europe.example/messages')).toEqual({
    status: 404,
    body: { message: 'Domain not found: mg.europe.example' },
  });
  expect(await post(message, 'https://api.eu.mailgun.net/v3/mg.europe.example/messages')).toHaveProperty('status', 200);
});

test('a broken multipart body is refused, not a fault of the server', async () => {
  const { mailgun } = set();
  const headers = { authorization, 'content-type': 'multipart/form-data; boundary=x' };
  const reply = await ask(mailgun.product, { method: 'POST', url: messagesUrl, headers, body: '--x\r\nbroken' });
  expect(reply.status).toBe(400);
});

test('events say what was accepted and, a second later, delivered; a client can look before it repeats', async () => {
  const { world, post, events } = set();
  await post({ ...message, 'h:Message-Id': 'one@sample', to: 'ada@example.com, bob@example.com' });
  await post(message);
  expect(await events('?message-id=one@sample&event=accepted')).toMatchObject({
    items: [{ event: 'accepted', message: { headers: { 'message-id': 'one@sample' } } }, { event: 'accepted' }],
  });
  expect((await events('?event=delivered')).items).toEqual([]);
  await world.controls.advance(1000);
  const delivered = await events('?event=delivered&recipient=bob@example.com');
  expect(delivered.items).toMatchObject([{ recipient: 'bob@example.com', 'recipient-domain': 'example.com' }]);
  expect((await events('?event=accepted OR delivered&recipient=NOT bob@example.com')).items).toHaveLength(4);
  expect((await events('?message-id=two@sample')).items).toEqual([]);
});

test('events come newest first unless asked otherwise, within a time range and in pages', async () => {
  const { world, mailgun, post, events } = set();
  for (const subject of ['one', 'two', 'three']) {
    await post({ ...message, subject });
    await world.controls.advance(60_000);
  }
  const subjects = (items: Record<string, unknown>[]) =>
    items.map(item => (item['message'] as { headers: { subject: string } }).headers.subject);
  const startSeconds = Date.UTC(2026, 2, 2, 15) / 1000;
  expect(subjects((await events('?event=accepted')).items)).toEqual(['three', 'two', 'one']);
  expect(subjects((await events(`?event=accepted&begin=${startSeconds + 30}`)).items)).toEqual(['two', 'three']);
  expect(subjects((await events(`?event=accepted&begin=${startSeconds + 70}&ascending=no`)).items)).toEqual([
    'two',
    'one',
  ]);
  const first = await events('?event=accepted&ascending=yes&limit=2');
  expect(subjects(first.items)).toEqual(['one', 'two']);
  const next = await ask(mailgun.product, { url: first.paging['next'] ?? '', headers: { authorization } });
  expect(subjects((next.body as { items: Record<string, unknown>[] }).items)).toEqual(['three']);
  expect((await events('?limit=none')).status).toBe(400);
  expect((await events('/nonsense')).status).toBe(400);
});

test('each mail is written for people to open', async () => {
  const mailFolder = mkdtempSync(path.join(tmpdir(), 'linekit-mails-'));
  const { mailgun } = set({ mailFolder });
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...message, subject: 'Grüße', html: '<p>Grüße</p>' }))
    body.append(name, value);
  body.append('attachment', new Blob(['mp3 bytes'], { type: 'audio/mpeg' }), '../../recording.mp3');
  await ask(mailgun.product, { method: 'POST', url: messagesUrl, headers: { authorization }, body });
  const [mail] = mailgun.inbox();
  const files = mail && mailgun.filesOf(mail);
  expect(files?.attachments).toEqual([path.join(files?.folder ?? '', 'recording.mp3')]);
  expect(readFileSync(files?.attachments[0] ?? '', 'utf8')).toBe('mp3 bytes');
  expect(readFileSync(files?.html ?? '', 'utf8')).toBe('<meta charset="utf-8">\n<p>Grüße</p>');
  const eml = readFileSync(files?.eml ?? '', 'utf8');
  expect(eml).toContain('Subject: =?utf-8?B?R3LDvMOfZQ==?=\r\n');
  expect(eml).toContain('Content-Type: multipart/mixed; boundary=');
  expect(existsSync(path.join(mailFolder, '..', 'recording.mp3'))).toBe(false);
  rmSync(mailFolder, { recursive: true });
});

test.each([
  [{ 'h:X-Call': 'CA1\r\nBcc: eve@example.com' }, "'h:X-Call' parameter is not a valid header"],
  [{ 'h:X-Call\nBcc': 'eve@example.com' }, "'h:X-Call\\nBcc' parameter is not a valid header"],
  [{ 'h:X-Grüße': 'a' }, 'Header name must be pure ASCII: X-Grüße'],
  [
    { 'v:call': 'x'.repeat(17_000) },
    'Send options (parameters starting with o:, h:, or v:) are limited to 16 kB total',
  ],
])('options that Mailgun refuses: %#', async (options, words) => {
  const { mailgun, post } = set();
  expect(await post({ ...message, ...options })).toMatchObject({ status: 400, body: { message: words } });
  expect(mailgun.inbox()).toEqual([]);
});

test('what Mailgun has and the double has not is 501; what neither has is 404', async () => {
  const { mailgun } = set();
  const get = (path: string): Promise<ApiReply> => ask(mailgun.product, { url: `https://api.mailgun.net${path}` });
  expect(await get('/v4/domains')).toMatchObject({
    status: 501,
    body: { message: expect.stringContaining('/v4/domains') as string },
  });
  expect(await get('/nothing')).toMatchObject({ status: 404 });
});
