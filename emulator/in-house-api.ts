import type { ApiRequest, Product, StoredRecord, World } from './contract';
import { encodeReply } from './gateway/encode-reply';
import { createHostRouter, type HostRouter } from './gateway/router';
import { TwilioError } from './rest/twilio-error';
import type { ApiAnswer, ApiPost, TwilioApi } from './studio/twilio-api';

/** A POST of one product to another. */
export interface InHousePost {
  readonly accountSid: string;
  readonly url: string;
  readonly form: Readonly<Record<string, string>>;
}

/** Twilio's REST APIs, as its own products use them. Never rejects: what is refused is an answer. */
export interface InHouseApi extends TwilioApi {
  postTo(request: InHousePost): Promise<ApiAnswer>;
}

/**
 * The REST APIs, for products that use them as their customers do. Nothing goes over a wire, so that no injected fault hits it and nothing is
 * authenticated. `products` is asked at the first request.
 */
export function createInHouseApi(world: World, products: () => readonly Product[]): InHouseApi {
  let router: HostRouter | undefined;

  async function postTo({ accountSid, url: address, form }: InHousePost): Promise<ApiAnswer> {
    router ??= createHostRouter(products());
    const url = new URL(address);
    const match = router.find(url.host, 'POST', url.pathname);
    if (!match) return { status: 501, body: { code: 501, message: `the local Twilio has no POST ${url.pathname}` } };
    const fields = new URLSearchParams(form);
    const request: ApiRequest = {
      method: 'POST',
      host: url.host,
      url,
      path: match.path,
      query: url.searchParams,
      form: fields,
      body: Buffer.from(fields.toString()),
      headers: {},
      account: world.accounts.find(accountSid),
    };
    try {
      const reply = await match.route.handle(request);
      // The REST APIs answer JSON objects.
      const body = JSON.parse(encodeReply(reply).bytes.toString() || '{}') as ApiAnswer['body'];
      return { status: reply.status, body };
    } catch (error) {
      if (error instanceof TwilioError) return { status: error.status, body: error.toBody() };
      throw error;
    }
  }

  return {
    postTo: request => world.activity.track(postTo(request)),
    post({ accountSid, path, workflowSid, form }: ApiPost) {
      const base =
        workflowSid === undefined ? `api.twilio.com/2010-04-01/Accounts/${accountSid}` : workspaceOf(workflowSid);
      return world.activity.track(postTo({ accountSid, url: `https://${base}${path}`, form }));
    },
  };

  /** A workflow that is not there leads to a workspace that is none: TaskRouter says so. */
  function workspaceOf(workflowSid: string): string {
    const workflows = world.store.collection<StoredRecord & { workspace_sid: string }>('taskrouter.workflows');
    return `taskrouter.twilio.com/v1/Workspaces/${workflows.get(workflowSid)?.workspace_sid ?? `WS${'0'.repeat(32)}`}`;
  }
}
