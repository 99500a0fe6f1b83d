import { parseAddresses } from './address';
import type { Mail } from './mail';
import { parseTime } from './message';

/** One entry of Mailgun's event log, in its wire shape. */
export type MailEvent = Readonly<Record<string, unknown>> & {
  readonly event: 'accepted' | 'delivered';
  readonly timestamp: number;
};

/** What has happened to these mails up to `nowMs`: each recipient's accepted and delivered events, oldest first. */
export function eventsOf(mails: readonly Mail[], nowMs: number): MailEvent[] {
  return mails
    .flatMap(mail => recipientsOf(mail).flatMap(recipient => eventsFor(mail, recipient)))
    .filter(event => event.timestamp * 1000 <= nowMs)
    .sort((a, b) => a.timestamp - b.timestamp);
}

function recipientsOf(mail: Mail): string[] {
  const lists = [...mail.to, ...mail.cc, ...mail.bcc].flatMap(value => parseAddresses(value) ?? []);
  return [...new Set(lists.map(({ address }) => address))];
}

function eventsFor(mail: Mail, recipient: string): MailEvent[] {
  const accepted = { ...body(mail, recipient, 'accepted'), timestamp: mail.acceptedAtMs / 1000, method: 'HTTP' };
  if (mail.testMode) return [accepted];
  const delivered = {
    ...body(mail, recipient, 'delivered'),
    timestamp: mail.deliveredAtMs / 1000,
    'delivery-status': { code: 250, message: 'OK', description: '', tls: true, 'attempt-no': 1 },
  };
  return [accepted, delivered];
}

function body<E extends MailEvent['event']>(mail: Mail, recipient: string, event: E) {
  const files = mail.attachments.map(file => ({
    filename: file.fileName,
    'content-type': file.contentType,
    size: file.sizeBytes,
  }));
  return {
    event,
    id: `${mail.sid.slice(2, 24)}-${event}-${recipient}`,
    'log-level': 'info',
    recipient,
    'recipient-domain': recipient.slice(recipient.lastIndexOf('@') + 1),
    envelope: { transport: 'smtp', sender: parseAddresses(mail.from)?.[0]?.address ?? mail.from, targets: recipient },
    message: {
      headers: { to: mail.to.join(', '), 'message-id': bare(mail.messageId), from: mail.from, subject: mail.subject },
      attachments: files,
      recipients: recipientsOf(mail),
      size: mail.sizeBytes,
    },
    tags: mail.tags,
    campaigns: [],
    'user-variables': mail.variables,
    flags: { 'is-routed': false, 'is-authenticated': true, 'is-system-test': false, 'is-test-mode': mail.testMode },
  };
}

const bare = (messageId: string): string => messageId.replace(/^<|>$/g, '');

/** The names of query parameters that filter events, each with what it looks at. Angle brackets round a message id don't matter. */
const filters: Readonly<Record<string, (mail: Mail, event: MailEvent) => readonly string[]>> = {
  event: (_mail, event) => [event.event],
  'message-id': mail => [bare(mail.messageId)],
  recipient: (_mail, event) => [String(event['recipient'])],
  recipients: mail => recipientsOf(mail),
  from: mail => (parseAddresses(mail.from) ?? []).map(({ address }) => address),
  to: mail => mail.to.flatMap(value => parseAddresses(value) ?? []).map(({ address }) => address),
  subject: mail => [mail.subject],
  tags: mail => mail.tags,
  attachment: mail => mail.attachments.map(file => file.fileName),
};

/** The events that a query asks for, in its order. */
export function selectEvents(mails: readonly Mail[], query: URLSearchParams, nowMs: number): MailEvent[] {
  const matching = mails.flatMap(mail =>
    eventsOf([mail], nowMs).filter(event =>
      Object.entries(filters).every(([name, valuesOf]) =>
        query.getAll(name).every(wanted => matches(wanted, valuesOf(mail, event))),
      ),
    ),
  );
  const order = orderOf(query);
  const sorted = matching
    .filter(({ timestamp }) => timestamp >= order.earliest && timestamp <= order.latest)
    .sort((a, b) => a.timestamp - b.timestamp);
  return order.ascending ? sorted : sorted.reverse();
}

/**
 * The search runs from `begin` to `end`, in epoch seconds: backwards when `begin` is the later one or `ascending` is "no", and when nothing is said
 * (documentation.mailgun.com, "Events: time range").
 */
function orderOf(query: URLSearchParams): { ascending: boolean; earliest: number; latest: number } {
  const time = (name: string): number | undefined =>
    query.get(name) ? parseTime(query.get(name) ?? '') / 1000 : undefined;
  const [begin, end] = [time('begin'), time('end')];
  const inferred = begin !== undefined && (end === undefined || begin <= end);
  const ascending = query.has('ascending') ? !/^(no|false)$/i.test(query.get('ascending') ?? '') : inferred;
  const [earliest, latest] = ascending ? [begin, end] : [end, begin];
  return { ascending, earliest: earliest ?? -Infinity, latest: latest ?? Infinity };
}

/** Mailgun's filter expressions: `a OR b`, `NOT a`, quoted values. */
function matches(expression: string, values: readonly string[]): boolean {
  const alternatives = expression.split(/\s+OR\s+/).map(part => part.trim());
  return alternatives.some(part => {
    const negated = /^NOT\s+/.test(part);
    const wanted = bare(part.replace(/^NOT\s+/, '').replace(/^"(.*)"$/s, '$1')).toLowerCase();
    return values.some(value => value.toLowerCase() === wanted) !== negated;
  });
}
