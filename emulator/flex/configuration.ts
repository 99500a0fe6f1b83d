import type { ApiReply, ApiRequest, Route, StoredRecord, World } from '../contract';
import { describe } from '../rest/description';
import { presentRecord } from '../rest/presentation';
import { invalid } from '../rest/twilio-error';

const PATH = '/v1/Configuration';
const URL_OF_IT = `https://flex-api.twilio.com${PATH}`;
/** The workspace that Flex makes for itself. */
const FLEX_WORKSPACE = 'Flex Task Assignment';

/** Its sid is the account's. */
interface ConfigurationRecord extends StoredRecord {
  readonly account_sid: string;
  readonly date_created: string;
  readonly date_updated: string;
}
interface NamedRecord extends StoredRecord {
  readonly account_sid: string;
  readonly friendly_name: string;
}

/** What is Flex's own to set. */
const FIXED = new Set(['account_sid', 'date_created', 'date_updated', 'url', 'status', 'flex_instance_sid']);

/**
 * The configuration of an account's Flex, there from the first look. A POST brings JSON with `account_sid` and the properties to change, each whole.
 * Throws 400/20001 for a property that is not documented, and for another account's sid.
 */
export function configurationRoutes(world: World): Route[] {
  const records = world.store.collection<ConfigurationRecord>('flex.configurations');
  const description = describe('flex_v1', PATH);

  function read(accountSid: string): ConfigurationRecord {
    const known = records.get(accountSid);
    if (known) return known;
    const nowIso = new Date(world.clock.now()).toISOString();
    const dates = { date_created: nowIso, date_updated: nowIso };
    const own = { flex_instance_sid: world.ids.sid('GO'), flex_service_instance_sid: world.ids.sid('IS') };
    return records.insert({ ...DEFAULTS, ...own, sid: accountSid, account_sid: accountSid, ...dates });
  }

  function reply(record: ConfigurationRecord): ApiReply {
    const workspace = workspaceOf(world, record.account_sid);
    const body = presentRecord(
      description,
      { ...record, url: URL_OF_IT } as StoredRecord,
      Reflect.get(record, 'taskrouter_workspace_sid') ? {} : { taskrouter_workspace_sid: workspace },
    );
    return { status: 200, body };
  }

  function update({ account, body }: ApiRequest): ApiReply {
    const accountSid = account?.sid ?? '';
    const change = parse(body.toString('utf8'));
    if (change['account_sid'] !== accountSid) throw invalid('account_sid must be that of the account');
    for (const name of Object.keys(change)) {
      if (!description.properties.has(name)) throw invalid(`Flex's configuration has no property ${name}`);
    }
    const given = Object.fromEntries(Object.entries(change).filter(([name]) => !FIXED.has(name)));
    for (const [name, value] of Object.entries(given)) checkType(name, value, description.properties.get(name)?.type);
    const date_updated = new Date(world.clock.now()).toISOString();
    return reply(records.update(read(accountSid).sid, { ...given, date_updated }));
  }

  return [
    { method: 'GET', path: PATH, access: 'account', handle: ({ account }) => reply(read(account?.sid ?? '')) },
    { method: 'POST', path: PATH, access: 'account', handle: update },
  ];
}

/** The workspace of the account that is Flex's by its name. */
function workspaceOf(world: World, accountSid: string): string | null {
  const workspaces = world.store.collection<NamedRecord>('taskrouter.workspaces');
  const isFlex = (record: NamedRecord): boolean =>
    record.account_sid === accountSid && record.friendly_name === FLEX_WORKSPACE;
  return workspaces.find(isFlex)?.sid ?? null;
}

function parse(json: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Readonly<Record<string, unknown>>;
  } catch {
    // Refused below, with what is no object.
  }
  throw invalid('The body must be a JSON object');
}

function checkType(name: string, value: unknown, type: string | undefined): void {
  if (value === null || type === undefined) return;
  const found = Array.isArray(value) ? 'array' : typeof value;
  const wanted = type === 'integer' ? 'number' : type;
  if (found !== wanted) throw invalid(`Invalid value for ${name}: ${found} found, ${type} expected`);
}

/** Of an account whose Flex was just set up. */
const DEFAULTS = {
  attributes: {},
  status: 'ok',
  taskrouter_taskqueues: [],
  taskrouter_skills: [],
  taskrouter_worker_channels: {},
  taskrouter_worker_attributes: {},
  ui_language: 'en-us',
  ui_attributes: {},
  ui_dependencies: {},
  ui_version: '~2.0.0',
  service_version: '2.0',
  call_recording_enabled: false,
  crm_enabled: false,
  crm_attributes: {},
  public_attributes: {},
  plugin_service_enabled: true,
  plugin_service_attributes: {},
  integrations: [],
  outbound_call_flows: {},
  serverless_service_sids: [],
  flex_insights_drilldown: false,
  flex_url: 'https://flex.twilio.com',
  channel_configs: [],
} as const;
