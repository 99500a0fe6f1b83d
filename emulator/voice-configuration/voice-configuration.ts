import type { Product, World } from '../contract';
import { dialingPermissionRoutes } from './dialing-permissions';
import { trunkRoutes } from './trunks';

/** voice.twilio.com: what calls are configured by. Kept and read back; calls of the local Twilio go no such way. */
export function createVoiceConfiguration(world: World): { readonly product: Product } {
  const routes = [...trunkRoutes(world), ...dialingPermissionRoutes(world)];
  return { product: { name: 'voice-configuration', hosts: ['voice.twilio.com'], routes } };
}
