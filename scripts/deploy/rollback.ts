import type { Twilio } from 'twilio';
import { CommandError } from '../command-error';
import { flowDifferences } from '../flows/flow-differences';
import { COMMIT_MESSAGE } from '../provision/flows';
import { statusOf } from './account';
import type { AccountOptions } from './deploy-options';
import { signatureWarnings } from './credentials';
import type { FoundDeployment } from './find-deployment';
import { writeHistory, type CompletedDeployment } from './history';
import { openAccount, type OpenedAccount } from './prepare';
import { smokeTest } from './smoke-test';
import { inWords } from './twilio-words';
import { verifyLine } from './verify';

/** One thing that a rollback puts back. */
export interface PutBack {
  readonly kind: 'build' | 'flow';
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Of a flow: what differs between what is published and what is put back. */
  readonly details?: readonly string[];
}

export interface RollbackReport {
  readonly client: string;
  readonly environment: string;
  readonly accountSid: string;
  readonly dryRun: boolean;
  /** The deployment that is live now (or would be): when it was complete. */
  readonly to: string;
  /** The one that was taken back; undefined when what was taken back was never complete, or was done past linekit. */
  readonly takenBack?: string;
  readonly putBack: readonly PutBack[];
  /** Where one more rollback would go; undefined when there is nothing further back. */
  readonly before?: string;
  readonly warnings: readonly string[];
  readonly durationMs: number;
}

export interface RollbackOptions extends AccountOptions {
  /** Shows what would be put back, before consent is asked for. */
  show(plan: { readonly to: string; readonly putBack: readonly PutBack[] }): void;
}

/**
 * Goes back to the deployment before the last: its build runs again, and its flows are published again. Where what is live is not what the
 * last complete deployment left (one was interrupted, or somebody worked past linekit), it goes back to that one first. The history is
 * shortened before anything else, so that a rollback that was interrupted is finished by the next, and two of them never toggle.
 * Numbers, queues and variables stay as they are. Throws NOTHING_TO_GO_BACK_TO, BUILD_GONE, NOT_CONFIRMED, or what openAccount throws.
 */
export async function rollbackLine(options: RollbackOptions): Promise<RollbackReport> {
  const startedAt = performance.now();
  const account = await openAccount(options);
  try {
    const report = await rollback(options, account);
    return { ...report, durationMs: Math.round(performance.now() - startedAt) };
  } catch (error) {
    throw inWords(error, { accountSid: account.credentials.accountSid, doing: account.steps.current() });
  }
}

async function rollback(options: RollbackOptions, account: OpenedAccount): Promise<Omit<RollbackReport, 'durationMs'>> {
  const { client, api, history, deployed, last, steps } = account;
  steps.step('looking what is live');
  if (!last || !deployed) throw nothing(account, 'has no complete deployment');
  const { deployments } = history;
  const unfinished = await toPutBack(api, deployed, last);
  const remaining = unfinished.length > 0 ? deployments : deployments.slice(0, -1);
  const target = remaining.at(-1);
  if (!target) throw nothing(account, `has one complete deployment, of ${last.at}`);
  const putBack = unfinished.length > 0 ? unfinished : await toPutBack(api, deployed, target);
  const before = remaining.at(-2)?.at;
  const report = {
    client: client.client,
    environment: options.environment,
    accountSid: client.accountSid,
    dryRun: options.dryRun,
    to: target.at,
    ...(unfinished.length === 0 && { takenBack: last.at }),
    putBack: putBack.map(shown),
    ...(before !== undefined && { before }),
    warnings: signatureWarnings(account.credentials),
  };
  if (options.dryRun) return report;
  options.show(report);
  if (options.consent !== 'given' && !(await options.consent())) {
    throw new CommandError('NOT_CONFIRMED', 'Nothing was changed.');
  }
  steps.step('writing the rollback down');
  if (unfinished.length === 0) await writeHistory(api, options.environment, { ...history, deployments: remaining });
  const fingerprint = target.code.all;
  await putAllBack(options, account, { deployed: { ...deployed, buildSid: target.buildSid }, fingerprint, putBack });
  return report;
}

interface Doing {
  readonly deployed: FoundDeployment;
  readonly fingerprint: string;
  readonly putBack: readonly Step[];
}

async function putAllBack(options: RollbackOptions, account: OpenedAccount, { deployed, fingerprint, putBack }: Doing) {
  const { api, client, credentials, steps } = account;
  for (const step of putBack) {
    steps.step(`putting back ${step.kind} ${step.name}`);
    await step.apply();
  }
  steps.step(`trying https://${deployed.domain}`);
  await smokeTest({ client, credentials, domain: deployed.domain, fingerprint, wait: options.wait });
  steps.step('verifying numbers, flows, functions and workflows');
  await verifyLine({ api, client, credentials, deployment: deployed });
}

interface Step extends PutBack {
  readonly apply: () => Promise<unknown>;
}

function shown({ apply: _apply, ...step }: Step): PutBack {
  return step;
}

/** What has to be done so that this deployment is live: the code first, as in a deployment. */
async function toPutBack(api: Twilio, deployed: FoundDeployment, target: CompletedDeployment): Promise<Step[]> {
  const flows = await Promise.all(target.flows.map(flow => flowStep(api, flow)));
  return [...(await buildStep(api, deployed, target.buildSid)), ...flows.flat()];
}

async function buildStep(api: Twilio, deployed: FoundDeployment, buildSid: string): Promise<Step[]> {
  if (deployed.buildSid === buildSid) return [];
  const service = api.serverless.v1.services(deployed.serviceSid);
  try {
    await service.builds(buildSid).fetch();
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    throw new CommandError(
      'BUILD_GONE',
      `Build ${buildSid} was deleted in Twilio: it can't run again. Check the commit out that it was made of, and deploy that. Nothing was changed.`,
      { cause: error },
    );
  }
  const apply = () => service.environments(deployed.environmentSid).deployments.create({ buildSid });
  return [{ kind: 'build', name: deployed.domain, from: deployed.buildSid ?? 'nothing', to: buildSid, apply }];
}

async function flowStep(api: Twilio, { name, sid, revision }: CompletedDeployment['flows'][number]): Promise<Step[]> {
  const flow = api.studio.v2.flows(sid);
  const [current, wanted] = await Promise.all([fetchedFlow(flow, name), flow.revisions(String(revision)).fetch()]);
  const definition: unknown = wanted.definition;
  const details = flowDifferences(current.definition, definition);
  if (details.length === 0 && current.status === 'published') return [];
  const commitMessage = `${COMMIT_MESSAGE}: back to revision ${revision}`;
  const apply = () => flow.update({ status: 'published', definition, commitMessage });
  return [{ kind: 'flow', name, from: `revision ${current.revision}`, to: `revision ${revision}`, details, apply }];
}

async function fetchedFlow(flow: ReturnType<Twilio['studio']['v2']['flows']>, name: string) {
  try {
    return await flow.fetch();
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    throw new CommandError(
      'FLOW_GONE',
      `Flow "${name}" was deleted in Twilio. Deploy again instead. Nothing was changed.`,
      {
        cause: error,
      },
    );
  }
}

function nothing({ client }: OpenedAccount, what: string): CommandError {
  return new CommandError(
    'NOTHING_TO_GO_BACK_TO',
    `${client.client} ${what}: there is nothing before it to go back to. Nothing was changed.`,
  );
}
