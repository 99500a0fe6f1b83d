import type { ApiRequest, Route } from '../contract';
import { resource, type Scope } from '../rest/resource';
import type { SyncObjects } from './objects';
import type { ServiceRecord } from './records';

/** The unique name of the service that every account has from the start. */
const DEFAULT = 'default';
/** Milliseconds; twilio.com/docs/sync/api/service */
const DEFAULT_DEBOUNCING_WINDOW_MS = 5000;

/** /v1/Services; a service is found by its sid or unique name. */
export function serviceRoutes(objects: SyncObjects): Route[] {
  const { world, records } = objects;
  const routes = resource<ServiceRecord>({
    world,
    document: 'sync_v1',
    path: '/v1/Services',
    sidPrefix: 'IS',
    records: records.services,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    create: record => withDefaults(record),
    find: (key, { accountSid }) => findService(objects, key, accountSid),
    remove: ({ sid }) => objects.removeAll(sid),
  });
  return routes.map(route => ({
    ...route,
    handle(request: ApiRequest) {
      if (request.account) defaultService(objects, request.account.sid);
      return route.handle(request);
    },
  }));
}

/** Resolves `{ServiceSid}` for everything below a service. */
export function serviceParent(objects: SyncObjects): (key: string, scope: Scope) => ServiceRecord | undefined {
  return (key, scope) => findService(objects, key, scope['account_sid'] ?? '');
}

function findService(objects: SyncObjects, key: string, accountSid: string): ServiceRecord | undefined {
  return key === DEFAULT ? defaultService(objects, accountSid) : objects.records.services.get(key);
}

/** The account's default service, made when it is first asked for. */
function defaultService({ world, records }: SyncObjects, accountSid: string): ServiceRecord {
  const known = records.services.find(service => service.account_sid === accountSid && service.unique_name === DEFAULT);
  if (known) return known;
  const now = new Date(world.clock.now()).toISOString();
  const made = {
    sid: world.ids.sid('IS'),
    account_sid: accountSid,
    unique_name: DEFAULT,
    friendly_name: 'Default Service',
    date_created: now,
    date_updated: now,
    webhook_url: null,
    ...SETTINGS,
  };
  return records.services.insert(made);
}

const SETTINGS = {
  webhooks_from_rest_enabled: false,
  reachability_webhooks_enabled: false,
  acl_enabled: false,
  reachability_debouncing_enabled: false,
  reachability_debouncing_window: DEFAULT_DEBOUNCING_WINDOW_MS,
};

function withDefaults(record: ServiceRecord): ServiceRecord {
  const unset = Object.entries(SETTINGS).filter(([name]) => Reflect.get(record, name) === null);
  return { ...record, ...Object.fromEntries(unset) };
}
