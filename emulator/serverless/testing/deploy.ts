import type { Dispatcher } from '../../gateway/dispatcher';
import { faultsOf } from '../../testing/documented';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN } from '../../testing/world';

const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
const API = 'https://serverless.twilio.com/v1';
const UPLOAD = 'https://serverless-upload.twilio.com/v1';

/** Path as in a project's folder ("/voicemail/recorded.protected") → source. */
export type Sources = Readonly<Record<string, string>>;

export interface ToDeploy {
  readonly functions?: Sources;
  /** Paths with the extension last: "/words.private.json". */
  readonly assets?: Sources;
  readonly variables?: Readonly<Record<string, string>>;
  /** Name → npm range. Defaults to `twilio` and the runtime. */
  readonly dependencies?: Readonly<Record<string, string>>;
  /** Unique name of the Service, "line" when absent. */
  readonly serviceName?: string;
}

export interface DeployedService {
  readonly serviceSid: string;
  readonly environmentSid: string;
  readonly buildSid: string;
  readonly status: string;
  /** "https://line-1234-dev.twil.io" */
  readonly origin: string;
}

/** Deploys by the requests that Twilio's client makes. A build that fails is not deployed: look at `status`. */
export async function deployByHand(dispatch: Dispatcher, project: ToDeploy): Promise<DeployedService> {
  const post = poster(dispatch);
  const name = project.serviceName ?? 'line';
  const service = await post(`${API}/Services`, { UniqueName: name, FriendlyName: name, IncludeCredentials: 'true' });
  const base = `Services/${service.sid}`;
  const environment = await post(`${API}/${base}/Environments`, { UniqueName: 'dev-environment', DomainSuffix: 'dev' });
  const FunctionVersions = await upload(dispatch, `${base}/Functions`, project.functions ?? {});
  const AssetVersions = await upload(dispatch, `${base}/Assets`, project.assets ?? {});
  const dependencies = project.dependencies ?? { twilio: '*', '@twilio/runtime-handler': '*' };
  const list = Object.entries(dependencies).map(([dependency, version]) => ({ name: dependency, version }));
  const Dependencies = `"${JSON.stringify(list)}"`;
  const build = await post(`${API}/${base}/Builds`, {
    FunctionVersions,
    AssetVersions,
    Dependencies,
    Runtime: 'node22',
  });
  const status = await buildStatus(dispatch, `${API}/${base}/Builds/${build.sid}/Status`);
  const environmentUrl = `${API}/${base}/Environments/${environment.sid}`;
  for (const [Key, Value] of Object.entries(project.variables ?? {}))
    await post(`${environmentUrl}/Variables`, { Key, Value });
  if (status === 'completed') await post(`${environmentUrl}/Deployments`, { BuildSid: build.sid });
  return {
    serviceSid: service.sid,
    environmentSid: environment.sid,
    buildSid: build.sid,
    status,
    origin: `https://${environment['domain_name'] ?? ''}`,
  };
}

type Form = Readonly<Record<string, string | readonly string[]>>;
type Body = Readonly<Record<string, string>> & { readonly sid: string };

function poster(dispatch: Dispatcher) {
  return async function post(url: string, form: Form): Promise<Body> {
    const reply = await dispatch('POST', url, { account, form });
    const faults = reply.status === 201 ? faultsOf('POST', url, reply) : [`status ${reply.status}`];
    if (faults.length > 0) throw new Error(`POST ${url}: ${faults.join(', ')} ${JSON.stringify(reply.body)}`);
    // A created resource, whose properties these tests read as text.
    return reply.body as Body;
  };
}

async function upload(dispatch: Dispatcher, collection: string, sources: Sources): Promise<string[]> {
  const versions: string[] = [];
  for (const [file, source] of Object.entries(sources)) {
    const [, visibility = 'public'] = /\.(protected|private)(?=\.|$)/.exec(file) ?? [];
    const path = file.replace(/\.(protected|private)(?=\.|$)/, '');
    const { sid } = await poster(dispatch)(`${API}/${collection}`, { FriendlyName: path });
    const form = new FormData();
    form.set('Path', path);
    form.set('Visibility', visibility);
    form.set('Content', new Blob([source], { type: 'application/javascript' }), 'content.js');
    const encoded = new Response(form);
    const reply = await dispatch('POST', `${UPLOAD}/${collection}/${sid}/Versions`, {
      account,
      headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
      body: Buffer.from(await encoded.arrayBuffer()),
    });
    versions.push((reply.body as Body).sid);
  }
  return versions;
}

async function buildStatus(dispatch: Dispatcher, url: string): Promise<string> {
  for (;;) {
    const { body } = await dispatch('GET', url, { account });
    const { status = '' } = body as Body;
    if (status !== 'building') return status;
    await new Promise(resolve => setImmediate(resolve));
  }
}
