import type { ApiReply, ApiRequest, Collection, Route, StoredRecord } from '../../contract';
import { resource } from '../../rest/resource';
import { notFound } from '../../rest/twilio-error';
import type { ResourceRecord } from '../records';
import { DOCUMENT, limitLength, parentsIn, type ServerlessApi } from './serverless-api';

/** Functions and Assets, which are names, and their versions, which are content. Versions come in through the upload host. */
export function functionRoutes(api: ServerlessApi): Route[] {
  const { functions, functionVersions, assets, assetVersions } = api.records;
  return [
    ...namedRoutes(api, 'Functions', { records: functions, versions: functionVersions, parent: 'function_sid' }),
    ...versionRoutes(api, '/v1/Services/{ServiceSid}/Functions/{FunctionSid}/Versions', functionVersions),
    ...namedRoutes(api, 'Assets', { records: assets, versions: assetVersions, parent: 'asset_sid' }),
    ...versionRoutes(api, '/v1/Services/{ServiceSid}/Assets/{AssetSid}/Versions', assetVersions),
    contentRoute(api),
  ];
}

interface Named {
  readonly records: Collection<ResourceRecord>;
  readonly versions: Collection<StoredRecord & { readonly function_sid?: string; readonly asset_sid?: string }>;
  readonly parent: 'function_sid' | 'asset_sid';
}

function namedRoutes({ world, records }: ServerlessApi, name: 'Functions' | 'Assets', named: Named): Route[] {
  return resource<ResourceRecord>({
    world,
    document: DOCUMENT,
    path: `/v1/Services/{ServiceSid}/${name}`,
    sidPrefix: 'ZH',
    records: named.records,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    parents: parentsIn(records),
    create: record => {
      limitLength('FriendlyName', record.friendly_name, 255);
      return record;
    },
    update: (_record, change) => {
      limitLength('FriendlyName', change.friendly_name ?? '', 255);
      return change;
    },
    // What builds hold stays: they have copies of the versions, and contents are found by version.
    remove: ({ sid }) => {
      for (const version of named.versions.filter(each => each[named.parent] === sid))
        named.versions.delete(version.sid);
    },
  });
}

function versionRoutes<R extends StoredRecord>(
  { world, records }: ServerlessApi,
  path: string,
  versions: Collection<R>,
): Route[] {
  return resource<R>({
    world,
    document: DOCUMENT,
    path,
    sidPrefix: 'ZN',
    records: versions,
    operations: ['fetch', 'list'],
    parents: parentsIn(records),
    // Clients take the first one for the latest: the provider RJPearson94/twilio reads a function's content of it.
    newestFirst: true,
  });
}

/** The source of a function version. There is no such thing for assets. */
function contentRoute({ records }: ServerlessApi): Route {
  const path = '/v1/Services/{ServiceSid}/Functions/{FunctionSid}/Versions/{Sid}/Content';
  function handle(request: ApiRequest): ApiReply {
    const { ServiceSid = '', FunctionSid = '', Sid = '' } = request.path;
    const scope = { account_sid: request.account?.sid ?? '' };
    const service = parentsIn(records).ServiceSid(ServiceSid, scope);
    const version = records.functionVersions.get(Sid);
    const content = records.contents.get(Sid);
    if (!service || !content || version?.function_sid !== FunctionSid || version.service_sid !== service.sid) {
      throw notFound(request.url.pathname);
    }
    const { sid, account_sid, service_sid, function_sid } = version;
    const url = `https://serverless.twilio.com/v1/Services/${service_sid}/Functions/${function_sid}/Versions/${sid}/Content`;
    const source = Buffer.from(content.base64, 'base64').toString();
    return { status: 200, body: { sid, account_sid, service_sid, function_sid, content: source, url } };
  }
  return { method: 'GET', path, access: 'account', handle };
}
