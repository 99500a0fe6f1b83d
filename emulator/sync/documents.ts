import type { Route } from '../contract';
import { resource } from '../rest/resource';
import { expiry, nextRevision, parseData } from './data';
import type { SyncObjects } from './objects';
import type { DocumentRecord } from './records';
import { serviceParent } from './services';

/** /v1/Services/{ServiceSid}/Documents */
export function documentRoutes(objects: SyncObjects): Route[] {
  const { world, records } = objects;
  return resource<DocumentRecord>({
    world,
    document: 'sync_v1',
    path: '/v1/Services/{ServiceSid}/Documents',
    sidPrefix: 'ET',
    records: records.documents,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    parents: { ServiceSid: serviceParent(objects) },
    find: (key, { scope }) => objects.find('documents', scope['service_sid'] ?? '', key),
    keep: record => !objects.hasExpired(record),
    create(record, { parameters: { Data: data, Ttl: ttl } }) {
      const made = {
        ...record,
        data: parseData(data),
        date_expires: expiry(ttl, objects.nowMs()) ?? null,
        revision: '0',
        created_by: 'system',
      };
      objects.claimName('documents', made);
      return made;
    },
    update(record, _change, { parameters: { Data: data, Ttl: ttl } }) {
      const expires = expiry(ttl, objects.nowMs());
      return {
        ...(data !== undefined && { data: parseData(data), revision: nextRevision(record.revision) }),
        ...(expires !== undefined && { date_expires: expires }),
      };
    },
    created: record => objects.tell('document_created', record),
    updated: record => objects.tell('document_updated', record),
    remove(record) {
      objects.remove('documents', record);
      objects.tell('document_removed', record);
    },
  });
}
