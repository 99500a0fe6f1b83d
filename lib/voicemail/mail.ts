import type { Client } from '../config';
import { headerSafe, senderHeader, type MailRow } from '../mail';
import { callerName } from '../phone';
import { WITHHELD_NAME } from '../tasks';
import { mailHtml } from './mail-html';
import type { Message } from './ports';

export interface VoicemailMail {
  /** "<RE….voicemail@domain>": the same for each try, so that a mail can be looked for before it is sent again. */
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachment?: { readonly filename: string; readonly contentType: 'audio/mpeg'; readonly data: Buffer };
}

/** What became of the words: the mail says which. */
export type TranscriptNote =
  { readonly kind: 'words'; readonly text: string } | { readonly kind: 'none' | 'unavailable' | 'unwanted' };

export interface MailParts {
  readonly message: Message;
  readonly transcript: TranscriptNote;
  /** The mp3, or where it can be heard when it is too large or could not be fetched. */
  readonly audio:
    | { readonly kind: 'attached'; readonly data: Buffer }
    | { readonly kind: 'link'; readonly url: string; readonly expiresAt: Date };
  readonly recipients: readonly string[];
  readonly domain: string;
}

export interface MailView {
  readonly title: string;
  readonly language: string;
  readonly rows: readonly MailRow[];
  readonly words: string;
  /** False where `words` is a remark of ours, not the caller's. */
  readonly quoted: boolean;
  readonly link?: { readonly url: string; readonly until: string };
}

/** The same for each try and each process. */
export function messageIdOf(recordingSid: string, domain: string): string {
  return `<${recordingSid}.voicemail@${domain}>`;
}

/** The mail of one message, in plain text and in HTML. */
export function voicemailMail(client: Client, parts: MailParts): VoicemailMail {
  const { message, audio } = parts;
  const caller = callerName(message.call.from) ?? WITHHELD_NAME;
  const view: MailView = {
    title: `Voicemail from ${caller}`,
    language: client.language,
    rows: [
      { label: 'From', value: caller },
      { label: 'To', value: `${client.name}, ${message.call.to}` },
      { label: 'Received', value: localMoment(message.recordedAt, client) },
      { label: 'Length', value: minutes(message.durationSeconds) },
    ],
    words: transcriptWords(parts.transcript),
    quoted: parts.transcript.kind === 'words',
    ...(audio.kind === 'link' && { link: { url: audio.url, until: localMoment(audio.expiresAt, client) } }),
  };
  return {
    messageId: messageIdOf(message.recordingSid, parts.domain),
    from: senderHeader(client.email.sender),
    to: parts.recipients,
    subject: headerSafe(`Voicemail from ${caller} for ${client.name}`),
    text: mailText(view),
    html: mailHtml(view),
    ...(audio.kind === 'attached' && {
      attachment: { filename: fileName(client, message), contentType: 'audio/mpeg' as const, data: audio.data },
    }),
  };
}

function mailText(view: MailView): string {
  const width = Math.max(...view.rows.map(row => row.label.length));
  const table = view.rows.map(row => `${row.label.padEnd(width)}  ${row.value}`).join('\n');
  const listen = view.link ? `Listen (until ${view.link.until}):\n${view.link.url}` : 'The recording is attached.';
  return `${view.title}\n\n${table}\n\n${view.words}\n\n${listen}\n`;
}

function transcriptWords(note: TranscriptNote): string {
  switch (note.kind) {
    case 'words':
      return note.text;
    case 'none':
      return 'No words were recognised. Please listen to the recording.';
    case 'unavailable':
      return 'The transcript could not be made in time. Please listen to the recording.';
    case 'unwanted':
      return 'Please listen to the recording.';
  }
}

/** "Monday, November 23, 2026 at 9:04 AM PST": the client's clock, with the zone, since the reader may be elsewhere. */
function localMoment(at: Date, client: Pick<Client, 'language' | 'timeZone'>): string {
  const day = new Intl.DateTimeFormat(client.language, { timeZone: client.timeZone, dateStyle: 'full' }).format(at);
  const time = new Intl.DateTimeFormat(client.language, {
    timeZone: client.timeZone,
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  return `${day}, ${time.format(at)}`.replace(/\u202f/g, ' ');
}

function minutes(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

function fileName(client: Client, message: Message): string {
  return `voicemail-${client.client}-${message.recordedAt.toISOString().slice(0, 16).replace(/[:T]/g, '-')}.mp3`;
}
