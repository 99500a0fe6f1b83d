import type {
  BusEvents,
  Collection,
  StoredRecord,
  TimelineEntry,
  WebhookKind,
  WebReply,
  WebRequest,
  World,
} from '../contract';
import { forgetOld } from '../retention';
import type { CallRecord } from '../voice/call-record';

/** What Twilio tells of an error or a warning in a call (schema api.v2010.account.call.call_notification-instance). */
export interface NotificationRecord extends StoredRecord {
  readonly account_sid: string;
  readonly call_sid: string;
  readonly error_code: string;
  /** "0" for an error, "1" for a warning. */
  readonly log: '0' | '1';
  readonly message_date: string;
}

/** A request to the application, and its answer. */
export interface CallEventRecord extends StoredRecord {
  readonly account_sid: string;
  readonly call_sid: string;
  readonly request: object;
  readonly response: object;
}

/** Requests that Twilio makes for a call; those that a flow or a function makes for itself are not among them. */
const OF_CALLS: ReadonlySet<WebhookKind> = new Set<WebhookKind>([
  ...(['voice-url', 'twiml', 'action', 'wait-url', 'call-status', 'recording-status'] as const),
  ...(['conference-status', 'amd-status', 'partial-result', 'stream-status'] as const),
]);

const NAMES = ['api.notifications', 'api.call_events'] as const;
/** How many of each are kept: each has the document that was answered. */
const MOST = 5000;
const BETWEEN_TRIMS = 500;

/** Where notifications and events of calls are kept. */
export function callJournal({ store }: Pick<World, 'store'>): {
  notifications: Collection<NotificationRecord>;
  events: Collection<CallEventRecord>;
} {
  return { notifications: store.collection(NAMES[0]), events: store.collection(NAMES[1]) };
}

/** Writes down, from now on, what is asked of applications, and what is wrong with their answers. */
export function keepCallJournal(world: World): void {
  const { notifications, events } = callJournal(world);
  const calls: Collection<CallRecord> = world.store.collection('api.calls');
  const latest = new Map<string, BusEvents['webhook']>();
  let written = 0;
  // By what is written, not by calls that end: one that waits in a queue asks for its document again for hours.
  const trim = (): void => {
    written += 1;
    if (written % BETWEEN_TRIMS === 0)
      for (const collection of NAMES) forgetOld(world.store, { collection, most: MOST, isOver: () => true });
  };
  world.bus.on('webhook', webhook => {
    const { callSid, kind } = webhook.request;
    if (callSid === undefined || !OF_CALLS.has(kind)) return;
    latest.set(callSid, webhook);
    events.insert(eventOf(callSid, webhook, world));
    trim();
  });
  world.bus.on('timeline', entry => {
    const call = calls.get(entry.callSid ?? '');
    const code = entry.detail?.['code'];
    if (!call || entry.kind !== 'log' || typeof code !== 'number') return;
    notifications.insert(notificationOf({ entry, call, code }, latest.get(call.sid), world));
    trim();
  });
  world.bus.on('call-ended', ({ callSid }) => latest.delete(callSid));
}

function eventOf(callSid: string, { request, reply }: BusEvents['webhook'], { ids, clock }: World): CallEventRecord {
  const parameters = Object.entries(request.parameters).map(([name, value]) => [snakeCase(name), value]);
  return {
    sid: ids.sid('VW'),
    account_sid: request.accountSid,
    call_sid: callSid,
    request: { url: request.url, method: request.method, parameters: Object.fromEntries(parameters) as object },
    response: {
      date_created: new Date(clock.now()).toUTCString().replace('GMT', '+0000'),
      request_duration: Math.round(reply.durationMs),
      response_code: reply.status,
      content_type: reply.headers['content-type'] ?? null,
      response_body: reply.body,
    },
  };
}

/** "CallSid" → "call_sid". */
function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}

interface Trouble {
  readonly entry: TimelineEntry;
  readonly call: CallRecord;
  readonly code: number;
}

function notificationOf(
  { entry, call, code }: Trouble,
  latest: { request: WebRequest; reply: WebReply } | undefined,
  { ids }: World,
): NotificationRecord {
  const date = new Date(entry.atMs).toISOString();
  const parameters = new URLSearchParams(latest?.request.parameters).toString();
  const headers = new URLSearchParams(latest?.reply.headers).toString();
  const record = {
    sid: ids.sid('NO'),
    account_sid: call.account_sid,
    api_version: '2010-04-01',
    call_sid: call.sid,
    date_created: date,
    date_updated: date,
    error_code: String(code),
    log: entry.text.startsWith('warning') ? ('1' as const) : ('0' as const),
    message_date: date,
    message_text: entry.text.replace(/^\w+ \d+: /, ''),
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    request_method: latest?.request.method ?? null,
    request_url: latest?.request.url ?? null,
    request_variables: parameters,
    response_body: latest?.reply.body ?? '',
    response_headers: headers,
  };
  return record;
}
