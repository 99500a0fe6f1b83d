import type { ApiRequest, Collection, Route, StoredRecord, World } from '../contract';
import { describe } from '../rest/description';
import { presentRecord } from '../rest/presentation';
import { resource, type Context, type ResourceOptions } from '../rest/resource';
import { invalid, notFound, TwilioError } from '../rest/twilio-error';

const ROOT = '/v1/PluginService';

interface PluginServiceRecord extends StoredRecord {
  readonly account_sid: string;
  readonly archived: boolean;
}
interface PluginRecord extends PluginServiceRecord {
  readonly unique_name: string;
  readonly friendly_name: string | null;
  readonly description: string | null;
}
interface VersionRecord extends PluginServiceRecord {
  readonly plugin_sid: string;
  readonly version: string;
  readonly plugin_url: string;
  readonly changelog: string | null;
  readonly private: boolean;
}
interface ConfigurationRecord extends PluginServiceRecord {
  readonly name: string;
}
/** A version in a configuration. Its sid is configuration and plugin. */
interface ConfiguredRecord extends StoredRecord {
  readonly account_sid: string;
  readonly configuration_sid: string;
  readonly plugin_sid: string;
  readonly plugin_version_sid: string;
  readonly phase: number;
  readonly date_created: string;
}
interface ReleaseRecord extends StoredRecord {
  readonly account_sid: string;
  readonly configuration_sid: string;
  readonly date_created: string;
}

interface Plugins {
  readonly world: World;
  readonly plugins: Collection<PluginRecord>;
  readonly versions: Collection<VersionRecord>;
  readonly configurations: Collection<ConfigurationRecord>;
  readonly configured: Collection<ConfiguredRecord>;
  readonly releases: Collection<ReleaseRecord>;
}

/** Flex's plugins: their versions, the configurations that put versions together, and the releases of these. */
export function pluginRoutes(world: World): Route[] {
  const { store } = world;
  const kept: Plugins = {
    world,
    plugins: store.collection('flex.plugins'),
    versions: store.collection('flex.plugin-versions'),
    configurations: store.collection('flex.plugin-configurations'),
    configured: store.collection('flex.configured-plugins'),
    releases: store.collection('flex.plugin-releases'),
  };
  return [...ofPlugins(kept), ...ofVersions(kept), ...ofConfigurations(kept), ...ofReleases(kept)];
}

function ofPlugins(kept: Plugins): Route[] {
  const { plugins } = kept;
  return [
    ...resource<PluginRecord>({
      ...common(kept, 'Plugins'),
      sidPrefix: 'FP',
      records: plugins,
      operations: ['create', 'fetch', 'list', 'update'],
      find: (key, { accountSid }) => findPlugin(kept, key, accountSid),
      create(record, { accountSid }) {
        if (findPlugin(kept, record.unique_name, accountSid))
          throw new TwilioError(409, 20409, `Plugin with unique name ${record.unique_name} already exists`);
        return { ...record, archived: false };
      },
    }),
    archiveRoute(kept, `${ROOT}/Plugins/{Sid}/Archive`, {
      records: plugins,
      find: ({ path, account }) => findPlugin(kept, path['Sid'] ?? '', account?.sid ?? ''),
    }),
  ];
}

function ofVersions(kept: Plugins): Route[] {
  const { versions } = kept;
  const parents = { PluginSid: (key: string, scope: Scope) => findPlugin(kept, key, scope['account_sid'] ?? '') };
  return [
    ...resource<VersionRecord>({
      ...common(kept, 'Plugins/{PluginSid}/Versions'),
      sidPrefix: 'FV',
      records: versions,
      operations: ['create', 'fetch', 'list'],
      parents,
      create(record, { scope }) {
        const { version, plugin_url: url } = record;
        if (!/^\d+\.\d+\.\d+([-+][\w.-]+)*$/.test(version)) throw invalid(`Version ${version} is no semantic version`);
        if (!URL.canParse(url)) throw invalid(`PluginUrl "${url}" is not a valid URL`);
        const isTwin = (each: VersionRecord): boolean =>
          each.plugin_sid === scope['plugin_sid'] && each.version === version;
        if (versions.find(isTwin)) throw new TwilioError(409, 20409, `Version ${version} already exists`);
        return { ...record, private: record.private === true, archived: false, validated: true };
      },
    }),
    archiveRoute(kept, `${ROOT}/Plugins/{PluginSid}/Versions/{Sid}/Archive`, {
      records: versions,
      find({ path, account }) {
        const plugin = findPlugin(kept, path['PluginSid'] ?? '', account?.sid ?? '');
        const version = versions.get(path['Sid'] ?? '');
        return plugin && version?.plugin_sid === plugin.sid ? version : undefined;
      },
    }),
  ];
}

function ofConfigurations(kept: Plugins): Route[] {
  const { configurations, configured } = kept;
  return [
    ...resource<ConfigurationRecord>({
      ...common(kept, 'Configurations'),
      sidPrefix: 'FJ',
      records: configurations,
      operations: ['create', 'fetch', 'list'],
      newestFirst: true,
      create(record, context) {
        for (const one of pluginsIn(kept, record.sid, context)) configured.insert(one);
        return { ...record, archived: false };
      },
    }),
    archiveRoute(kept, `${ROOT}/Configurations/{Sid}/Archive`, {
      records: configurations,
      find: ({ path }) => configurations.get(path['Sid'] ?? ''),
    }),
    ...resource<ConfiguredRecord>({
      ...common(kept, 'Configurations/{ConfigurationSid}/Plugins'),
      sidPrefix: 'FP',
      records: configured,
      operations: ['fetch', 'list'],
      parents: { ConfigurationSid: key => configurations.get(key) },
      find(key, { accountSid, scope }) {
        const plugin = findPlugin(kept, key, accountSid);
        return plugin && configured.get(`${scope['configuration_sid'] ?? ''} ${plugin.sid}`);
      },
      present: record => describeConfigured(kept, record),
    }),
  ];
}

function ofReleases(kept: Plugins): Route[] {
  const { releases, configurations } = kept;
  return resource<ReleaseRecord>({
    ...common(kept, 'Releases'),
    sidPrefix: 'FK',
    records: releases,
    operations: ['create', 'fetch', 'list'],
    newestFirst: true,
    find(key, { accountSid }) {
      if (key !== 'active') return releases.get(key);
      return releases.filter(({ account_sid: sid }) => sid === accountSid).at(-1);
    },
    create(record, { accountSid, parameters }) {
      const sid = String(parameters['ConfigurationId']);
      const configuration = configurations.get(sid);
      if (configuration?.account_sid !== accountSid || configuration.archived)
        throw invalid(`ConfigurationId ${sid} does not exist, or is archived`);
      return { ...record, configuration_sid: sid };
    },
  });
}

type Scope = Context['scope'];

function common({ world }: Plugins, path: string): Pick<ResourceOptions<StoredRecord>, 'world' | 'document' | 'path'> {
  return { world, document: 'flex_v1', path: `${ROOT}/${path}` };
}

/** By sid or unique name. */
function findPlugin({ plugins }: Plugins, key: string, accountSid: string): PluginRecord | undefined {
  return plugins.find(
    plugin => plugin.account_sid === accountSid && (plugin.sid === key || plugin.unique_name === key),
  );
}

/** `Plugins` is a list of `{"plugin_version": FV…, "phase": 3}`. */
function pluginsIn(kept: Plugins, configurationSid: string, { parameters, accountSid }: Context): ConfiguredRecord[] {
  const given = parameters['Plugins'];
  return (Array.isArray(given) ? given : []).map(json => {
    const { plugin_version: sid, phase = 3 } = readConfigured(json);
    const version = kept.versions.get(String(sid));
    if (version?.account_sid !== accountSid || version.archived)
      throw invalid(`Plugins: the version ${String(sid)} does not exist, or is archived`);
    return {
      sid: `${configurationSid} ${version.plugin_sid}`,
      account_sid: accountSid,
      configuration_sid: configurationSid,
      plugin_sid: version.plugin_sid,
      plugin_version_sid: version.sid,
      phase: Number(phase),
      date_created: new Date(kept.world.clock.now()).toISOString(),
    };
  });
}

function readConfigured(json: string): { plugin_version?: unknown; phase?: unknown } {
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed === 'object' && parsed !== null) return parsed;
  } catch {
    // Refused below, with what is no object.
  }
  throw invalid(`Plugins: "${json}" is not {"plugin_version": "FV…", "phase": 3}`);
}

function describeConfigured({ plugins, versions }: Plugins, record: ConfiguredRecord): object {
  const plugin = plugins.get(record.plugin_sid);
  const version = versions.get(record.plugin_version_sid);
  return {
    unique_name: plugin?.unique_name ?? null,
    friendly_name: plugin?.friendly_name ?? null,
    description: plugin?.description ?? null,
    plugin_archived: plugin?.archived ?? null,
    plugin_url: version?.plugin_url ?? null,
    version: version?.version ?? null,
    changelog: version?.changelog ?? null,
    private: version?.private ?? null,
    plugin_version_archived: version?.archived ?? null,
  };
}

interface Archived<R extends PluginServiceRecord> {
  readonly records: Collection<R>;
  readonly find: (request: ApiRequest) => R | undefined;
}

/** Archiving: what is archived stays, and can be put into nothing new. */
function archiveRoute<R extends PluginServiceRecord>(
  _kept: Plugins,
  path: string,
  { records, find }: Archived<R>,
): Route {
  const description = describe('flex_v1', path);
  return {
    method: 'POST',
    path,
    access: 'account',
    handle(request) {
      const found = find(request);
      if (!found || found.account_sid !== request.account?.sid) throw notFound(request.url.pathname);
      // Every record of this service has `archived`.
      const archived = records.update(found.sid, { archived: true } as Partial<R>);
      const url = `https://flex-api.twilio.com${request.url.pathname}`;
      return { status: 200, body: presentRecord(description, archived, { url }) };
    },
  };
}
