import type { ApiReply, ApiRequest, Product, World } from '../contract';

/** What a server answers. Throwing is an answer of 500. */
export type ServerScript = (request: ApiRequest) => ApiReply | Promise<ApiReply>;

/** The servers of somebody else's that Functions ask, as a test sees them. */
export interface LocalServers {
  /** How this host answers from now on; without it, 501. Throws an Error for a host that the options do not name. */
  readonly answer: (host: string, script: ServerScript) => void;
}

/** Hosts that belong neither to Twilio nor to its peers: what they answer is scripted, and injected faults of APIs hit them. */
export function createServers(world: World, hosts: readonly string[]): { product: Product; servers: LocalServers } {
  const scripts = new Map<string, ServerScript>();
  const handle = async (request: ApiRequest): Promise<ApiReply> => {
    const { host, method, url } = request;
    const script = scripts.get(host);
    const reply = script
      ? await script(request)
      : { status: 501, body: `Nobody told the local Twilio what ${host} answers.` };
    const text = `${host} ${method} ${url.pathname}: ${reply.status}`;
    world.bus.emit('timeline', { atMs: world.clock.now(), kind: 'request', text });
    return reply;
  };
  return {
    servers: {
      answer: (host, script) => {
        if (!hosts.includes(host)) throw new Error(`${host} is none of the servers of this local Twilio.`);
        scripts.set(host, script);
      },
    },
    product: { name: 'servers', hosts, routes: [{ method: 'ANY', path: '/*', access: 'open', handle }] },
  };
}
