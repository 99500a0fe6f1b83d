import { Command, Option } from 'commander';
import { badInput } from './command-error';
import { withAccountOptions, type AccountFlags } from './deploy/account-options';
import { consentFrom } from './deploy/ask';
import { deployLine } from './deploy/deploy';
import type { AccountOptions } from './deploy/deploy-options';
import { reportDeployment, reportPlan, reportRollback, reportRollbackPlan } from './deploy/report-deploy';
import { rollbackLine } from './deploy/rollback';
import { readSettings } from './deploy/settings';
import { wiringNames, type WiringName } from './deploy/wiring';
import { projectRoot } from './project';
import { coloursFor } from './terminal/colours';
import { print, printJson } from './terminal/print';
import { createProgress, type Progress } from './terminal/progress';

interface DeployFlags extends AccountFlags {
  readonly yes?: true;
  readonly dryRun?: true;
  readonly rollback?: true;
  readonly wiring?: WiringName;
  readonly codeOnly?: true;
  readonly buyNumbers?: true;
  readonly createWorkspace?: true;
  readonly overwriteEdits?: true;
  readonly takeNumbers?: true;
}

const HELP = `
Checks the client's file and that the credentials open its account, builds, deploys the code and tries it, shows what the
wiring (Terraform, or linekit's own where Terraform can't be had) would change, applies it, and looks whether the line is as
it should be. It stops at the first thing wrong and says what to do; the same command goes on from there. A second run
changes nothing.

Needs TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, and the variables that .env.example names, in the shell or in .env; keys that
the account has already need not be given again. TWILIO_API_KEY and TWILIO_API_SECRET do instead of the token, but cannot
sign: whether functions answer Twilio is not tried then, and the report says so.

--rollback goes back to the deployment before the last: its code runs and its flows are published again. Each further one
goes one further back; a deployment goes forward again.

Examples:
  $ npx linekit deploy sample --dry-run
  $ npx linekit deploy sample --environment production
  $ npx linekit deploy sample --yes --json
  $ npx linekit deploy sample --rollback`;

/** `linekit deploy [client]`: a client's line, to the client's own account. */
export function deployCommand(): Command {
  return withAccountOptions(new Command('deploy'))
    .description("bring a client's line to its account: code and wiring, checked before and after")
    .argument('[client]', 'name of the file in clients/, without .yaml', 'sample')
    .option('--yes', 'consent to the plan beforehand; needed where there is no terminal to ask on')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--rollback', 'go back to the deployment before the last')
    .addOption(new Option('--wiring <name>', 'who wires the account').choices(wiringNames))
    .option('--code-only', 'deploy the code and try it; leave the wiring to whoever runs Terraform')
    .option('--buy-numbers', 'buy the numbers that the account lacks: costs money each month, but on the local Twilio')
    .option('--create-workspace', 'make the workspace of an account without Flex')
    .option('--overwrite-edits', "overwrite flows that were edited in Twilio's editor since the last deployment")
    .option('--take-numbers', "take numbers that another environment of the client's answers")
    .addHelpText('after', HELP)
    .action(run);
}

async function run(clientName: string, flags: DeployFlags): Promise<void> {
  const wires = [
    flags.wiring,
    flags.codeOnly,
    flags.buyNumbers,
    flags.createWorkspace,
    flags.overwriteEdits,
    flags.takeNumbers,
  ];
  if (flags.rollback && wires.some(flag => flag !== undefined)) {
    throw badInput(
      'FLAGS_CONTRADICT',
      '--rollback wires nothing: it goes with --yes, --dry-run, --environment and --json.',
    );
  }
  const progress = createProgress();
  const options = accountOptions(clientName, flags, progress);
  const colours = coloursFor(process.stdout);
  try {
    if (flags.rollback) {
      const show = (plan: Parameters<typeof reportRollbackPlan>[0]) =>
        say(flags, reportRollbackPlan(plan, colours), progress);
      const report = await rollbackLine({ ...options, show });
      progress.done();
      return flags.json ? printJson(report) : print(reportRollback(report, colours));
    }
    const report = await deployLine({
      ...options,
      ...(flags.wiring && { wiring: flags.wiring }),
      codeOnly: flags.codeOnly === true,
      buyNumbers: flags.buyNumbers === true,
      createWorkspace: flags.createWorkspace === true,
      overwriteEdits: flags.overwriteEdits === true,
      takeNumbers: flags.takeNumbers === true,
      show: plan => say(flags, reportPlan(plan, colours), progress),
    });
    progress.done();
    return flags.json ? printJson(report) : print(reportDeployment(report, colours));
  } finally {
    progress.done();
  }
}

function accountOptions(clientName: string, flags: DeployFlags, progress: Progress): AccountOptions {
  const yes = flags.yes ?? flags.dryRun ?? flags.codeOnly ?? false;
  return {
    clientName,
    environment: flags.environment,
    root: projectRoot,
    settings: readSettings(flags.dotenv),
    progress,
    consent: consentFrom({
      yes,
      question: flags.rollback ? 'Go back?' : `Apply this to the account of ${clientName}?`,
    }),
    dryRun: flags.dryRun === true,
    wait: ms => new Promise(resolve => setTimeout(resolve, ms)),
  };
}

/** A plan is for people: on stdout with the rest of the report, and left to stderr where stdout is JSON. */
function say(flags: DeployFlags, text: string, progress: Progress): void {
  progress.done();
  if (flags.json) process.stderr.write(text);
  else print(text);
}
