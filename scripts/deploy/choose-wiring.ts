import { CommandError } from '../command-error';
import type { Change } from '../provision/change';
import type { WireOptions } from '../provision/wire';
import { builtinWiring } from './builtin-wiring';
import type { CompletedDeployment } from './history';
import { openTerraformRoot } from './terraform/terraform-root';
import type { Credentials } from './credentials';
import { terraformWiring } from './terraform/terraform-wiring';
import type { Wiring, WiringName } from './wiring';

export interface ChosenWiring {
  readonly wiring: Wiring;
  /** Why it is this one, where nobody asked for it. */
  readonly because?: string;
}

export interface WiringChoice {
  /** What `--wiring` says. */
  readonly asked: WiringName | undefined;
  readonly last: CompletedDeployment | undefined;
  readonly credentials: Credentials;
  readonly wire: WireOptions;
  /** What would change, where the code stays as it is. */
  readonly foreseen?: readonly Change[];
}

/**
 * The wiring that was asked for; else the one that wired this account before; else Terraform where it can be had. An account that
 * Terraform wired is never wired past its state unless somebody says so. Throws TERRAFORM_UNAVAILABLE.
 */
export async function chooseWiring({ asked, last, credentials, wire, foreseen }: WiringChoice): Promise<ChosenWiring> {
  if (asked === 'builtin') return { wiring: builtinWiring(wire, foreseen) };
  if (asked === undefined && last?.wiring === 'builtin') {
    return { wiring: builtinWiring(wire, foreseen), because: 'it wired this account before' };
  }
  wire.progress.step('looking for Terraform');
  const { opened, why } = await openTerraformRoot({ ...wire, credentials });
  if (opened) return { wiring: terraformWiring(opened, wire) };
  if (asked === undefined && last === undefined) {
    return { wiring: builtinWiring(wire, foreseen), because: `Terraform can't be used here: ${firstLine(why)}` };
  }
  throw new CommandError(
    'TERRAFORM_UNAVAILABLE',
    `Terraform ${asked ? 'was asked for' : 'wired this account before'}, but can't be used here. Nothing was changed.\n${why}\n` +
      `Mend that, or pass --wiring builtin${asked ? '' : ': the next plan of Terraform will then show what that did'}.`,
  );
}

function firstLine(text: string): string {
  return text.split('\n').find(line => line.trim() !== '') ?? text;
}
