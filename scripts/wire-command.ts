import { Command } from 'commander';
import { loadClient } from './client/client-file';
import { withAccountOptions, type AccountFlags } from './deploy/account-options';
import { connect, requireClientsAccount } from './deploy/account';
import { readCredentials, readSettings } from './deploy/settings';
import { projectRoot } from './project';
import { isChange, type Change } from './provision/change';
import { wireAccount } from './provision/wire';
import { coloursFor } from './terminal/colours';
import { print, printJson } from './terminal/print';
import { createProgress } from './terminal/progress';
import { table } from './terminal/table';

interface WireFlags extends AccountFlags {
  readonly buyNumbers?: true;
  readonly createWorkspace?: true;
}

/** `linekit wire [client]`: what Terraform does to a client's account, for laptops and CI without the provider. */
export function wireCommand(): Command {
  return withAccountOptions(new Command('wire'))
    .description('make queues, flows, numbers and variables of an account fit the client file; deploy first')
    .argument('[client]', 'name of the file in clients/, without .yaml', 'sample')
    .option('--buy-numbers', 'buy the numbers that the account lacks (free of charge on the local Twilio only)')
    .option('--create-workspace', 'make the workspace of an account without Flex')
    .addHelpText('after', '\nExamples:\n  $ npx linekit wire sample\n  $ npx linekit wire sample --json')
    .action(async (clientName: string, flags: WireFlags) => {
      const changes = await wire(clientName, flags);
      if (flags.json) printJson({ client: clientName, changed: changes.some(isChange), changes });
      else print(reportChanges(clientName, changes));
    });
}

async function wire(clientName: string, flags: WireFlags): Promise<Change[]> {
  const settings = readSettings(flags.dotenv);
  const progress = createProgress();
  const client = loadClient(clientName);
  const api = connect(readCredentials(settings));
  try {
    await requireClientsAccount(api, client);
    return await wireAccount({
      api,
      client,
      environment: flags.environment,
      root: projectRoot,
      settings,
      buyNumbers: flags.buyNumbers === true,
      createWorkspace: flags.createWorkspace === true,
      progress,
    });
  } finally {
    progress.done();
  }
}

function reportChanges(clientName: string, changes: readonly Change[]): string {
  const colours = coloursFor(process.stdout);
  const rows = changes.map(change => [
    isChange(change) ? colours.yellow(change.outcome) : colours.dim(change.outcome),
    change.kind,
    change.name,
    colours.dim(change.properties?.join(', ') ?? change.sid),
  ]);
  const changed = changes.filter(isChange).length;
  const summary = changed === 0 ? 'everything was as it should be' : `${changed} of ${changes.length} objects changed`;
  return `${table(rows)}${colours.green('✓')} ${clientName}: ${summary}`;
}
