import type { Product, StoredRecord, World } from '../contract';
import { resource } from '../rest/resource';

/** TaskRouter's activity, as it is stored here. */
export interface Activity extends StoredRecord {
  readonly account_sid: string;
  readonly workspace_sid: string;
  readonly friendly_name: string;
  readonly available: boolean | null;
}

/** A product of one resource, for tests of what all products share: TaskRouter's activities, with no rules of their own. */
export function createTinyProduct(world: World): Product {
  return {
    name: 'tiny',
    hosts: ['taskrouter.twilio.com'],
    routes: resource<Activity>({
      world,
      document: 'taskrouter_v1',
      path: '/v1/Workspaces/{WorkspaceSid}/Activities',
      sidPrefix: 'WA',
      records: world.store.collection<Activity>('tiny.activities'),
      operations: ['create', 'fetch', 'list', 'update', 'delete'],
      etag: {},
    }),
  };
}
