import type { Product, World } from '../contract';
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
  const parts = { records, runner, turns };
  const stop = world.bus.on('call-ended', ({ callSid }) => endCall(parts, callSid));
  return {
    product: {
      name: 'studio',
      hosts: ['studio.twilio.com', 'webhooks.twilio.com'],
      routes: [
        ...flowRoutes(world, records, runner),
        ...revisionRoutes(records),
        ...testUserRoutes(records),
        ...executionRoutes(world, parts),
        ...contextRoutes(records),
        ...webhookRoutes(parts),
      ],
      close: async () => stop(),
    },
  };
}
