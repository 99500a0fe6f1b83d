import { isChange, type Change } from '../provision/change';
import { planAccount, wireAccount, type WireOptions } from '../provision/wire';
import type { Wiring } from './wiring';

/**
 * linekit's own wiring, through twilio-node: for where Terraform or its provider is not.
 * `foreseen` is a comparison that still holds, when nothing was done since: it spares a second one.
 */
export function builtinWiring(options: WireOptions, foreseen?: readonly Change[]): Wiring {
  return {
    name: 'builtin',
    async plan() {
      const changes = foreseen ?? (await planAccount(options));
      const apply = (): Promise<readonly Change[]> =>
        changes.some(isChange) ? wireAccount(options) : Promise.resolve(changes);
      return { changes, apply, dispose: () => undefined };
    },
  };
}
