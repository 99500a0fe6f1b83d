import type { Product, Route, World } from '../contract';
import { RateLimiter } from '../rest/rate-limiter';
import { notFound } from '../rest/twilio-error';
import { studioRecords } from './records';
import { contextRoutes } from './rest/contexts';
import { executionRoutes } from './rest/executions';
import { flowRoutes } from './rest/flows';
import { revisionRoutes } from './rest/revisions';
import { testUserRoutes } from './rest/test-users';
import { createRunner } from './runner';
import { createTurns } from './turns';
import { noApi, type TwilioApi } from './twilio-api';
import { endCall, turnOf, webhookRoutes } from './webhook';

export interface StudioOptions {
  /** For the widgets that place calls, record them or send messages; without it these fail. */
  readonly api?: TwilioApi;
  /** For the executions that begin in a second; without it there is no limit. */
  readonly limits?: RateLimiter;
}

/** Studio: its REST API of flows and executions, and the webhook that runs flows on calls. */
export function createStudio(world: World, options: StudioOptions = {}): { readonly product: Product } {
  const records = studioRecords(world.store);
  const turns = createTurns();
  const runner = createRunner({
    world,
    records,
    api: options.api ?? noApi,
    inTurn: (execution, work) => turns.take(turnOf(records, execution), work),
  });
  const parts = { records, runner, turns, limits: options.limits ?? new RateLimiter(world.clock, false) };
  runner.resumeAll();
  const stops = [
    world.bus.on('call-ended', ({ callSid }) => endCall(parts, callSid)),
    world.store.onRestore(() => runner.resumeAll()),
  ];
  const rest = [
    ...flowRoutes(world, records, runner),
    ...revisionRoutes(records),
    ...testUserRoutes(records),
    ...executionRoutes(world, parts),
    ...contextRoutes(records),
  ];
  return {
    product: {
      name: 'studio',
      hosts: ['studio.twilio.com', 'webhooks.twilio.com'],
      routes: [...rest.map(route => onlyAt('studio.twilio.com', route)), ...webhookRoutes(parts)],
      close: async () => stops.forEach(stop => stop()),
    },
  };
}

/** The route at that host alone: the product has two. */
function onlyAt(host: string, route: Route): Route {
  return {
    ...route,
    handle(request) {
      if (request.host !== host) throw notFound(request.url.pathname);
      return route.handle(request);
    },
  };
}
