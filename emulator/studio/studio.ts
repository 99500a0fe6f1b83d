import type { Product, World } from '../contract';
import type { CallRecordings } from './call-recordings';
import { studioRecords } from './records';
import { contextRoutes } from './rest/contexts';
import { executionRoutes } from './rest/executions';
import { flowRoutes } from './rest/flows';
import { revisionRoutes } from './rest/revisions';
import { testUserRoutes } from './rest/test-users';
import { createRunner } from './runner';
import { createTurns } from './turns';
import { endCall, turnKey, webhookRoutes } from './webhook';

export interface StudioOptions {
  /** Voice, for the record-call widget; without it that widget leaves by `failed`. */
  readonly recordings?: CallRecordings;
}

/** Studio: its REST API of flows and executions, and the webhook that runs flows on calls. */
export function createStudio(world: World, options: StudioOptions = {}): { readonly product: Product } {
  const records = studioRecords(world.store);
  const turns = createTurns();
  const runner = createRunner({
    world,
    records,
    recordings: options.recordings,
    inTurn: (execution, work) => turns.take(turnKey(execution.initiated_by, execution.flow_sid), work),
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
        ...executionRoutes(world, records, runner),
        ...contextRoutes(records),
        ...webhookRoutes(parts),
      ],
      close: async () => stop(),
    },
  };
}
