import type { ApiRequest, Product, World } from './contract';
import { encodeReply } from './gateway/encode-reply';
import { createHostRouter, type HostRouter } from './gateway/router';
import { TwilioError } from './rest/twilio-error';
import type { ApiAnswer, ApiPost, TwilioApi } from './studio/twilio-api';

const HOST = 'api.twilio.com';

/**
 * The API of 2010, for products that use it as their customers do. Nothing goes over a wire, so that no injected fault hits it and nothing is
 * authenticated. `products` is asked at the first request.
 */
export function createInHouseApi(world: World, products: () => readonly Product[]): TwilioApi {
  let router: HostRouter | undefined;

  async function post({ accountSid, path, form }: ApiPost): Promise<ApiAnswer> {
    router ??= createHostRouter(products().filter(({ hosts }) => hosts.includes(HOST)));
    const url = new URL(`https://${HOST}/2010-04-01/Accounts/${accountSid}${path}`);
    const match = router.find(HOST, 'POST', url.pathname);
    if (!match) return { status: 501, body: { code: 501, message: `the local Twilio has no POST ${url.pathname}` } };
    const fields = new URLSearchParams(form);
    const request: ApiRequest = {
      method: 'POST',
      host: HOST,
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
      // The API of 2010 answers JSON objects.
      const body = JSON.parse(encodeReply(reply).bytes.toString() || '{}') as ApiAnswer['body'];
      return { status: reply.status, body };
    } catch (error) {
      if (error instanceof TwilioError) return { status: error.status, body: error.toBody() };
      throw error;
    }
  }

  return { post: request => world.activity.track(post(request)) };
}
