import type { Product, Route, World } from '../contract';
import type { InHouseApi } from '../in-house-api';
import { configurationRoutes } from './configuration';
import { flexFlowRoutes } from './flex-flows';
import { interactionRoutes } from './interactions/interactions';
import { pluginRoutes } from './plugins';

const PROVISIONING = '/v1/account/provision/status';

/** Whether e-mail is set up, which it never is here: its channel is absent. */
const provisioningRoute: Route = {
  method: 'GET',
  path: PROVISIONING,
  access: 'account',
  handle: () => ({
    status: 200,
    body: { status: 'not-configured', url: `https://flex-api.twilio.com${PROVISIONING}` },
  }),
};

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
    provisioningRoute,
  ];
  return { product: { name: 'flex', hosts: ['flex-api.twilio.com'], routes } };
}
