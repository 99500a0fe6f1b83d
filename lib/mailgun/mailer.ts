import { vendorError, type AppError } from '../errors';
import type { Mailer } from '../voicemail';

export interface MailgunOptions {
  /** Key and domain are asked for at first use, so that a missing or malformed one stops only the mail. */
  readonly key: () => string;
  readonly domain: () => string;
  readonly region: 'us' | 'eu';
}

/** Source: Mailgun, "API reference", base URLs. */
const BASE_URLS = { us: 'https://api.mailgun.net', eu: 'https://api.eu.mailgun.net' };

/** Mails by Mailgun. Its SDK takes 40 ms to load, so it is loaded when there is a mail. */
export function mailgunMailer(options: MailgunOptions): Mailer {
  const open = async () => {
    const { default: Mailgun } = await import('mailgun.js');
    return new Mailgun(FormData).client({ username: 'api', key: options.key(), url: BASE_URLS[options.region] });
  };
  return {
    send: async mail => {
      const client = await open();
      const { attachment } = mail;
      try {
        await client.messages.create(options.domain(), {
          from: mail.from,
          to: [...mail.to],
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          'h:Message-Id': mail.messageId,
          // A plain buffer would lose its content type on the way: mailgun.js keeps that of a File only.
          ...(attachment && {
            attachment: new File([new Uint8Array(attachment.data)], attachment.filename, {
              type: attachment.contentType,
            }),
          }),
        });
      } catch (thrown) {
        throw mailgunError(thrown);
      }
    },
    wasSent: async messageId => {
      const client = await open();
      try {
        const bare = messageId.replace(/^<|>$/g, '');
        const { items } = await client.events.get(options.domain(), {
          event: 'accepted',
          'message-id': bare,
          limit: 1,
        });
        return items.length > 0;
      } catch (thrown) {
        throw mailgunError(thrown);
      }
    },
  };
}

function mailgunError(thrown: unknown): AppError {
  const { status, details } = thrown as { status?: unknown; details?: unknown };
  const answered = typeof status === 'number' && status >= 100 ? status : undefined;
  const message = [thrown instanceof Error ? thrown.message : String(thrown), details].filter(Boolean).join(': ');
  return vendorError({ vendor: 'Mailgun', status: answered, message, cause: thrown });
}
