import type { Product, Route, StoredRecord, World } from '../contract';
import { resource, type Context, type Parameters } from '../rest/resource';
import { invalid, TwilioError } from '../rest/twilio-error';

/** A message as the REST API shows it, and whom its progress is told. */
interface MessageRecord extends StoredRecord {
  readonly account_sid: string;
  readonly body: string | null;
  readonly from: string | null;
  readonly to: string;
  readonly status: 'queued' | 'sent' | 'delivered' | 'canceled';
  readonly messaging_service_sid: string | null;
  readonly date_sent: string | null;
  readonly date_created: string;
  readonly statusCallback: string;
}

/** Characters of one segment, and of each when there are several [twilio.com/docs/glossary/what-sms-character-limit]. */
const SEGMENT = { gsm: [160, 153], unicode: [70, 67] } as const;
/** https://www.twilio.com/docs/messaging/api/message-resource */
const MAX_BODY_CHARACTERS = 1600;
/** How long a message is `queued`, and then `sent`. */
const STEP_MS = 500;

/**
 * Messages of api.twilio.com, as records: they are checked, pass through `queued`, `sent` and `delivered` with their status callbacks, and are read
 * back. Nobody gets them, and no carrier refuses them.
 */
export function createMessaging(world: World): { readonly product: Product } {
  return { product: { name: 'messaging', hosts: ['api.twilio.com'], routes: messageRoutes(world) } };
}

function messageRoutes(world: World): Route[] {
  const records = world.store.collection<MessageRecord>('api.messages');

  function pass(sid: string, status: 'sent' | 'delivered'): void {
    const message = records.get(sid);
    if (!message) return;
    const nowIso = new Date(world.clock.now()).toISOString();
    records.update(sid, { status, date_sent: message.date_sent ?? nowIso });
    tell(world, { ...message, status });
    if (status === 'sent') world.clock.after(STEP_MS, () => pass(sid, 'delivered'), { background: true });
  }

  return resource<MessageRecord>({
    world,
    document: 'api_v2010',
    path: '/2010-04-01/Accounts/{AccountSid}/Messages.json',
    sidPrefix: 'SM',
    records,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    newestFirst: true,
    create: (record, { parameters }) => ({ ...record, ...newMessage(parameters) }),
    created({ sid, to, body }) {
      world.bus.emit('timeline', {
        atMs: world.clock.now(),
        kind: 'log',
        text: `a message to ${to} is kept, not sent: ${body ?? ''}`,
        detail: { sid },
      });
      world.clock.after(STEP_MS, () => pass(sid, 'sent'), { background: true });
    },
    update: (message, _change, { parameters }) => changed(message, parameters),
    keep: isWanted,
    remove(message) {
      if (message.status === 'queued')
        throw new TwilioError(409, 20409, 'Message is not finished and cannot be deleted');
    },
  });
}

function newMessage(parameters: Parameters) {
  const {
    To: to,
    From: from,
    Body: body,
    MediaUrl: media,
    MessagingServiceSid: service,
    ContentSid: content,
  } = parameters;
  const text = String(body ?? '');
  if (!ADDRESS.test(String(to))) throw new TwilioError(400, 21211, `Invalid 'To' Phone Number: ${String(to)}`);
  if (!from && !service) throw new TwilioError(400, 21603, "A 'From' phone number is required.");
  if (from && !ADDRESS.test(String(from))) throw new TwilioError(400, 21212, `Invalid From Number: ${String(from)}`);
  if (text === '' && !media && !content) throw new TwilioError(400, 21602, 'Message body is required.');
  if (text.length > MAX_BODY_CHARACTERS)
    throw new TwilioError(
      400,
      21617,
      `The concatenated message body exceeds the ${MAX_BODY_CHARACTERS} character limit`,
    );
  return {
    status: 'queued' as const,
    direction: 'outbound-api',
    body: text,
    num_segments: String(segments(text)),
    num_media: String(Array.isArray(media) ? media.length : 0),
    price_unit: 'USD',
    statusCallback: String(parameters['StatusCallback'] ?? ''),
  };
}

/** A number, a short code, a sender's name, or an address of a channel. */
const ADDRESS = /^(\+\d{7,15}|\d{3,8}|[A-Za-z][A-Za-z0-9 +&_-]{1,10}|(whatsapp|messenger|rcs|sms):\S+)$/;

function segments(text: string): number {
  const [alone, together] = /^[\x20-\x7e\n\r£¥èéùìòÇØøÅåÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€]*$/.test(text)
    ? SEGMENT.gsm
    : SEGMENT.unicode;
  return text.length <= alone ? 1 : Math.ceil(text.length / together);
}

/** A body can only be redacted, and only what is not sent yet can be canceled. */
function changed(message: MessageRecord, { Body: body, Status: status }: Parameters): Partial<MessageRecord> {
  if (body !== undefined && body !== '')
    throw invalid('Invalid value for parameter Body: it can only be set to nothing');
  if (status === 'canceled' && message.status !== 'queued')
    throw new TwilioError(400, 30409, 'Message cannot be canceled: it is not scheduled');
  return { ...(body === '' && { body: '' }), ...(status === 'canceled' && { status }) };
}

function isWanted(message: MessageRecord, query: URLSearchParams, _context: Context): boolean {
  const [to, from] = [query.get('To'), query.get('From')];
  if (to !== null && to !== message.to) return false;
  if (from !== null && from !== message.from) return false;
  return inPeriod(message.date_sent, query);
}

/** `DateSent` is a day; `DateSent<` and `DateSent>` are moments. */
function inPeriod(sent: string | null, query: URLSearchParams): boolean {
  const bounds = ['DateSent', 'DateSent<', 'DateSent>'].map(name => ({ name, text: query.get(name) }));
  return bounds.every(({ name, text }) => {
    if (text === null || text === '') return true;
    const moment = Date.parse(text);
    if (Number.isNaN(moment)) throw invalid(`Invalid value for parameter ${name}: "${text}" is no date`);
    if (sent === null) return false;
    if (name === 'DateSent') return sent.slice(0, 10) === new Date(moment).toISOString().slice(0, 10);
    return name === 'DateSent<' ? Date.parse(sent) <= moment : Date.parse(sent) >= moment;
  });
}

function tell(
  world: World,
  { account_sid: accountSid, sid, status, to, from, statusCallback: url }: MessageRecord,
): void {
  if (url === '') return;
  const parameters = {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    MessageSid: sid,
    MessageStatus: status,
    SmsSid: sid,
    SmsStatus: status,
    To: to,
    ...(from !== null && { From: from }),
  };
  void world.activity.track(world.web.send({ accountSid, method: 'POST', url, kind: 'message-status', parameters }));
}
