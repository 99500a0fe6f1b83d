import type { Product, World } from '../contract';
import type { InHouseApi } from '../in-house-api';
import { configurationRoutes } from './configuration';
import { flexFlowRoutes } from './flex-flows';
import { interactionRoutes } from './interactions/interactions';
import { pluginRoutes } from './plugins';

/**
 * flex-api.twilio.com: the account's configuration, plugins with their releases, Flex flows, and Interactions, whose tasks are TaskRouter's. Insights
 * and the channels of the old chat answer 501.
 */
export function createFlex(world: World, api: InHouseApi): { readonly product: Product } {
  const routes = [
    ...configurationRoutes(world),
    ...pluginRoutes(world),
    ...flexFlowRoutes(world),
    ...interactionRoutes(world, api),
  ];
  return { product: { name: 'flex', hosts: ['flex-api.twilio.com'], routes } };
}
