import type { ApiReply, ApiRequest, Collection, Route } from '../../contract';
import { isoSeconds } from '../../rest/dates';
import { resource, type Context } from '../../rest/resource';
import { invalid, notFound } from '../../rest/twilio-error';
import type { AssetVersionRecord, BuildRecord, FunctionVersionRecord } from '../records';
import { parseDependencies, type Dependency } from '../runtime/dependencies';
import { DOCUMENT, parentsIn, type ServerlessApi } from './serverless-api';

/** The newest runtime of the OpenAPI document; what a build gets that names none. Later deploy clients (twilio-run 5.1) ask for node24. */
const DEFAULT_RUNTIME = 'node22';
const RUNTIMES = /^node(?:8|10|12|14|16|18|20|22|24)$/;

/** Builds: which versions go together, with which packages. They complete or fail after their creation was answered. */
export function buildRoutes(api: ServerlessApi): Route[] {
  const { world, records } = api;
  const routes = resource<BuildRecord>({
    world,
    document: DOCUMENT,
    path: '/v1/Services/{ServiceSid}/Builds',
    sidPrefix: 'ZB',
    records: records.builds,
    operations: ['create', 'fetch', 'list', 'delete'],
    parents: parentsIn(records),
    create: (record, context) => ({
      ...record,
      status: 'building',
      runtime: runtimeOf(context),
      dependencies: dependenciesOf(context),
      function_versions: versionsOf(records.functionVersions, 'FunctionVersions', context).map(version => ({
        ...copied(version),
        function_sid: version.function_sid,
      })),
      asset_versions: versionsOf(records.assetVersions, 'AssetVersions', context).map(version => ({
        ...copied(version),
        asset_sid: version.asset_sid,
      })),
    }),
    created: build => runBuild(api, build.sid),
    remove: ({ sid }) => {
      const deployed = records.environments.find(({ build_sid }) => build_sid === sid);
      if (deployed) throw invalid(`Build ${sid} is deployed to ${deployed.domain_name} and cannot be deleted`);
    },
  });
  return [...routes, statusRoute(api)];
}

function runtimeOf({ parameters }: Context): string {
  const runtime = parameters['Runtime'] ?? DEFAULT_RUNTIME;
  if (typeof runtime !== 'string' || !RUNTIMES.test(runtime))
    throw invalid(`Runtime ${String(runtime)} is not supported`);
  return runtime;
}

function dependenciesOf({ parameters }: Context): Dependency[] {
  const parameter = parameters['Dependencies'];
  if (typeof parameter !== 'string' || parameter === '') return [];
  const dependencies = parseDependencies(parameter);
  if (!dependencies) throw invalid(`Dependencies must be a JSON array of { "name", "version" }: ${parameter}`);
  return dependencies;
}

function versionsOf<V extends FunctionVersionRecord | AssetVersionRecord>(
  versions: Collection<V>,
  name: string,
  context: Context,
): V[] {
  const wanted = context.parameters[name];
  return [...new Set(Array.isArray(wanted) ? wanted : [])].map(sid => {
    const version = versions.get(sid);
    if (!version || version.service_sid !== context.scope['service_sid'])
      throw invalid(`${name}: there is no version ${sid} in this Service`);
    return version;
  });
}

/** What a build's answer shows of a version. */
function copied({
  sid,
  account_sid,
  service_sid,
  path,
  visibility,
  date_created,
}: FunctionVersionRecord | AssetVersionRecord) {
  return { sid, account_sid, service_sid, path, visibility, date_created: isoSeconds(date_created) };
}

function runBuild(api: ServerlessApi, sid: string): void {
  const { clock, activity } = api.world;
  if (api.buildMs > 0) clock.after(api.buildMs, () => activity.track(finishBuild(api, sid)));
  // The work itself takes real time, as a Function does: nobody has to move a controlled clock for a deployment.
  else void activity.track(new Promise<void>(resolve => setImmediate(resolve)).then(() => finishBuild(api, sid)));
}

async function finishBuild({ world, records, packages }: ServerlessApi, sid: string): Promise<void> {
  const build = records.builds.get(sid);
  if (!build) return;
  const faults = [...sharedPaths(build), ...(await packages.provide(build.dependencies))];
  if (!records.builds.get(sid)) return;
  const now = { atMs: world.clock.now() };
  records.builds.update(sid, {
    status: faults.length > 0 ? 'failed' : 'completed',
    date_updated: new Date(now.atMs).toISOString(),
  });
  for (const fault of faults)
    world.bus.emit('timeline', { ...now, kind: 'log', text: `Build ${sid} failed: ${fault}` });
}

function sharedPaths({ function_versions, asset_versions }: BuildRecord): string[] {
  const paths = [...function_versions, ...asset_versions].map(({ path }) => path);
  const shared = new Set(paths.filter((path, index) => paths.indexOf(path) !== index));
  return [...shared].map(path => `more than one Function or Asset has the path ${path}`);
}

/** What the deploy client asks once a second until it is no longer "building". */
function statusRoute({ records }: ServerlessApi): Route {
  function handle(request: ApiRequest): ApiReply {
    const { ServiceSid = '', Sid = '' } = request.path;
    const service = parentsIn(records).ServiceSid(ServiceSid, { account_sid: request.account?.sid ?? '' });
    const build = records.builds.get(Sid);
    if (!service || build?.service_sid !== service.sid) throw notFound(request.url.pathname);
    const { sid, account_sid, service_sid, status } = build;
    const url = `https://serverless.twilio.com/v1/Services/${service_sid}/Builds/${sid}/Status`;
    return { status: 200, body: { sid, account_sid, service_sid, status, url } };
  }
  return { method: 'GET', path: '/v1/Services/{ServiceSid}/Builds/{Sid}/Status', access: 'account', handle };
}
