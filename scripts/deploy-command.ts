import { Command } from 'commander';
import { withAccountOptions, type AccountFlags } from './deploy/account-options';
import { deployProject, type Deployment } from './deploy/deploy';
import { readSettings } from './deploy/settings';
import { projectRoot } from './project';
import { coloursFor } from './terminal/colours';
import { print, printJson } from './terminal/print';
import { createProgress } from './terminal/progress';
import { showMs, table } from './terminal/table';

const HELP = `
Needs TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, and the variables that .env.example names, in the shell or in .env.
It refuses, before it changes anything, when the client's file has a fault, a variable is missing, or the credentials
open another account than the file names.

Examples:
  $ npx linekit deploy sample
  $ npx linekit deploy sample --environment prod --json`;

/** `linekit deploy [client]`: the code, to the client's own account. */
export function deployCommand(): Command {
  return withAccountOptions(new Command('deploy'))
    .description("build, and deploy the functions to a client's account")
    .argument('[client]', 'name of the file in clients/, without .yaml', 'sample')
    .addHelpText('after', HELP)
    .action(async (clientName: string, options: AccountFlags) => {
      const progress = createProgress();
      const settings = readSettings(options.dotenv);
      const deployment = await deployProject({
        clientName,
        environment: options.environment,
        root: projectRoot,
        settings,
        progress,
      }).finally(() => progress.done());
      if (options.json) printJson(deployment);
      else print(reportDeployment(deployment));
    });
}

function reportDeployment(deployment: Deployment): string {
  const colours = coloursFor(process.stdout);
  const rows = [
    ['domain', `https://${deployment.domain}`],
    ['service', deployment.serviceSid],
    ['environment', deployment.environmentSid],
    ['build', deployment.buildSid],
  ];
  return (
    `${colours.green('✓')} ${deployment.client}: ${deployment.functions} functions and ${deployment.assets} assets ` +
    `deployed in ${showMs(deployment.durationMs)}\n${table(rows)}`
  );
}
