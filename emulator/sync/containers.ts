import type { Route } from '../contract';
import { resource } from '../rest/resource';
import { expiry } from './data';
import type { SyncObjects } from './objects';
import type { ContainerRecord } from './records';
import { serviceParent } from './services';

const KINDS = {
  maps: { path: '/v1/Services/{ServiceSid}/Maps', sidPrefix: 'MP', event: 'map' },
  lists: { path: '/v1/Services/{ServiceSid}/Lists', sidPrefix: 'ES', event: 'list' },
} as const;

/** Maps or Lists: the same but for their items. `CollectionTtl` and `Ttl` say the same, the former first. */
export function containerRoutes(objects: SyncObjects, kind: 'maps' | 'lists'): Route[] {
  const { world, records } = objects;
  return resource<ContainerRecord>({
    world,
    document: 'sync_v1',
    path: KINDS[kind].path,
    sidPrefix: KINDS[kind].sidPrefix,
    records: records[kind],
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    parents: { ServiceSid: serviceParent(objects) },
    find: (key, { scope }) => objects.find(kind, scope['service_sid'] ?? '', key),
    keep: record => !objects.hasExpired(record),
    create(record, { parameters: { CollectionTtl: collectionTtl, Ttl: ttl } }) {
      const made = {
        ...record,
        date_expires: expiry(collectionTtl ?? ttl, objects.nowMs()) ?? null,
        revision: '0',
        created_by: 'system',
        nextIndex: 0,
      };
      objects.claimName(kind, made);
      return made;
    },
    update(_record, _change, { parameters: { CollectionTtl: collectionTtl, Ttl: ttl } }) {
      const expires = expiry(collectionTtl ?? ttl, objects.nowMs());
      return expires === undefined ? {} : { date_expires: expires };
    },
    created: record => objects.tell(`${KINDS[kind].event}_created`, record),
    remove(record) {
      objects.remove(kind, record);
      objects.tell(`${KINDS[kind].event}_removed`, record);
    },
  });
}
