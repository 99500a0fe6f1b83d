import type { Collection, Route } from '../contract';
import { resource, type Context, type Parameters, type Scope } from '../rest/resource';
import { invalid, TwilioError } from '../rest/twilio-error';
import { expiry, nextRevision, parseData } from './data';
import { checkName, type SyncObjects } from './objects';
import type { ContainerRecord, ItemRecord } from './records';
import { serviceParent } from './services';
import { itemParameters, type ItemChange } from './webhooks';

/** How the items of one kind of container are addressed and sorted. */
interface ItemKind {
  readonly container: 'maps' | 'lists';
  readonly path: string;
  /** The path's name of the container, and the property that holds its sid. */
  readonly parent: 'MapSid' | 'ListSid';
  readonly parentProperty: 'map_sid' | 'list_sid';
  readonly records: (objects: SyncObjects) => Collection<ItemRecord>;
  /** What a new item is addressed by. Throws TwilioError. */
  key(objects: SyncObjects, container: ContainerRecord, parameters: Parameters): { key?: string; index?: number };
  /** What items are sorted by, and `From` is compared with. */
  readonly sortKey: (item: ItemRecord) => string | number;
  readonly bound: (from: string) => string | number;
}

const MAP_ITEMS: ItemKind = {
  container: 'maps',
  path: '/v1/Services/{ServiceSid}/Maps/{MapSid}/Items',
  parent: 'MapSid',
  parentProperty: 'map_sid',
  records: ({ records }) => records.mapItems,
  key(objects, container, parameters) {
    const key = checkName('Key', String(parameters.Key));
    const twin = objects.records.mapItems.get(itemSid(container.sid, key));
    if (twin && !objects.hasExpired(twin)) throw new TwilioError(409, 54208, 'Map item with this key already exists');
    if (twin) objects.records.mapItems.delete(twin.sid);
    return { key };
  },
  sortKey: item => item.key ?? '',
  bound: from => from,
};

const LIST_ITEMS: ItemKind = {
  container: 'lists',
  path: '/v1/Services/{ServiceSid}/Lists/{ListSid}/Items',
  parent: 'ListSid',
  parentProperty: 'list_sid',
  records: ({ records }) => records.listItems,
  key(objects, container) {
    objects.records.lists.update(container.sid, { nextIndex: container.nextIndex + 1 });
    return { index: container.nextIndex };
  },
  sortKey: item => item.index ?? 0,
  bound(from) {
    if (!/^\d+$/.test(from)) throw invalid(`Invalid value for parameter From: "${from}" is no index of a List`);
    return Number(from);
  },
};

/** Items of Maps and of Lists. */
export function itemRoutes(objects: SyncObjects): Route[] {
  return [MAP_ITEMS, LIST_ITEMS].flatMap(kind => routesOf(objects, kind));
}

function routesOf(objects: SyncObjects, kind: ItemKind): Route[] {
  const records = kind.records(objects);
  const containerSid = (scope: Scope): string => scope[kind.parentProperty] ?? '';
  return resource<ItemRecord>({
    world: objects.world,
    document: 'sync_v1',
    path: kind.path,
    sidPrefix: 'SI',
    records,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    parents: {
      ServiceSid: serviceParent(objects),
      [kind.parent]: (key, scope) => objects.find(kind.container, scope['service_sid'] ?? '', key),
    },
    find(key, { scope }) {
      // A key with a slash can be written but not addressed, as on Twilio.
      const found = key.includes('/') ? undefined : records.get(itemSid(containerSid(scope), key));
      if (!found || !objects.hasExpired(found)) return found;
      records.delete(found.sid);
      return undefined;
    },
    keep: record => !objects.hasExpired(record),
    order: (list, query) => ordered(list, query, kind),
    create: (record, context) => compose(objects, record, { kind, context }),
    update: (record, _change, context) => change(objects, record, { kind, context }),
    created: record => tell(objects, kind, { record, what: 'added' }),
    updated: record => tell(objects, kind, { record, what: 'updated' }),
    remove(record, { scope }) {
      touch(objects, kind, { sid: containerSid(scope) });
      tell(objects, kind, { record, what: 'removed' });
    },
  });
}

/** The webhook hears of the item, and which container it is of. */
function tell(objects: SyncObjects, kind: ItemKind, { record, what }: { record: ItemRecord; what: ItemChange }): void {
  const container = objects.records[kind.container].get(Reflect.get(record, kind.parentProperty) as string);
  if (!container) return;
  const event = kind.container === 'maps' ? 'map' : 'list';
  objects.tell(`${event}_item_${what}`, container, itemParameters(record, what));
}

interface Write {
  readonly kind: ItemKind;
  readonly context: Context;
}

function compose(objects: SyncObjects, record: ItemRecord, { kind, context }: Write): ItemRecord {
  const { parameters, scope } = context;
  const sid = scope[kind.parentProperty] ?? '';
  const data = parseData(parameters.Data);
  const expires = expiry(parameters.ItemTtl ?? parameters.Ttl, objects.nowMs()) ?? null;
  const container = objects.records[kind.container].get(sid);
  if (!container) throw new Error(`an item of what is not there: ${sid}`);
  const address = kind.key(objects, container, parameters);
  touch(objects, kind, { sid, collectionTtl: parameters.CollectionTtl });
  return {
    ...record,
    ...address,
    sid: itemSid(sid, address.key ?? String(address.index)),
    data,
    date_expires: expires,
    revision: '0',
    created_by: 'system',
  };
}

function change(objects: SyncObjects, record: ItemRecord, { kind, context }: Write): Partial<ItemRecord> {
  const { Data: data, ItemTtl: itemTtl, Ttl: ttl, CollectionTtl: collectionTtl } = context.parameters;
  const expires = expiry(itemTtl ?? ttl, objects.nowMs());
  const written = data === undefined ? {} : { data: parseData(data), revision: nextRevision(record.revision) };
  touch(objects, kind, { sid: context.scope[kind.parentProperty] ?? '', collectionTtl });
  return { ...written, ...(expires !== undefined && { date_expires: expires }) };
}

/** A write to an item is one to its container; `CollectionTtl` moves the container's expiry. */
function touch(
  objects: SyncObjects,
  kind: ItemKind,
  { sid, collectionTtl }: { sid: string; collectionTtl?: Parameters[string] },
): ContainerRecord {
  const containers = objects.records[kind.container];
  const container = containers.get(sid);
  const expires = expiry(collectionTtl, objects.nowMs());
  return containers.update(sid, {
    revision: nextRevision(container?.revision ?? '0'),
    date_updated: new Date(objects.nowMs()).toISOString(),
    ...(expires !== undefined && { date_expires: expires }),
  });
}

/** `Order` asc or desc; `From` a key or index on, itself included unless `Bounds` is exclusive. */
function ordered(items: readonly ItemRecord[], query: URLSearchParams, { sortKey, bound }: ItemKind): ItemRecord[] {
  const direction = query.get('Order') === 'desc' ? -1 : 1;
  const compare = (left: string | number, right: string | number): number =>
    left === right ? 0 : left < right ? -direction : direction;
  const from = query.get('From');
  const first = query.get('Bounds') === 'exclusive' ? 1 : 0;
  return items
    .filter(item => from === null || from === '' || compare(sortKey(item), bound(from)) >= first)
    .sort((left, right) => compare(sortKey(left), sortKey(right)));
}

/** The sid that the store knows an item by; no answer has it. */
function itemSid(containerSid: string, key: string): string {
  return `${containerSid} ${key}`;
}
