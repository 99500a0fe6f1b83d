import type { Route } from '../../contract';
import { resource, type Context } from '../../rest/resource';
import { invalid } from '../../rest/twilio-error';
import type { EnvironmentRecord, ServerlessRecords, ServiceRecord } from '../records';
import { conflict, DOCUMENT, findService, limitLength, parentsIn, type ServerlessApi } from './serverless-api';

/** Domain names end in a random number of this many digits. */
const DOMAIN_DIGITS = 4;

/** Services: the unit that the deploy client makes of a project. Addressed by sid or unique name. */
export function serviceRoutes({ world, records }: ServerlessApi): Route[] {
  return resource<ServiceRecord>({
    world,
    document: DOCUMENT,
    path: '/v1/Services',
    sidPrefix: 'ZS',
    records: records.services,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    find: (key, { accountSid }) => findService(records, key, accountSid),
    create: (record, { accountSid, parameters }) => {
      const { unique_name: uniqueName, sid } = record;
      limitLength('UniqueName', uniqueName, 50);
      limitLength('FriendlyName', record.friendly_name, 255);
      if (!/^[\w-]+$/.test(uniqueName))
        throw invalid(`UniqueName may hold letters, digits, "-" and "_" only: "${uniqueName}"`);
      if (findService(records, uniqueName, accountSid))
        throw conflict(`Service with unique name ${uniqueName} already exists`);
      return {
        ...record,
        include_credentials: parameters['IncludeCredentials'] !== false,
        ui_editable: parameters['UiEditable'] === true,
        domain_base: domainBase(uniqueName, sid),
      };
    },
    update: (_record, change) => {
      limitLength('FriendlyName', change.friendly_name ?? '', 255);
      return change;
    },
    remove: service => removeService(records, service),
  });
}

/** Environments: where a build is deployed to. Each has a domain and variables of its own. */
export function environmentRoutes({ world, records }: ServerlessApi): Route[] {
  return resource<EnvironmentRecord>({
    world,
    document: DOCUMENT,
    path: '/v1/Services/{ServiceSid}/Environments',
    sidPrefix: 'ZE',
    records: records.environments,
    operations: ['create', 'fetch', 'list', 'delete'],
    parents: parentsIn(records),
    find: (key, { scope }) => parentsIn(records).EnvironmentSid(key, scope),
    create: (record, context) => ({ ...record, ...newDomain(records, record, context), build_sid: null }),
    remove: environment => removeEnvironment(records, environment.sid),
  });
}

/** "voicemail-4821": the number is drawn from the sid, so that a seeded run repeats. */
function domainBase(uniqueName: string, sid: string): string {
  const number = Number.parseInt(sid.slice(-8), 16) % 10 ** DOMAIN_DIGITS;
  return `${uniqueName.toLowerCase().replaceAll('_', '-')}-${String(number).padStart(DOMAIN_DIGITS, '0')}`;
}

function newDomain(
  records: ServerlessRecords,
  record: EnvironmentRecord,
  { scope }: Context,
): Pick<EnvironmentRecord, 'domain_name' | 'domain_suffix'> {
  const suffix = record.domain_suffix ?? '';
  limitLength('UniqueName', record.unique_name, 100);
  limitLength('DomainSuffix', suffix, 16);
  if (!/^[a-z0-9-]*$/i.test(suffix)) throw invalid(`DomainSuffix may hold letters, digits and "-" only: "${suffix}"`);
  for (const sibling of records.environments.filter(each => each.service_sid === scope['service_sid'])) {
    if (sibling.unique_name === record.unique_name)
      throw conflict(`Environment with unique name ${record.unique_name} already exists`);
    if ((sibling.domain_suffix ?? '') === suffix)
      throw conflict(`Environment with domain suffix "${suffix}" already exists`);
  }
  const base = records.services.get(scope['service_sid'] ?? '')?.domain_base ?? '';
  return {
    domain_name: `${[base, suffix.toLowerCase()].filter(Boolean).join('-')}.twil.io`,
    domain_suffix: suffix || null,
  };
}

function removeEnvironment({ variables, deployments, logs }: ServerlessRecords, environmentSid: string): void {
  for (const children of [variables, deployments, logs]) {
    for (const child of children.all()) if (child.environment_sid === environmentSid) children.delete(child.sid);
  }
}

function removeService(records: ServerlessRecords, { sid }: ServiceRecord): void {
  for (const environment of records.environments.all()) {
    if (environment.service_sid === sid) removeEnvironment(records, environment.sid);
  }
  for (const build of records.builds.all()) {
    const versions = build.service_sid === sid ? [...build.function_versions, ...build.asset_versions] : [];
    for (const version of versions) records.contents.delete(version.sid);
  }
  const { environments, functions, functionVersions, assets, assetVersions, builds } = records;
  for (const version of [...functionVersions.all(), ...assetVersions.all()]) {
    if (version.service_sid === sid) records.contents.delete(version.sid);
  }
  for (const children of [environments, functions, functionVersions, assets, assetVersions, builds]) {
    for (const child of children.all()) if (child.service_sid === sid) children.delete(child.sid);
  }
}
