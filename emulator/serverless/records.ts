import type { Collection, Store, StoredRecord } from '../contract';
import type { Dependency } from './runtime/dependencies';
import type { LogLevel } from './worker/protocol';

/** Who may fetch it: anybody, whoever signs as Twilio, or only the Functions of the same build. */
export type Visibility = 'public' | 'protected' | 'private';

/** URLs and links are made at each answer. */
interface ServerlessRecord extends StoredRecord {
  readonly account_sid: string;
  readonly date_created: string;
}
interface InService extends ServerlessRecord {
  readonly service_sid: string;
}
interface InEnvironment extends InService {
  readonly environment_sid: string;
}

/** ZS…. */
export interface ServiceRecord extends ServerlessRecord {
  readonly unique_name: string;
  readonly friendly_name: string;
  readonly include_credentials: boolean;
  readonly ui_editable: boolean;
  readonly domain_base: string;
  readonly date_updated: string;
}

/** ZE…. */
export interface EnvironmentRecord extends InService {
  readonly unique_name: string;
  readonly domain_suffix: string | null;
  readonly domain_name: string;
  /** What is deployed to it. */
  readonly build_sid: string | null;
  readonly date_updated: string;
}

/** A Function or an Asset: the thing with a name, whatever its versions hold. */
export interface ResourceRecord extends InService {
  readonly friendly_name: string;
  readonly date_updated: string;
}

interface VersionRecord extends InService {
  readonly path: string;
  readonly visibility: Visibility;
}
/** ZN… of a Function. */
export interface FunctionVersionRecord extends VersionRecord {
  readonly function_sid: string;
}
/** ZN… of an Asset. */
export interface AssetVersionRecord extends VersionRecord {
  readonly asset_sid: string;
}

/** The bytes of a function or asset version, under the version's sid. */
export interface ContentRecord extends StoredRecord {
  readonly base64: string;
  readonly contentType: string;
}

/** ZB…, with copies of the versions in it. */
export interface BuildRecord extends InService {
  readonly status: 'building' | 'completed' | 'failed';
  readonly function_versions: readonly FunctionVersionRecord[];
  readonly asset_versions: readonly AssetVersionRecord[];
  readonly dependencies: readonly Dependency[];
  readonly runtime: string;
  readonly date_updated: string;
}

/** ZV…. */
export interface VariableRecord extends InEnvironment {
  readonly key: string;
  readonly value: string;
  readonly date_updated: string;
}

/** ZD…. */
export interface DeploymentRecord extends InEnvironment {
  readonly build_sid: string | null;
  readonly date_updated: string;
}

/** NO…, a line of the console. */
export interface LogRecord extends InEnvironment {
  readonly build_sid: string;
  readonly deployment_sid: string | null;
  readonly function_sid: string;
  readonly request_sid: string;
  readonly level: LogLevel;
  readonly message: string;
}

/** All that Twilio Serverless stores. */
export /** URLs and links are made at each answer. */
interface ServerlessRecords {
  readonly services: Collection<ServiceRecord>;
  readonly environments: Collection<EnvironmentRecord>;
  readonly functions: Collection<ResourceRecord>;
  readonly functionVersions: Collection<FunctionVersionRecord>;
  readonly assets: Collection<ResourceRecord>;
  readonly assetVersions: Collection<AssetVersionRecord>;
  readonly contents: Collection<ContentRecord>;
  readonly builds: Collection<BuildRecord>;
  readonly variables: Collection<VariableRecord>;
  readonly deployments: Collection<DeploymentRecord>;
  readonly logs: Collection<LogRecord>;
}

/** The collections in that store, by the names that snapshots show. */
export function serverlessRecords(store: Store): ServerlessRecords {
  return {
    services: store.collection('serverless.services'),
    environments: store.collection('serverless.environments'),
    functions: store.collection('serverless.functions'),
    functionVersions: store.collection('serverless.function-versions'),
    assets: store.collection('serverless.assets'),
    assetVersions: store.collection('serverless.asset-versions'),
    contents: store.collection('serverless.contents'),
    builds: store.collection('serverless.builds'),
    variables: store.collection('serverless.variables'),
    deployments: store.collection('serverless.deployments'),
    logs: store.collection('serverless.logs'),
  };
}
