import type { Product, World } from '../contract';
import { containerRoutes } from './containers';
import { documentRoutes } from './documents';
import { itemRoutes } from './items';
import { SyncObjects } from './objects';
import { openSyncRecords } from './records';
import { permissionRoutes } from './permissions';
import { serviceRoutes } from './services';
import { streamRoutes } from './streams';

/** Sync, for one world: services, Documents, Maps and Lists with their items, Message Streams, permissions, and the webhook. */
export function createSync(world: World): { product: Product } {
  const objects = new SyncObjects(world, openSyncRecords(world.store));
  return {
    product: {
      name: 'sync',
      hosts: ['sync.twilio.com'],
      routes: [
        ...serviceRoutes(objects),
        ...documentRoutes(objects),
        ...containerRoutes(objects, 'maps'),
        ...containerRoutes(objects, 'lists'),
        ...itemRoutes(objects),
        ...streamRoutes(objects),
        ...permissionRoutes(objects),
      ],
    },
  };
}
