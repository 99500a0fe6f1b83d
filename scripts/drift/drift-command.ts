import { Command } from 'commander';
import { EXIT } from '../command-error';
import { withAccountOptions, type AccountFlags } from '../deploy/account-options';
import { openAccount } from '../deploy/prepare';
import { readSettings } from '../deploy/settings';
import { inWords } from '../deploy/twilio-words';
import { projectRoot } from '../project';
import { coloursFor, type Colours } from '../terminal/colours';
import { print, printJson } from '../terminal/print';
import { createProgress } from '../terminal/progress';
import { findDrift, type DriftReport } from './find-drift';

const HELP = `
Compares the client's file, with the code and the flows of this checkout, to the account as it is now, and to Terraform's
state where Terraform wired it: flows that were edited in Twilio's editor, numbers that ring elsewhere, queues, workflows, agents
with another capacity, variables (their names; never a value), code that was not deployed. Changes nothing; exits with 1 when something drifted.

Examples:
  $ npx linekit client drift sample
  $ npx linekit client drift sample --environment production --json`;

/** `linekit client drift <client>`: what differs between file, Terraform and account, in words. */
export function driftCommand(): Command {
  return withAccountOptions(new Command('drift'))
    .description('say what differs between the file, Terraform and the account')
    .argument('<client>', 'name of the file in clients/, without .yaml')
    .addHelpText('after', HELP)
    .action(async (clientName: string, flags: AccountFlags) => {
      const report = await drift(clientName, flags);
      if (flags.json) printJson(report);
      else print(reportDrift(report, coloursFor(process.stdout)));
      if (report.drifted) process.exitCode = EXIT.failed;
    });
}

async function drift(clientName: string, { environment, dotenv }: AccountFlags): Promise<DriftReport> {
  const settings = readSettings(dotenv);
  const progress = createProgress();
  const options = { clientName, environment, root: projectRoot, settings, progress };
  try {
    const account = await openAccount(options);
    const { client, api, credentials, steps } = account;
    const wire = { ...options, api, client, progress: steps, buyNumbers: false, createWorkspace: false };
    try {
      return await findDrift({ account, root: projectRoot, environment, wire });
    } catch (error) {
      throw inWords(error, { accountSid: credentials.accountSid, doing: steps.current() });
    }
  } finally {
    progress.done();
  }
}

function reportDrift({ client, drifts, notes }: DriftReport, colours: Colours): string {
  const lines = drifts.flatMap(({ kind, name, says, details }) => [
    `${colours.yellow(kind)} ${name} ${says}`,
    ...details.map(detail => `    ${colours.dim(detail)}`),
  ]);
  const things = drifts.length === 1 ? 'one thing drifted' : `${drifts.length} things drifted`;
  const summary =
    drifts.length === 0
      ? `${colours.green('✓')} ${client}: file, code and account agree`
      : `${colours.red('✗')} ${client}: ${things}. npx linekit deploy ${client} brings the account to the file`;
  return [...lines, ...notes.map(note => colours.dim(note)), summary].join('\n');
}
