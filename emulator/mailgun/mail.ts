import type { StoredRecord } from '../contract';

/** A file that came with a mail. Bytes are base64, so that a snapshot of the world is plain JSON. */
export interface MailAttachment {
  readonly fileName: string;
  readonly contentType: string;
  readonly base64: string;
  readonly sizeBytes: number;
  /** `inline` files are referred to from the HTML as `cid:<fileName>`. */
  readonly inline: boolean;
}

/** A message that Mailgun accepted, as it stands in the inbox. */
export interface Mail extends StoredRecord {
  /** "<…@domain>": Mailgun's, or the sender's own when it gave `h:Message-Id`. Not unique: Mailgun accepts a message twice. */
  readonly messageId: string;
  /** The Mailgun domain it was sent through. */
  readonly domain: string;
  readonly region: 'us' | 'eu';
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Headers from `h:` parameters, by the name the sender gave them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Values from `v:` parameters. */
  readonly variables: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly attachments: readonly MailAttachment[];
  /** `o:testmode=yes`: accepted, and never delivered. */
  readonly testMode: boolean;
  /** When Mailgun took it, milliseconds since 1970 on the emulated clock. */
  readonly acceptedAtMs: number;
  /** When it reaches the recipients (`o:deliverytime` puts it off). */
  readonly deliveredAtMs: number;
  readonly sizeBytes: number;
}
