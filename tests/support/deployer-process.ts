import { deployLine } from '../../scripts/deploy/deploy';
import type { AccountOptions } from '../../scripts/deploy/deploy-options';
import { openAccount } from '../../scripts/deploy/prepare';
import { rollbackLine } from '../../scripts/deploy/rollback';
import { describeError } from '../../scripts/command-error';
import { findDrift } from '../../scripts/drift/find-drift';
import type { DeployerAnswer, DeployerRequest } from './deployer';

/** The program of the process that `startDeployer` starts: does what it is told, and says what came of it. */
process.on('message', (request: DeployerRequest) => {
  void answer(request).then(reply => process.send?.(reply));
});

async function answer(request: DeployerRequest): Promise<DeployerAnswer> {
  const steps: string[] = [];
  try {
    return { id: request.id, steps, result: await run(request, steps) };
  } catch (error) {
    const [code = '', ...words] = describeError(error).line.split(': ');
    return { id: request.id, steps, error: { code, message: words.join(': ') } };
  }
}

function run({ what, killedBefore, ...request }: DeployerRequest, steps: string[]): Promise<unknown> {
  const step = (text: string): void => {
    if (killedBefore !== undefined && text.startsWith(killedBefore)) throw new Error('killed');
    steps.push(text);
  };
  const consent = request.consent === 'given' ? ('given' as const) : async () => request.consent === 'yes';
  const options: AccountOptions = {
    environment: 'dev',
    dryRun: false,
    ...request,
    consent,
    progress: { step, done: () => undefined },
    wait: async () => undefined,
  };
  const show = () => undefined;
  if (what === 'rollback') return rollbackLine({ ...options, show });
  if (what === 'drift') return drift(options);
  const wiring = {
    codeOnly: false,
    buyNumbers: true,
    createWorkspace: true,
    overwriteEdits: false,
    takeNumbers: false,
  };
  const by = request.wiring === 'chosen' ? {} : { wiring: request.wiring ?? ('builtin' as const) };
  return deployLine({ ...wiring, ...options, ...by, ...request.flags, show });
}

async function drift(options: AccountOptions): Promise<unknown> {
  const account = await openAccount(options);
  const { client, api, steps } = account;
  const wire = { ...options, api, client, progress: steps, buyNumbers: false, createWorkspace: false };
  return findDrift({ account, root: options.root, environment: options.environment, wire });
}
