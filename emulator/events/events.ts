import type { Product, World } from '../contract';
import { Delivery } from './delivery';
import { openEventRecords } from './records';
import { sinkRoutes } from './sinks';
import { subscriptionRoutes } from './subscriptions';
import { typeRoutes } from './event-types';

/** Event Streams: what other products put on the bus as `stream-event` goes to the sinks that are subscribed to it. */
export function createEvents(world: World): { readonly product: Product } {
  const records = openEventRecords(world.store);
  const delivery = new Delivery(world, records);
  const stop = world.bus.on('stream-event', event => delivery.tell(event));
  return {
    product: {
      name: 'events',
      hosts: ['events.twilio.com'],
      routes: [...typeRoutes(), ...sinkRoutes({ world, records, delivery }), ...subscriptionRoutes(world, records)],
      async close() {
        stop();
        delivery.close();
      },
    },
  };
}
