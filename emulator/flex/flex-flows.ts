import type { Route, StoredRecord, World } from '../contract';
import { resource, type Parameters } from '../rest/resource';
import { invalid } from '../rest/twilio-error';

interface FlexFlowRecord extends StoredRecord {
  readonly account_sid: string;
  readonly integration_type: string | null;
  readonly integration: Readonly<Record<string, unknown>> | null;
}

/** What an integration needs by its type. */
const NEEDED: Readonly<Record<string, string>> = {
  studio: 'Integration.FlowSid',
  external: 'Integration.Url',
  task: 'Integration.WorkspaceSid',
};

const FIELDS: Readonly<Record<string, string>> = {
  'Integration.FlowSid': 'flow_sid',
  'Integration.Url': 'url',
  'Integration.WorkspaceSid': 'workspace_sid',
  'Integration.WorkflowSid': 'workflow_sid',
  'Integration.Channel': 'channel',
  'Integration.Timeout': 'timeout',
  'Integration.Priority': 'priority',
  'Integration.CreationOnMessage': 'creation_on_message',
  'Integration.RetryCount': 'retry_count',
};

/** Flex flows: where the messages of a channel go. Kept and read back. */
export function flexFlowRoutes(world: World): Route[] {
  return resource<FlexFlowRecord>({
    world,
    document: 'flex_v1',
    path: '/v1/FlexFlows',
    sidPrefix: 'FO',
    records: world.store.collection('flex.flex-flows'),
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    create(record, { parameters }) {
      const integration = integrationOf(parameters);
      check(record.integration_type, integration);
      const defaults = { enabled: true, long_lived: false, janitor_enabled: false };
      const given = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
      return { ...record, ...defaults, ...given, integration };
    },
    update(record, change, { parameters }) {
      const integration = { ...record.integration, ...integrationOf(parameters) };
      check(change.integration_type ?? record.integration_type, integration);
      return { ...change, integration };
    },
  });
}

function integrationOf(parameters: Parameters): Record<string, unknown> {
  const given = Object.entries(FIELDS).filter(([parameter]) => parameters[parameter] !== undefined);
  return Object.fromEntries(given.map(([parameter, field]) => [field, parameters[parameter]]));
}

function check(type: string | null, integration: Readonly<Record<string, unknown>>): void {
  const needed = NEEDED[type ?? ''];
  if (needed === undefined || integration[FIELDS[needed] ?? ''] !== undefined) return;
  throw invalid(`Missing required parameter ${needed} of the integration ${type ?? ''}`);
}
