import type { StoredRecord, World } from '../../contract';
import type { Scope } from '../../rest/resource';
import { invalid, TwilioError } from '../../rest/twilio-error';
import type { EnvironmentRecord, ServerlessRecords, ServiceRecord } from '../records';
import type { Packages } from '../runtime/packages';

/** What the resources of Twilio Serverless share. */
export interface ServerlessApi {
  readonly world: World;
  readonly records: ServerlessRecords;
  readonly packages: Packages;
  /** Emulated milliseconds that a build takes. 0: as long as the work takes, whatever the clock does. */
  readonly buildMs: number;
}

/** The OpenAPI document of all these resources. */
export const DOCUMENT = 'serverless_v1';

/** A service by its sid or unique name. */
export function findService(
  { services }: ServerlessRecords,
  key: string,
  accountSid: string,
): ServiceRecord | undefined {
  const service =
    services.get(key) ?? services.find(each => each.unique_name === key && each.account_sid === accountSid);
  return service?.account_sid === accountSid ? service : undefined;
}

/** Finds what the `{…Sid}` parts of a path mean; a child is found only under its own parent. */
export function parentsIn(records: ServerlessRecords) {
  const { environments, functions, assets } = records;
  return {
    ServiceSid: (key: string, scope: Scope) => findService(records, key, scope['account_sid'] ?? ''),
    EnvironmentSid: (key: string, scope: Scope) =>
      within(environments.get(key), scope) ??
      environments.find(each => each.unique_name === key && !!within(each, scope)),
    FunctionSid: (key: string, scope: Scope) => within(functions.get(key), scope),
    AssetSid: (key: string, scope: Scope) => within(assets.get(key), scope),
  };
}

function within<R extends StoredRecord & Pick<EnvironmentRecord, 'service_sid'>>(
  record: R | undefined,
  scope: Scope,
): R | undefined {
  return record?.service_sid === scope['service_sid'] ? record : undefined;
}

/** Throws 400/20001 when the text is longer than the documented limit. */
export function limitLength(parameter: string, text: string, maxCharacters: number): void {
  if (text.length > maxCharacters) throw invalid(`${parameter} must be ${maxCharacters} characters or less: "${text}"`);
}

/** 409: a name is taken. */
export function conflict(message: string): TwilioError {
  return new TwilioError(409, 20409, message);
}
