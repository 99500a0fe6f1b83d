import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { readEnvironment, readPeppers } from '../lib/config';
import { importAccounts, type ImportReport } from './accounts/import-accounts';
import { readAccounts, type GivenAccount } from './accounts/read-accounts';
import { loadClient } from './client/client-file';
import { badInput, CommandError } from './command-error';
import { connect, requireClientsAccount } from './deploy/account';
import { withAccountOptions, type AccountFlags } from './deploy/account-options';
import { readCredentials } from './deploy/credentials';
import { readSettings } from './deploy/settings';
import { findSyncService } from './provision/sync';
import { coloursFor } from './terminal/colours';
import { print, printJson } from './terminal/print';
import { createProgress } from './terminal/progress';

interface ImportFlags extends AccountFlags {
  readonly allowWeakPins?: true;
}

const HELP = `
The file is CSV with the columns
  account   digits that the caller knows, from a card or letter
  name      as the assistant calls the caller once the PIN was right
  numbers   phone numbers that may speak for the account (+12025550142), with spaces between
  pin       digits; empty keeps the PIN that the account has
  id        your own id of the account, which tools get to see; made from the account number without

PINs become hashes here, with the pepper in LINEKIT_PIN_PEPPER, and are kept and shown nowhere. Nothing is written when a
line is wrong. Accounts that are not in the file stay. Keep the file as you keep passwords, and delete it afterwards.

A pepper:  node -p "'p1:' + require('crypto').randomBytes(32).toString('hex')"

Examples:
  $ npx linekit accounts import sample callers.csv
  $ npx linekit accounts import sample callers.csv --json`;

/** `linekit accounts`: whom callers can prove to be. */
export function accountsCommand(): Command {
  const command = new Command('accounts').description('the accounts and PINs by which callers are known');
  command.addCommand(
    withAccountOptions(new Command('import'))
      .description("bring accounts from a file into the client's Twilio account")
      .argument('<client>', 'name of the file in clients/, without .yaml')
      .argument('<file>', 'CSV with the columns account, name, numbers, pin and id')
      .option('--allow-weak-pins', 'take PINs that many people choose, such as 1234')
      .addHelpText('after', HELP)
      .action(async (clientName: string, file: string, flags: ImportFlags) => {
        const report = await run(clientName, file, flags);
        if (flags.json) printJson({ client: clientName, ...report });
        else print(reportImport(clientName, report));
      }),
  );
  return command;
}

async function run(clientName: string, file: string, flags: ImportFlags): Promise<ImportReport> {
  const client = loadClient(clientName);
  const { accounts, faults } = readAccounts(textOf(file), client, flags.allowWeakPins ?? false);
  if (faults.length > 0)
    throw badInput(
      'ACCOUNTS_INVALID',
      `${file} does not do; nothing was written.\n${faults.map(each => `  ${each}`).join('\n')}`,
    );
  const settings = readSettings(flags.dotenv);
  const peppers = readPeppers(readEnvironment(settings).require('LINEKIT_PIN_PEPPER'));
  const credentials = readCredentials(settings);
  const api = connect(credentials);
  const progress = createProgress({ quiet: flags.json ?? false });
  try {
    await requireClientsAccount(api, client, credentials);
    const serviceSid = await findSyncService(api);
    if (serviceSid === undefined)
      throw new CommandError(
        'NOT_WIRED',
        'The account has no Sync service of linekit. Deploy and apply Terraform first.',
      );
    return await importAccounts({ api, serviceSid, peppers }, accounts, done => progress.step(stepOf(done, accounts)));
  } finally {
    progress.done();
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw badInput(
      'FILE_UNREADABLE',
      `${file} could not be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function stepOf(done: number, { length }: readonly GivenAccount[]): string {
  return `${done} of ${length} accounts`;
}

function reportImport(clientName: string, { added, changed, withoutPin }: ImportReport): string {
  const colours = coloursFor(process.stdout);
  const none = withoutPin
    .map(id => `${colours.yellow('no PIN')}  ${id}: nobody can prove to be it by phone\n`)
    .join('');
  return `${none}${colours.green('✓')} ${clientName}: ${added} accounts added, ${changed} changed`;
}
