import { buildCode, codeDifferences } from '../deploy/code';
import { deploymentIfAny } from '../deploy/find-deployment';
import { findHandEdits, type HandEdit } from '../deploy/hand-edits';
import type { OpenedAccount } from '../deploy/prepare';
import { isChange, type Change } from '../provision/change';
import { planAccount, type WireOptions } from '../provision/wire';
import { leftovers } from './leftovers';
import { terraformDrift } from './terraform-drift';

/** One thing that is otherwise in one place than in another. */
export interface Drift {
  /** "code", "flow", "number", "variable" … */
  readonly kind: string;
  readonly name: string;
  /** One sentence. */
  readonly says: string;
  /** Where exactly, a line each. Never a value of a variable. */
  readonly details: readonly string[];
}

export interface DriftReport {
  readonly client: string;
  readonly environment: string;
  readonly accountSid: string;
  readonly drifted: boolean;
  readonly drifts: readonly Drift[];
  /** What is worth knowing and no drift: things of the account that no file speaks of, places that could not be looked at. */
  readonly notes: readonly string[];
}

export interface DriftOptions {
  readonly account: OpenedAccount;
  readonly root: string;
  readonly environment: string;
  /** What would wire the account: what it would change is what drifted. */
  readonly wire: WireOptions;
}

/** Compares the client's file (with code and flows of this checkout), the account, and Terraform's state where there is one. Changes nothing. */
export async function findDrift(options: DriftOptions): Promise<DriftReport> {
  const { account, environment, wire } = options;
  const { client, api } = account;
  const code = await codeDrift(options);
  const [planned, edits, notes] = await Promise.all([
    planAccount({ ...wire, buyNumbers: true, createWorkspace: true }, code.paths),
    findHandEdits(api, client),
    leftovers(account, environment),
  ]);
  // The map of the ledger may wait for the first voicemail: Terraform's provider knows no maps, and the functions make it when they need it.
  const changes = planned.filter(change => isChange(change) && change.kind !== 'sync map');
  const wired = changes.map(change => wiringDrift(change, edits));
  const terraform = await terraformDrift(options, changes);
  const drifts = [...code.drifts, ...wired, ...terraform.drifts];
  return {
    client: client.client,
    environment,
    accountSid: client.accountSid,
    drifted: drifts.length > 0,
    drifts,
    notes: [...notes, ...terraform.notes],
  };
}

async function codeDrift({ account, root, environment }: DriftOptions): Promise<{ drifts: Drift[]; paths: string[] }> {
  const { client, api, last } = account;
  const [code, deployed] = await Promise.all([buildCode(client, root), deploymentIfAny(api, environment)]);
  const paths = code.build.functions.map(({ path }) => path);
  const drift = (says: string, details: readonly string[] = []) => ({
    drifts: [{ kind: 'code', name: environment, says, details }],
    paths,
  });
  if (deployed?.buildSid === undefined) return drift(`nothing is deployed to environment "${environment}"`);
  const { buildSid, serviceSid } = deployed;
  const changed = await codeDifferences(code, deployed, last);
  if (changed.length === 0) return { drifts: [], paths };
  if (buildSid !== last?.buildSid) {
    const { dateCreated } = await api.serverless.v1.services(serviceSid).builds(buildSid).fetch();
    const known = last
      ? `the last complete deployment, of ${last.at}, left ${last.buildSid}`
      : 'no complete deployment is known';
    return drift(`build ${buildSid} of ${dateCreated.toISOString()} runs, but ${known}`);
  }
  return drift(`changed here since the deployment of ${last.at}, and not deployed: ${changed.join(', ')}`);
}

function wiringDrift({ kind, name, outcome, properties, details }: Change, edits: readonly HandEdit[]): Drift {
  if (outcome === 'created') return { kind, name, says: 'is not in the account', details: [] };
  const edit = kind === 'flow' ? edits.find(each => each.flow === name) : undefined;
  if (edit) {
    const how = edit.draft ? 'a draft of somebody' : 'edited by hand';
    const says = `is otherwise in the account: ${how}, revision ${edit.revision} of ${edit.at}`;
    return { kind, name, says, details: details ?? edit.details };
  }
  if (kind === 'variable') return { kind, name, says: 'differs in the account', details: [] };
  const lines = details && details.length > 0 ? details : (properties ?? []);
  return { kind, name, says: 'is otherwise in the account', details: lines };
}
