import type { Route, World } from '../contract';
import { resource, type Context } from '../rest/resource';
import { invalid } from '../rest/twilio-error';
import { findType, latestVersion } from './catalogue';
import type { EventRecords, SubscribedEventRecord, SubscriptionRecord } from './records';

interface Wanted {
  readonly type: string;
  readonly schema_version: number;
}

/** /v1/Subscriptions and the types of events that each wants. */
export function subscriptionRoutes(world: World, records: EventRecords): Route[] {
  return [...subscriptions(world, records), ...subscribedEvents(world, records)];
}

function subscriptions(world: World, records: EventRecords): Route[] {
  return resource<SubscriptionRecord>({
    world,
    document: 'events_v1',
    path: '/v1/Subscriptions',
    sidPrefix: 'DF',
    records: records.subscriptions,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    create(record, { parameters, accountSid }) {
      const sink = records.sinks.get(record.sink_sid);
      if (sink?.account_sid !== accountSid) throw invalid(`Invalid SinkSid ${record.sink_sid}: it does not exist`);
      wantedTypes(parameters['Types']);
      return record;
    },
    created({ sid, account_sid }, { parameters }) {
      for (const wanted of wantedTypes(parameters['Types'])) {
        records.subscribed.insert({ sid: world.ids.sid('EB'), account_sid, subscription_sid: sid, ...wanted });
      }
    },
    remove({ sid }) {
      for (const one of records.subscribed.filter(wanted => wanted.subscription_sid === sid)) {
        records.subscribed.delete(one.sid);
      }
    },
  });
}

function subscribedEvents(world: World, records: EventRecords): Route[] {
  return resource<SubscribedEventRecord>({
    world,
    document: 'events_v1',
    path: '/v1/Subscriptions/{SubscriptionSid}/SubscribedEvents',
    sidPrefix: 'EB',
    records: records.subscribed,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    parents: { SubscriptionSid: sid => records.subscriptions.get(sid) },
    create(record, { scope }: Context) {
      const twin = records.subscribed.find(
        ({ subscription_sid: sid, type }) => sid === scope['subscription_sid'] && type === record.type,
      );
      if (twin) throw invalid(`The Subscription has ${record.type} already`);
      return { ...record, ...checkType(record.type, record.schema_version) };
    },
    update: (record, { schema_version: version }) => checkType(record.type, version ?? record.schema_version),
  });
}

/** `Types`: JSON objects, one a value, or one array of them. Throws TwilioError 400/20001 for none, unknown ones, and what is no JSON. */
function wantedTypes(given: unknown): Wanted[] {
  const texts: unknown[] = Array.isArray(given) ? given : [given];
  const objects = texts.flatMap((text): unknown[] => {
    const value = parse(typeof text === 'string' ? text : '');
    return Array.isArray(value) ? value : [value];
  });
  if (objects.length === 0) throw invalid('Invalid Types: a Subscription needs at least one type');
  return objects.map(object => {
    const { type, schema_version: version } = fieldsOf(object);
    return checkType(typeof type === 'string' ? type : '', version);
  });
}

function checkType(name: string, version: unknown): Wanted {
  const type = findType(name);
  const latest = type && latestVersion(type.schemaId);
  if (latest === undefined) throw invalid(`Invalid Type "${name}": there is no such event type`);
  const number = version === undefined || version === null ? latest : Number(version);
  if (!Number.isInteger(number) || number < 1 || number > latest) {
    throw invalid(`Invalid SchemaVersion ${String(version)} of ${name}: must be from 1 to ${latest}`);
  }
  return { type: name, schema_version: number };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw invalid('Invalid Types: must be JSON objects with type and schema_version');
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
