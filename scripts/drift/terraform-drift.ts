import { openTerraformRoot } from '../deploy/terraform/terraform-root';
import { planTerraform } from '../deploy/terraform/terraform-wiring';
import { heldTooMuch } from '../deploy/terraform/held-too-much';
import { driftedObjects } from '../deploy/terraform/plan-changes';
import { isChange, type Change } from '../provision/change';
import type { Drift, DriftOptions } from './find-drift';

/**
 * What Terraform's state and the account do not agree about, and what Terraform would change that linekit's own comparison (`known`) did
 * not find. Looks only where Terraform wired the account; says so in a note where it can't be used.
 */
export async function terraformDrift(
  { account, environment, wire, root }: DriftOptions,
  known: readonly Change[],
): Promise<{ drifts: Drift[]; notes: string[] }> {
  const { client, credentials, last, deployed } = account;
  if (last?.wiring !== 'terraform' || !deployed) return { drifts: [], notes: [] };
  wire.progress.step('comparing with the state of Terraform');
  const { opened, why } = await openTerraformRoot({ root, client, environment, credentials });
  if (!opened) return { drifts: [], notes: [`The state of Terraform was not looked at: ${why.split('\n')[0] ?? why}`] };
  const held = await heldTooMuch(opened, client);
  if (held.length > 0) {
    const note = `The state of Terraform still holds ${held.join(', ')}, which the file no longer has; the next deployment hands it back.`;
    return { drifts: [], notes: [note] };
  }
  const planned = await planTerraform(opened, wire);
  try {
    const found = new Set(known.map(nameOf));
    const moved = driftedObjects(planned.json).map(change =>
      drift(change, 'is otherwise in the account than Terraform left it'),
    );
    const pending = planned.changes
      .filter(change => isChange(change) && !found.has(nameOf(change)))
      .map(change => drift(change, `would be ${change.outcome} by Terraform`));
    return { drifts: [...moved, ...pending], notes: [] };
  } finally {
    planned.dispose();
  }
}

function nameOf({ kind, name }: Change): string {
  return `${kind} ${name}`;
}

function drift({ kind, name, outcome, properties, details }: Change, says: string): Drift {
  const gone = outcome === 'deleted' && says.includes('otherwise');
  return {
    kind,
    name,
    says: gone ? 'is in the state of Terraform, and no longer in the account' : says,
    details: details && details.length > 0 ? details : (properties ?? []),
  };
}
