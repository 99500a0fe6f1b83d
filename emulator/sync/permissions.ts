import type { Route } from '../contract';
import { resource, type Context } from '../rest/resource';
import type { NamedKind, SyncObjects } from './objects';
import type { PermissionRecord } from './records';
import { serviceParent } from './services';

const KINDS = {
  documents: { folder: 'Documents', parameter: 'DocumentSid', property: 'document_sid' },
  lists: { folder: 'Lists', parameter: 'ListSid', property: 'list_sid' },
  maps: { folder: 'Maps', parameter: 'MapSid', property: 'map_sid' },
} as const;

/** Who may do what with one object. Permissions are kept and read back; REST, which alone is here, is let through whatever they say. */
export function permissionRoutes(objects: SyncObjects): Route[] {
  return (['documents', 'lists', 'maps'] as const).flatMap(kind => routesOf(objects, kind));
}

function routesOf(objects: SyncObjects, kind: Exclude<NamedKind, 'streams'>): Route[] {
  const { world, records } = objects;
  const { folder, parameter, property } = KINDS[kind];

  /** A permission is made by writing it. */
  function find(identity: string, { request, scope, accountSid }: Context): PermissionRecord | undefined {
    const objectSid = scope[property] ?? '';
    const sid = `${objectSid} ${identity}`;
    const known = records.permissions.get(sid);
    if (known || request.method !== 'POST') return known;
    return records.permissions.insert({
      sid,
      account_sid: accountSid,
      service_sid: scope['service_sid'] ?? '',
      object_sid: objectSid,
      [property]: objectSid,
      identity,
      read: false,
      write: false,
      manage: false,
    });
  }

  return resource<PermissionRecord>({
    world,
    document: 'sync_v1',
    path: `/v1/Services/{ServiceSid}/${folder}/{${parameter}}/Permissions`,
    sidPrefix: 'SP',
    records: records.permissions,
    operations: ['fetch', 'list', 'update', 'delete'],
    parents: {
      ServiceSid: serviceParent(objects),
      [parameter]: (key, scope) => objects.find(kind, scope['service_sid'] ?? '', key),
    },
    keep: (record, _query, { scope }) => record.object_sid === scope[property],
    find,
  });
}
