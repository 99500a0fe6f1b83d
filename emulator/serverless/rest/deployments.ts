import type { Route } from '../../contract';
import { resource } from '../../rest/resource';
import { invalid } from '../../rest/twilio-error';
import type { DeploymentRecord, LogRecord, VariableRecord } from '../records';
import { conflict, DOCUMENT, limitLength, parentsIn, type ServerlessApi } from './serverless-api';

const VALUE_BYTES = 450;
const KEY_CHARACTERS = 128;

/** Variables of an environment. The next execution sees a change, without a deployment. */
export function variableRoutes({ world, records }: ServerlessApi): Route[] {
  function check({ sid, environment_sid }: VariableRecord, { key, value }: Partial<VariableRecord>): void {
    if (key !== undefined) {
      limitLength('Key', key, KEY_CHARACTERS);
      if (!/^[A-Za-z_]\w*$/.test(key))
        throw invalid(`Key must be letters, digits and "_", and no digit first: "${key}"`);
    }
    if (Buffer.byteLength(value ?? '') > VALUE_BYTES) throw invalid(`Value must be ${VALUE_BYTES} bytes or less`);
    const taken = records.variables.find(each => each.environment_sid === environment_sid && each.key === key);
    if (taken && taken.sid !== sid) throw conflict(`Variable with key ${taken.key} already exists`);
  }
  return resource<VariableRecord>({
    world,
    document: DOCUMENT,
    path: '/v1/Services/{ServiceSid}/Environments/{EnvironmentSid}/Variables',
    sidPrefix: 'ZV',
    records: records.variables,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    parents: parentsIn(records),
    create: record => {
      check(record, record);
      return record;
    },
    update: (record, change) => {
      check(record, change);
      return change;
    },
  });
}

/** Deployments: which build an environment runs. A deployment without a build takes down what runs. */
export function deploymentRoutes({ world, records }: ServerlessApi): Route[] {
  return resource<DeploymentRecord>({
    world,
    document: DOCUMENT,
    path: '/v1/Services/{ServiceSid}/Environments/{EnvironmentSid}/Deployments',
    sidPrefix: 'ZD',
    records: records.deployments,
    operations: ['create', 'fetch', 'list'],
    parents: parentsIn(records),
    create: (record, { scope }) => {
      const build = record.build_sid === null ? undefined : records.builds.get(record.build_sid);
      if (record.build_sid !== null && build?.service_sid !== scope['service_sid']) {
        throw invalid(`BuildSid: there is no Build ${record.build_sid} in this Service`);
      }
      if (build && build.status !== 'completed')
        throw invalid(`BuildSid: Build ${build.sid} is ${build.status}, not completed`);
      // Twilio's deploy client has met it: https://github.com/twilio-labs/serverless-api/issues/28
      if (build && records.environments.get(record.environment_sid)?.build_sid === build.sid)
        throw conflict(`Build ${build.sid} is already deployed to the environment`);
      return record;
    },
    created: ({ environment_sid, build_sid, date_created }) => {
      records.environments.update(environment_sid, { build_sid, date_updated: date_created });
    },
  });
}

/** Logs: what Functions wrote to the console, newest first. */
export function logRoutes({ world, records }: ServerlessApi): Route[] {
  return resource<LogRecord>({
    world,
    document: DOCUMENT,
    path: '/v1/Services/{ServiceSid}/Environments/{EnvironmentSid}/Logs',
    sidPrefix: 'NO',
    records: records.logs,
    operations: ['fetch', 'list'],
    parents: parentsIn(records),
    newestFirst: true,
    keep: (record, query) => {
      const functionSid = query.get('FunctionSid');
      return (
        (functionSid === null || record.function_sid === functionSid) &&
        record.date_created >= isoOf('StartDate', query, '') &&
        record.date_created <= isoOf('EndDate', query, '~')
      );
    },
  });
}

/** A date of the query in the form in which dates are stored, so that both compare as text. */
function isoOf(parameter: string, query: URLSearchParams, absent: string): string {
  const value = query.get(parameter);
  if (value === null) return absent;
  const atMs = Date.parse(value);
  if (Number.isNaN(atMs)) throw invalid(`${parameter} is not a date: "${value}"`);
  return new Date(atMs).toISOString();
}
