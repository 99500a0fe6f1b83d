import { sampleClient } from '../config/client.fake';
import { escapeHtml } from '../mail';
import type { CallSid, RecordingSid } from '../sid';
import { voicemailMail, type MailParts } from './mail';
import { taskTranscript, voicemailAttributes } from '../tasks';
import type { Message } from './ports';

const message: Message = {
  recordingSid: `RE${'a'.repeat(32)}` as RecordingSid,
  callSid: `CA${'b'.repeat(32)}` as CallSid,
  durationSeconds: 75,
  recordedAt: new Date('2026-11-23T18:04:00Z'),
  call: { from: '+12025550111', to: '+12025550142' },
  recordingUrl: 'https://api.twilio.com/2010-04-01/Accounts/AC0/Recordings/RE0',
};
const client = sampleClient();
const parts: MailParts = {
  message,
  transcript: { kind: 'words', text: 'Please call me.' },
  audio: { kind: 'attached', data: Buffer.from('mp3') },
  recipients: ['desk@riverside-clinic.example'],
  domain: 'mg.example',
};

test("plain text: who, whom, when by the clock on the client's wall, how long, what", () => {
  expect(voicemailMail(client, parts).text).toBe(
    [
      'Voicemail from +12025550111',
      '',
      'From      +12025550111',
      'To        Riverside Community Clinic, +12025550142',
      'Received  Monday, November 23, 2026, 10:04 AM PST',
      'Length    1 min 15 s',
      '',
      'Please call me.',
      '',
      'The recording is attached.',
      '',
    ].join('\n'),
  );
});

test('what a caller says stays text in the HTML', () => {
  const words = '<img src=x onerror="alert(1)"> Tom & Jerry\'s';
  const { html } = voicemailMail(client, { ...parts, transcript: { kind: 'words', text: words } });
  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt; Tom &amp; Jerry&#39;s');
});

test.each([
  ['Riverside voicemail <v@mg.example>', 'Riverside voicemail <v@mg.example>'],
  ['v@mg.example', 'v@mg.example'],
  ['Smith, Jones & Co. <v@mg.example>', '"Smith, Jones & Co." <v@mg.example>'],
  ['"Smith, Jones" <v@mg.example>', '"Smith, Jones" <v@mg.example>'],
  ['Praxis Dr. Ü <v@mg.example>', '"Praxis Dr. Ü" <v@mg.example>'],
])('the sender %s goes into the header as %s', (sender, from) => {
  expect(voicemailMail({ ...client, email: { ...client.email, sender } }, parts).from).toBe(from);
});

test('a name with a line break can not add a header', () => {
  const { subject } = voicemailMail({ ...client, name: 'Clinic\r\nBcc: thief@example.org' }, parts);
  expect(subject).toBe('Voicemail from +12025550111 for Clinic Bcc: thief@example.org');
});

test.each([
  ['none', 'No words were recognised. Please listen to the recording.'],
  ['unavailable', 'The transcript could not be made in time. Please listen to the recording.'],
  ['unwanted', 'Please listen to the recording.'],
] as const)('transcript %s: the mail says what became of it', (kind, words) => {
  expect(voicemailMail(client, { ...parts, transcript: { kind } }).text).toContain(words);
});

test('a link instead of the recording says how long it is good', () => {
  const audio = {
    kind: 'link',
    url: 'https://x.twil.io/voicemail/listen?a=1&b=2',
    expiresAt: new Date('2026-11-30T18:04:00Z'),
  } as const;
  const mail = voicemailMail(client, { ...parts, audio });
  expect(mail.attachment).toBeUndefined();
  expect(mail.text).toContain(
    'Listen (until Monday, November 30, 2026, 10:04 AM PST):\nhttps://x.twil.io/voicemail/listen?a=1&b=2',
  );
  expect(mail.html).toContain('href="https://x.twil.io/voicemail/listen?a=1&amp;b=2"');
});

test('the day and the hour are written in the language of the client', () => {
  const mail = voicemailMail({ ...client, language: 'es-US', timeZone: 'Europe/Madrid' }, parts);
  expect(mail.text).toMatch(/Received {2}lunes, 23 de noviembre de 2026, 7:04\sp\.?\s?m\.?/);
  expect(mail.html).toContain('<html lang="es-US">');
});

test('the attachment is named after the client and the moment', () => {
  expect(voicemailMail(client, parts).attachment?.filename).toBe('voicemail-sample-2026-11-23-18-04.mp3');
});

test.each(['a', 'é', '"', '\n', '語'])("a long transcript of %j fits into Twilio's 4,096 bytes of attributes", sign => {
  const text = taskTranscript(`${`${sign}${sign}${sign}${sign} `.repeat(2_000)}`);
  const attributes = voicemailAttributes(client, message);
  const full = { ...attributes, callBackData: { ...attributes.callBackData, transcriptText: text } };
  expect(Buffer.byteLength(JSON.stringify(full))).toBeLessThan(4_096);
  expect(text.endsWith('… (the e-mail has all of it)')).toBe(true);
});

test('escapeHtml leaves other signs alone', () => {
  expect(escapeHtml('Ünïcode 語 #1')).toBe('Ünïcode 語 #1');
});
