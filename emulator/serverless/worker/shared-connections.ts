import type { ClientRequest } from 'node:http';
import { Agent } from 'node:https';

/** Options by which an agent's connections differ from another's. */
const OWN_CONNECTION = [
  'ca',
  'cert',
  'key',
  'pfx',
  'rejectUnauthorized',
  'checkServerIdentity',
  'host',
  'localAddress',
];

/**
 * Lets all https agents of this process use the same connections. `context.getTwilioClient()` makes a client, an agent and a TLS
 * handshake in each execution; over loopback the handshake would be most of what a short Function takes. Agents with their own
 * certificates, or without keep-alive, keep their own connections.
 */
export function shareConnections(): void {
  const shared = new Agent({ keepAlive: true });
  // node:http calls this method of an agent; @types/node does not name it.
  const addRequest = Reflect.get(Agent.prototype, 'addRequest') as (
    request: ClientRequest,
    ...options: unknown[]
  ) => void;
  function addToShared(this: Agent, request: ClientRequest, ...options: unknown[]): void {
    Reflect.apply(addRequest, mayShare(this) ? shared : this, [request, ...options]);
  }
  Reflect.set(Agent.prototype, 'addRequest', addToShared);
}

/** False for subclasses too: proxies, for one, connect in their own way. */
function mayShare(agent: Agent): boolean {
  if (Object.getPrototypeOf(agent) !== Agent.prototype || !agent.options.keepAlive) return false;
  return OWN_CONNECTION.every(name => Reflect.get(agent.options, name) === undefined);
}
