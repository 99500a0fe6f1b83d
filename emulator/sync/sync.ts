import type { Product, World } from '../contract';
import { containerRoutes } from './containers';
import { documentRoutes } from './documents';
import { itemRoutes } from './items';
import { SyncObjects } from './objects';
import { openSyncRecords } from './records';
import { serviceRoutes } from './services';

/** Sync, for one world: services, Documents, Maps and Lists with their items. Permissions and Streams answer 501. */
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
      ],
    },
  };
}
