import type { Route } from '../contract';
import { describe } from '../rest/description';
import { checkParameters } from '../rest/parameters';
import { presentRecord } from '../rest/presentation';
import { resource } from '../rest/resource';
import { notFound, TwilioError } from '../rest/twilio-error';
import { expiry, parseData } from './data';
import type { SyncObjects } from './objects';
import type { StreamRecord } from './records';
import { serviceParent } from './services';

const STREAMS = '/v1/Services/{ServiceSid}/Streams';
const MESSAGES = `${STREAMS}/{StreamSid}/Messages`;

/** A message's limit [twilio.com/docs/sync/api/stream-message-resource]; other data may have 16 KiB. */
const MAX_MESSAGE_BYTES = 4 * 1024;

/** Message Streams. What is published is told to whoever has a webhook and then forgotten: Sync keeps no messages. */
export function streamRoutes(objects: SyncObjects): Route[] {
  const { world, records } = objects;
  const routes = resource<StreamRecord>({
    world,
    document: 'sync_v1',
    path: STREAMS,
    sidPrefix: 'TO',
    records: records.streams,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    parents: { ServiceSid: serviceParent(objects) },
    find: (key, { scope }) => objects.find('streams', scope['service_sid'] ?? '', key),
    keep: record => !objects.hasExpired(record),
    create(record, { parameters: { Ttl: ttl } }) {
      const made = {
        ...record,
        date_expires: expiry(ttl, objects.nowMs()) ?? null,
        created_by: 'system',
        revision: '0',
      };
      objects.claimName('streams', made);
      return made;
    },
    created: record => objects.tell('stream_created', record),
    update(_record, _change, { parameters: { Ttl: ttl } }) {
      const expires = expiry(ttl, objects.nowMs());
      return expires === undefined ? {} : { date_expires: expires };
    },
    remove(record) {
      objects.remove('streams', record);
      objects.tell('stream_removed', record);
    },
  });
  return [...routes, messageRoute(objects)];
}

function messageRoute(objects: SyncObjects): Route {
  const description = describe('sync_v1', MESSAGES);
  const findService = serviceParent(objects);
  return {
    method: 'POST',
    path: MESSAGES,
    access: 'account',
    handle({ path, account, url, form }) {
      const accountSid = account?.sid ?? '';
      const service = findService(path['ServiceSid'] ?? '', { account_sid: accountSid });
      const stream = service && objects.find('streams', service.sid, path['StreamSid'] ?? '');
      if (!stream || service.account_sid !== accountSid) throw notFound(url.pathname);
      const { form: fields = {}, required = [] } = description.operations.create ?? {};
      const { Data: given } = checkParameters(form, { fields, required });
      const sid = objects.world.ids.sid('TZ');
      const data = messageData(String(given));
      objects.tell('stream_message_published', stream, { MessageSid: sid, MessageData: JSON.stringify(data) });
      return { status: 201, body: presentRecord(description, { sid, data } as { sid: string }) };
    },
  };
}

function messageData(json: string): unknown {
  if (Buffer.byteLength(json) > MAX_MESSAGE_BYTES)
    throw new TwilioError(413, 54006, `Request entity too large: Data exceeds ${MAX_MESSAGE_BYTES} bytes`);
  return parseData(json);
}
