import { isIP } from 'node:net';
import type { Collection, Route, StoredRecord, World } from '../contract';
import { resource, type Context, type Parameters } from '../rest/resource';
import { invalid, TwilioError } from '../rest/twilio-error';

const DOCUMENT = 'voice_v1';
const EVERYTHING = ['create', 'fetch', 'list', 'update', 'delete'] as const;

interface ConfigurationRecord extends StoredRecord {
  readonly account_sid: string;
  readonly friendly_name: string | null;
}
interface TrunkRecord extends ConfigurationRecord {
  readonly connection_policy_sid: string | null;
  readonly from_domain_sid: string | null;
}
interface TargetRecord extends ConfigurationRecord {
  readonly connection_policy_sid: string;
  readonly target: string;
}
interface IpRecord extends ConfigurationRecord {
  readonly ip_address: string;
  readonly cidr_prefix_length: number;
}
interface MappingRecord extends StoredRecord {
  readonly account_sid: string;
  readonly ip_record_sid: string;
  readonly sip_domain_sid: string;
}

/** BYOC trunks, connection policies with their targets, IP records and what they are mapped to. */
export function trunkRoutes(world: World): Route[] {
  const trunks = world.store.collection<TrunkRecord>('voice.byoc-trunks');
  const policies = world.store.collection<ConfigurationRecord>('voice.connection-policies');
  return [
    ...byocTrunkRoutes(world, { trunks, policies }),
    ...policyRoutes(world, { trunks, policies }),
    ...ipRoutes(world),
  ];
}

interface Trunks {
  readonly trunks: Collection<TrunkRecord>;
  readonly policies: Collection<ConfigurationRecord>;
}

function byocTrunkRoutes(world: World, { trunks, policies }: Trunks): Route[] {
  const known = ({ parameters, accountSid }: Context): void => {
    const { ConnectionPolicySid: sid } = parameters;
    const policy = sid ? policies.get(String(sid)) : undefined;
    if (sid && policy?.account_sid !== accountSid) throw invalid(`ConnectionPolicySid ${String(sid)} does not exist`);
    checkUrls(parameters);
  };
  return resource<TrunkRecord>({
    world,
    document: DOCUMENT,
    path: '/v1/ByocTrunks',
    sidPrefix: 'BY',
    records: trunks,
    operations: EVERYTHING,
    create(record, context) {
      known(context);
      const methods = { voice_method: 'POST', voice_fallback_method: 'POST', status_callback_method: 'POST' };
      return withDefaults(record, { ...methods, cnam_lookup_enabled: false });
    },
    update(_record, change, context) {
      known(context);
      return change;
    },
  });
}

function policyRoutes(world: World, { trunks, policies }: Trunks): Route[] {
  const targets = world.store.collection<TargetRecord>('voice.connection-policy-targets');
  return [
    ...resource<ConfigurationRecord>({
      world,
      document: DOCUMENT,
      path: '/v1/ConnectionPolicies',
      sidPrefix: 'NY',
      records: policies,
      operations: EVERYTHING,
      remove({ sid }) {
        const user = trunks.find(trunk => trunk.connection_policy_sid === sid);
        if (user) throw new TwilioError(409, 20409, `Connection policy ${sid} is in use by ${user.sid}`);
        for (const target of targets.filter(each => each.connection_policy_sid === sid)) targets.delete(target.sid);
      },
    }),
    ...resource<TargetRecord>({
      world,
      document: DOCUMENT,
      path: '/v1/ConnectionPolicies/{ConnectionPolicySid}/Targets',
      sidPrefix: 'NE',
      records: targets,
      operations: EVERYTHING,
      parents: { ConnectionPolicySid: key => policies.get(key) },
      create(record, { parameters }) {
        checkTarget(parameters);
        return withDefaults(record, { priority: 10, weight: 10, enabled: true });
      },
      update(_record, change, { parameters }) {
        checkTarget(parameters);
        return change;
      },
    }),
  ];
}

function ipRoutes(world: World): Route[] {
  const records = world.store.collection<IpRecord>('voice.ip-records');
  const mappings = world.store.collection<MappingRecord>('voice.source-ip-mappings');
  return [
    ...resource<IpRecord>({
      world,
      document: DOCUMENT,
      path: '/v1/IpRecords',
      sidPrefix: 'IL',
      records,
      operations: EVERYTHING,
      create(record) {
        const { ip_address: address, cidr_prefix_length: length } = record;
        if (isIP(address) === 0) throw invalid(`Invalid value for parameter IpAddress: "${address}" is no IP address`);
        const longest = isIP(address) === 4 ? 32 : 128;
        // A prefix that did not come is null in the draft.
        const prefix = length ?? longest;
        if (prefix < 1 || prefix > longest) throw invalid(`Invalid value for parameter CidrPrefixLength: ${prefix}`);
        return { ...record, cidr_prefix_length: prefix };
      },
      remove({ sid }) {
        const user = mappings.find(mapping => mapping.ip_record_sid === sid);
        if (user) throw new TwilioError(409, 20409, `IP record ${sid} is in use by ${user.sid}`);
      },
    }),
    ...resource<MappingRecord>({
      world,
      document: DOCUMENT,
      path: '/v1/SourceIpMappings',
      sidPrefix: 'IB',
      records: mappings,
      operations: EVERYTHING,
      create(record, { accountSid }) {
        if (records.get(record.ip_record_sid)?.account_sid !== accountSid)
          throw invalid(`IpRecordSid ${record.ip_record_sid} does not exist`);
        return record;
      },
    }),
  ];
}

/** What did not come gets Twilio's default. */
function withDefaults<R extends StoredRecord>(record: R, defaults: Readonly<Record<string, unknown>>): R {
  const given = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
  return { ...record, ...defaults, ...given };
}

function checkUrls(parameters: Parameters): void {
  for (const name of ['VoiceUrl', 'VoiceFallbackUrl', 'StatusCallbackUrl']) {
    const url = parameters[name];
    if (url && (!URL.canParse(String(url)) || !/^https?:/i.test(String(url))))
      throw invalid(`Invalid value for parameter ${name}: "${String(url)}" is not a valid URL`);
  }
}

function checkTarget({ Target: target, Priority: priority, Weight: weight }: Parameters): void {
  if (target !== undefined && !/^sips?:\S+$/i.test(String(target)))
    throw invalid(`Invalid value for parameter Target: "${String(target)}" is no SIP URI`);
  for (const [name, value, least] of [
    ['Priority', priority, 0],
    ['Weight', weight, 1],
  ] as const) {
    if (typeof value === 'number' && (value < least || value > 65_535))
      throw invalid(`Invalid value for parameter ${name}: ${value} is not between ${least} and 65535`);
  }
}
