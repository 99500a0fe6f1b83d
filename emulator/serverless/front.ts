import { extname } from 'node:path';
import { ranged } from '../api/range';
import type { ApiReply, ApiRequest, World } from '../contract';
import { TwilioError } from '../rest/twilio-error';
import type { AssetVersionRecord, FunctionVersionRecord, ServerlessRecords } from './records';
import type { FunctionsRuntime } from './runtime/functions-runtime';
import { isSigned } from './runtime/signature';
import type { Deployed } from './runtime/sites';

const METHODS = ['GET', 'POST', 'OPTIONS'];

/** What Twilio's runtime answers to OPTIONS (runtime-handler 2.1.0). */
const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers':
    'Accept, Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since, User-Agent',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-expose-headers': 'ETag',
  'access-control-max-age': '86400',
  'access-control-allow-credentials': 'true',
  'content-type': 'text/plain; charset=UTF-8',
};

const ROOT_ASSET = '/assets/index.html';

/** What stands before all Functions and Assets. */
export interface Front {
  /** Answers a request to any `*.twil.io` host. */
  answer(request: ApiRequest): Promise<ApiReply>;
}

/** The door of `*.twil.io`: finds what is deployed under the host and path, and lets in only who may have it. */
export function createFront(world: World, records: ServerlessRecords, runtime: FunctionsRuntime): Front {
  async function answer(request: ApiRequest): Promise<ApiReply> {
    const deployed = findDeployed(records, request.host);
    if (!deployed) return plain(404, `No build is deployed to ${request.host}`);
    const { service, build } = deployed;
    const path = decodeURIComponent(request.url.pathname);
    const fn = open(build.function_versions).find(version => version.path === path);
    const asset = open(build.asset_versions).find(
      version => version.path === path || (path === '/' && version.path === ROOT_ASSET),
    );
    const found = fn ?? asset;
    if (!found) return plain(404, 'Could not find requested resource');
    if (!METHODS.includes(request.method) && !(asset && request.method === 'HEAD'))
      return refused(405, 20004, `${request.method} is not supported: Functions take GET, POST and OPTIONS`);
    if (request.method === 'OPTIONS') return { status: 204, headers: CORS_HEADERS };
    if (request.method === 'GET' && request.body.length > 0)
      return refused(403, 20403, 'A GET request may not have a body');
    const authToken = world.accounts.find(service.account_sid)?.authToken;
    if (found.visibility === 'protected' && !(authToken && isSigned(request, authToken))) {
      return refused(403, 20403, 'The request has no valid X-Twilio-Signature');
    }
    return fn ? runtime.run({ ...deployed, version: fn }, request) : assetReply(records, found, request);
  }
  return { answer };
}

function findDeployed(records: ServerlessRecords, host: string): Deployed | undefined {
  const environment = records.environments.find(({ domain_name }) => domain_name === host);
  const service = environment && records.services.get(environment.service_sid);
  const build = records.builds.get(environment?.build_sid ?? '');
  return environment && service && build && { environment, service, build };
}

type Version = FunctionVersionRecord | AssetVersionRecord;

function open<V extends Version>(versions: readonly V[]): readonly V[] {
  return versions.filter(({ visibility }) => visibility !== 'private');
}

/** The content, or the range of it that was asked for; 304 for who has it already: a version's content never changes. */
function assetReply({ contents }: ServerlessRecords, { sid, path }: Version, request: ApiRequest): ApiReply {
  const content = contents.get(sid);
  if (!content) return plain(404, `Could not find the content of ${path}`);
  const headers = { etag: `"${sid}"` };
  if (isKnown(request.headers['if-none-match'], headers.etag)) return { status: 304, headers };
  const type = TYPES[extname(path).toLowerCase()] ?? content.contentType;
  const reply = ranged(request, { bytes: Buffer.from(content.base64, 'base64'), type });
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = (ifNoneMatch ?? '').split(',').map(tag => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}

/** Types whose text would be shown wrongly without a charset. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'application/javascript; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

function plain(status: number, body: string): ApiReply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

function refused(status: number, code: number, message: string): ApiReply {
  return { status, body: new TwilioError(status, code, message).toBody() };
}
