import busboy from 'busboy';
import type { ApiReply, ApiRequest, Route, StoredRecord } from '../../contract';
import { describe } from '../../rest/description';
import { presentRecord } from '../../rest/presentation';
import { invalid, notFound } from '../../rest/twilio-error';
import type { Visibility } from '../records';
import { DOCUMENT, parentsIn, type ServerlessApi } from './serverless-api';

/** Limits of an asset: 25 MB, private ones 10 MB. Source: https://www.twilio.com/docs/serverless/functions-assets/assets */
const OPEN_BYTES = 25 * 1024 * 1024;
const PRIVATE_BYTES = 10 * 1024 * 1024;
/** Characters that a path may not have, as the deploy client knows them. */
const FORBIDDEN = /[#;,?:@+&$()'"\s]/;

interface Upload {
  readonly path: string;
  readonly visibility: Visibility;
  readonly content: Buffer;
  readonly contentType: string;
}

/**
 * `serverless-upload.twilio.com`: new versions of Functions and Assets, as multipart forms with Path, Visibility and Content. In no
 * OpenAPI document; answers are those of the version resources.
 */
export function uploadRoutes(api: ServerlessApi): Route[] {
  const { functionVersions, assetVersions } = api.records;
  return [
    uploadRoute(api, {
      name: 'Functions',
      parameter: 'FunctionSid',
      insert: record => functionVersions.insert(record),
    }),
    uploadRoute(api, { name: 'Assets', parameter: 'AssetSid', insert: record => assetVersions.insert(record) }),
  ];
}

interface UploadKind {
  readonly name: 'Functions' | 'Assets';
  readonly parameter: 'FunctionSid' | 'AssetSid';
  readonly insert: (record: NewVersion) => StoredRecord;
}

interface NewVersion extends StoredRecord {
  readonly account_sid: string;
  readonly service_sid: string;
  readonly function_sid: string;
  readonly asset_sid: string;
  readonly path: string;
  readonly visibility: Visibility;
  readonly date_created: string;
}

function uploadRoute({ world, records }: ServerlessApi, { name, parameter, insert }: UploadKind): Route {
  const path = `/v1/Services/{ServiceSid}/${name}/{${parameter}}/Versions`;
  const description = describe(DOCUMENT, path);
  async function handle(request: ApiRequest): Promise<ApiReply> {
    const parents = parentsIn(records);
    const service = parents.ServiceSid(request.path['ServiceSid'] ?? '', { account_sid: request.account?.sid ?? '' });
    const parent = service && parents[parameter](request.path[parameter] ?? '', { service_sid: service.sid });
    if (!service || !parent) throw notFound(request.url.pathname);
    const { content, contentType, ...named } = await readUpload(request);
    const sid = world.ids.sid('ZN');
    const version: NewVersion = {
      sid,
      account_sid: service.account_sid,
      service_sid: service.sid,
      function_sid: parent.sid,
      asset_sid: parent.sid,
      ...named,
      date_created: new Date(world.clock.now()).toISOString(),
    };
    records.contents.insert({ sid, base64: content.toString('base64'), contentType });
    return { status: 201, body: presentRecord(description, insert(version)) };
  }
  return { method: 'POST', path, access: 'account', handle };
}

async function readUpload(request: ApiRequest): Promise<Upload> {
  const { fields, file } = await readMultipart(request);
  const path = fields.get('Path') ?? '';
  const visibility = fields.get('Visibility') ?? '';
  if (!path.startsWith('/') || path.length > 255 || FORBIDDEN.test(path)) {
    throw invalid(
      `Path must begin with "/", have 255 characters or less and none of # ; , ? : @ + & $ ( ) ' " or space: "${path}"`,
    );
  }
  if (!isVisibility(visibility)) throw invalid(`Visibility must be public, protected or private: "${visibility}"`);
  if (!file) throw invalid('Content is missing');
  const limit = visibility === 'private' ? PRIVATE_BYTES : OPEN_BYTES;
  if (file.content.length > limit) throw invalid(`Content is larger than ${limit} bytes`);
  return { path, visibility, ...file };
}

function isVisibility(text: string): text is Visibility {
  return text === 'public' || text === 'protected' || text === 'private';
}

interface Multipart {
  readonly fields: ReadonlyMap<string, string>;
  /** The part named Content. */
  readonly file: Pick<Upload, 'content' | 'contentType'> | undefined;
}

function readMultipart({ headers, body }: ApiRequest): Promise<Multipart> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, string>();
    let file: Multipart['file'];
    const refuse = (error: unknown) =>
      reject(invalid(`The body is no multipart form: ${error instanceof Error ? error.message : String(error)}`));
    try {
      const parser = busboy({ headers });
      parser.on('field', (name, value) => fields.set(name, value));
      parser.on('file', (name, stream, { mimeType }) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          if (name === 'Content') file = { content: Buffer.concat(chunks), contentType: mimeType };
        });
        stream.on('error', refuse);
      });
      parser.on('error', refuse);
      parser.on('close', () => resolve({ fields, file }));
      parser.end(body);
    } catch (error) {
      refuse(error);
    }
  });
}
