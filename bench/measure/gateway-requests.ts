import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { IncomingMessage } from 'node:http';
import { z } from 'zod';

/** A request that came over the wire to the gateway of this process. */
export interface SeenRequest {
  readonly host: string;
  readonly method: string;
  readonly path: string;
}

/** Published by node:http for each request that any server of this process gets. */
const CHANNEL = 'http.server.request.start';
const message = z.object({ request: z.instanceof(IncomingMessage) });

/** Listens to what comes in at the gateway of this process, without standing in its way. Call `stop` for the requests, in their order. */
export function watchGateway(): { stop(): readonly SeenRequest[] } {
  const seen: SeenRequest[] = [];
  const note = (published: unknown): void => {
    const { method = '', url = '', headers } = message.parse(published).request;
    seen.push({ host: headers.host ?? '', method, path: url });
  };
  subscribe(CHANNEL, note);
  return {
    stop() {
      unsubscribe(CHANNEL, note);
      return seen;
    },
  };
}

/** A round trip to one of Twilio's REST APIs. The download of a recording is none. */
export function isTwilioRest({ host, path }: SeenRequest): boolean {
  return host.endsWith('.twilio.com') && !/\.(mp3|wav)$/.test(path);
}

/** The request that makes a TaskRouter task. */
export function makesTask({ host, method, path }: SeenRequest): boolean {
  return host === 'taskrouter.twilio.com' && method === 'POST' && path.endsWith('/Tasks');
}
