import { CommandError } from '../command-error';
import { isChange, type Change } from '../provision/change';
import { planAccount } from '../provision/wire';
import { chooseWiring, type ChosenWiring } from './choose-wiring';
import { codeDifferences, deployCode, type BuiltCode } from './code';
import { signatureWarnings } from './credentials';
import type { DeployOptions } from './deploy-options';
import { findDeployment, type FoundDeployment } from './find-deployment';
import { describeEdits, editedByHand, findHandEdits } from './hand-edits';
import { recordDeployment } from './history';
import { weighTakenNumbers } from './other-environments';
import { prepare, type Prepared } from './prepare';
import { smokeTest } from './smoke-test';
import { inWords } from './twilio-words';
import { verifyLine, type Verified } from './verify';
import { workerWarnings } from './verify-workflows';
import type { Wiring, WiringName } from './wiring';

export interface DeployReport {
  readonly client: string;
  readonly environment: string;
  readonly accountSid: string;
  readonly dryRun: boolean;
  /** "linekit-1234-dev.twil.io"; undefined when a dry run finds nothing deployed yet. As are the SIDs. */
  readonly domain?: string;
  readonly serviceSid?: string;
  readonly environmentSid?: string;
  readonly buildSid?: string;
  readonly code: {
    readonly outcome: 'deployed' | 'unchanged' | 'would be deployed';
    /** What differs from what ran before: "the client's file", "functions" … */
    readonly changed: readonly string[];
    readonly functions: number;
    readonly assets: number;
  };
  /** Undefined where only the code was to be deployed. */
  readonly wiring?: { readonly by: WiringName; readonly because?: string; readonly changes: readonly Change[] };
  readonly verified?: Verified;
  readonly warnings: readonly string[];
  readonly durationMs: number;
}

/**
 * Brings a client's line to its account: checks the file, the account and what a deployment would change there; deploys the code and tries
 * it; shows the plan of the wiring and applies it on consent; looks whether the line is as it should be; writes the deployment down.
 * Stops at the first thing wrong. Every step can be done again, so the same command goes on where an earlier run stopped.
 * Throws a CommandError that says what to do.
 */
export async function deployLine(options: DeployOptions): Promise<DeployReport> {
  const startedAt = performance.now();
  const prepared = await prepare(options);
  try {
    const report = await deployPrepared(prepared);
    return { ...report, durationMs: Math.round(performance.now() - startedAt) };
  } catch (error) {
    throw inWords(error, { accountSid: prepared.credentials.accountSid, doing: prepared.steps.current() });
  }
}

type Outcome = Omit<DeployReport, 'durationMs'>;

async function deployPrepared(prepared: Prepared): Promise<Outcome> {
  const { options, client, code, deployed, last } = prepared;
  const changed = await codeDifferences(code, deployed, last);
  const counts = { changed, functions: code.build.functions.length, assets: code.build.assets.length };
  const common = {
    client: client.client,
    environment: options.environment,
    accountSid: client.accountSid,
    dryRun: options.dryRun,
    code: { outcome: changed.length > 0 ? ('deployed' as const) : ('unchanged' as const), ...counts },
    warnings: signatureWarnings(prepared.credentials),
  };
  if (options.codeOnly && !options.dryRun) return { ...common, ...(await bringCode(prepared, changed)) };
  prepared.steps.step('looking at the account');
  const foreseen = await planAccount(
    prepared.wire,
    code.build.functions.map(({ path }) => path),
  );
  const warnings = [...(await weighNumbers(prepared, foreseen)), ...(await weighHandEdits(prepared, foreseen))];
  const chosen = await chooseWiring({ ...prepared, asked: options.wiring, ...(changed.length === 0 && { foreseen }) });
  if (!options.dryRun) return { ...common, ...(await bringLine(prepared, { changed, chosen, warnings })) };
  const outcome = changed.length > 0 ? 'would be deployed' : 'unchanged';
  const wiring = { ...described(chosen), changes: foreseen.filter(isChange) };
  return { ...common, ...deployed, code: { outcome, ...counts }, wiring, warnings };
}

interface Weighed {
  /** Of the code. */
  readonly changed: readonly string[];
  readonly chosen: ChosenWiring;
  readonly warnings: readonly string[];
}

async function bringLine(prepared: Prepared, { changed, chosen, warnings }: Weighed) {
  const { api, options, steps } = prepared;
  const { buildSid } = await bringCode(prepared, changed);
  const changes = await bringWiring(options, chosen.wiring, warnings);
  steps.step('verifying numbers, flows, functions and workflows');
  const deployment = await findDeployment(api, options.environment);
  const verified = await verifyLine({ ...prepared, deployment });
  steps.step('writing the deployment down');
  await recordDeployment(prepared, { verified, buildSid, wiring: chosen.wiring.name });
  return {
    ...deployment,
    wiring: { ...described(chosen), changes },
    verified,
    warnings: [...signatureWarnings(prepared.credentials), ...workerWarnings(verified.workflows, prepared.client)],
  };
}

function described({ wiring, because }: ChosenWiring): { by: WiringName; because?: string } {
  return { by: wiring.name, ...(because !== undefined && { because }) };
}

/** Only a flow or a number that changes can be taken from another environment. */
async function weighNumbers({ options, api, client }: Prepared, foreseen: readonly Change[]): Promise<string[]> {
  const changed = foreseen.some(change => isChange(change) && ['flow', 'number'].includes(change.kind));
  return changed ? weighTakenNumbers(api, client, options) : [];
}

/** An edit by hand that this deployment would overwrite needs more than a general consent. Gives warnings. Throws FLOW_EDITED_BY_HAND. */
async function weighHandEdits({ options, api, client }: Prepared, foreseen: readonly Change[]): Promise<string[]> {
  const touched = new Set(foreseen.filter(isChange).map(({ kind, name }) => `${kind} ${name}`));
  const edits = (await findHandEdits(api, client)).filter(({ flow }) => touched.has(`flow ${flow}`));
  if (edits.length === 0) return [];
  const asked = options.overwriteEdits || typeof options.consent === 'function' || options.dryRun;
  if (!asked) throw editedByHand(client, edits);
  return [`This overwrites what somebody changed in Twilio's editor:\n${describeEdits(edits).join('\n')}`];
}

async function bringCode(prepared: Prepared, changed: readonly string[]) {
  const { options, code, steps, deployed, credentials, client } = prepared;
  const runs = changed.length === 0 ? requireBuild(deployed) : await upload(prepared, code);
  steps.step(`trying https://${runs.domain}`);
  const fingerprint = code.build.digest.all;
  await smokeTest({ client, credentials, domain: runs.domain, fingerprint, wait: options.wait });
  return runs;
}

function upload({ options, credentials, steps }: Prepared, code: BuiltCode) {
  return deployCode(code, { root: options.root, environment: options.environment, credentials, progress: steps });
}

function requireBuild(deployed: FoundDeployment | undefined): FoundDeployment & { buildSid: string } {
  if (deployed?.buildSid === undefined) throw new Error('code counts as unchanged where none runs');
  return { ...deployed, buildSid: deployed.buildSid };
}

/** Plans, shows, asks and applies. Gives what was changed. Throws NOT_CONFIRMED. */
async function bringWiring(
  options: DeployOptions,
  wiring: Wiring,
  warnings: readonly string[],
): Promise<readonly Change[]> {
  const plan = await wiring.plan();
  try {
    const changes = plan.changes.filter(isChange);
    if (changes.length > 0) {
      options.show({ by: wiring.name, changes, warnings });
      if (options.consent !== 'given' && !(await options.consent())) {
        throw new CommandError(
          'NOT_CONFIRMED',
          'The new code runs; the wiring was left as it was. Run the command again to see the plan once more.',
        );
      }
    }
    return (await plan.apply()).filter(isChange);
  } finally {
    plan.dispose();
  }
}
