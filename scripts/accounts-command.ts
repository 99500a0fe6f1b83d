import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { readEnvironment, readPeppers, type Client } from '../lib/config';
import type { Peppers } from '../lib/pin';
import { listAccounts, removeAccount, unlock, type AccountsPlace, type ShownAccount } from './accounts/change-accounts';
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
import { table } from './terminal/table';

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

const CLIENT = ['<client>', 'name of the file in clients/, without .yaml'] as const;

/** `linekit accounts`: whom callers can prove to be. */
export function accountsCommand(): Command {
  return new Command('accounts')
    .description('the accounts and PINs by which callers are known')
    .addCommand(importCommand())
    .addCommand(listCommand())
    .addCommand(removeCommand())
    .addCommand(unlockCommand());
}

function importCommand(): Command {
  return withAccountOptions(new Command('import'))
    .description("bring accounts from a file into the client's Twilio account")
    .argument(...CLIENT)
    .argument('<file>', 'CSV with the columns account, name, numbers, pin and id')
    .option('--allow-weak-pins', 'take PINs that many people choose, such as 1234')
    .addHelpText('after', HELP)
    .action(async (clientName: string, file: string, flags: ImportFlags) => {
      const report = await bring(clientName, file, flags);
      if (flags.json) printJson({ client: clientName, ...report });
      else print(reportImport(clientName, report));
    });
}

function listCommand(): Command {
  return withAccountOptions(new Command('list'))
    .description('show the accounts, without their secrets')
    .argument(...CLIENT)
    .addHelpText(
      'after',
      '\nWith LINEKIT_PIN_PEPPER set it also says which are locked.\n\nExample:\n  $ npx linekit accounts list sample --json',
    )
    .action(async (clientName: string, flags: AccountFlags) => {
      const { place, settings } = await openAccounts(loadClient(clientName), flags);
      const accounts = await listAccounts(place, knownPeppers(settings), Date.now());
      if (flags.json) printJson({ client: clientName, accounts });
      else print(reportList(clientName, accounts));
    });
}

function removeCommand(): Command {
  return withAccountOptions(new Command('remove'))
    .description('remove an account: nobody can prove to be it any more')
    .argument(...CLIENT)
    .argument('<account>', 'its id or its account number')
    .addHelpText('after', '\nExample:\n  $ npx linekit accounts remove sample rosa')
    .action(async (clientName: string, account: string, flags: AccountFlags) => {
      const { place } = await openAccounts(loadClient(clientName), flags);
      const removed = await removeAccount(place, account);
      if (flags.json) printJson({ client: clientName, removed: removed.accountId });
      else print(`${coloursFor(process.stdout).green('✓')} ${clientName}: ${removed.accountId} is removed`);
    });
}

function unlockCommand(): Command {
  return withAccountOptions(new Command('unlock'))
    .description('forget wrong PINs of an account, or those from a phone number')
    .argument(...CLIENT)
    .argument('<account>', 'its id, its account number, or a phone number (+12025550142)')
    .addHelpText(
      'after',
      '\nNeeds LINEKIT_PIN_PEPPER: locks lie under keys that are made with it.\n\nExamples:\n  $ npx linekit accounts unlock sample rosa\n  $ npx linekit accounts unlock sample +12025550142',
    )
    .action(async (clientName: string, account: string, flags: AccountFlags) => {
      const { place, settings } = await openAccounts(loadClient(clientName), flags);
      const report = await unlock(place, requirePeppers(settings), account);
      if (flags.json) printJson({ client: clientName, ...report });
      else
        print(
          `${coloursFor(process.stdout).green('✓')} ${clientName}: ${report.failures} wrong PINs of ${report.unlocked} are forgotten`,
        );
    });
}

async function bring(clientName: string, file: string, flags: ImportFlags): Promise<ImportReport> {
  const client = loadClient(clientName);
  const { accounts, faults } = readAccounts(textOf(file), client, flags.allowWeakPins ?? false);
  if (faults.length > 0)
    throw badInput(
      'ACCOUNTS_INVALID',
      `${file} does not do; nothing was written.\n${faults.map(each => `  ${each}`).join('\n')}`,
    );
  const peppers = requirePeppers(readSettings(flags.dotenv));
  const progress = createProgress({ quiet: flags.json ?? false });
  try {
    const { place } = await openAccounts(client, flags);
    return await importAccounts({ ...place, peppers }, accounts, done => progress.step(stepOf(done, accounts)));
  } finally {
    progress.done();
  }
}

type Settings = ReturnType<typeof readSettings>;

/** The client's own account, and its Sync service. Throws NOT_WIRED. */
async function openAccounts(
  client: Client,
  flags: AccountFlags,
): Promise<{ place: AccountsPlace; settings: Settings }> {
  const settings = readSettings(flags.dotenv);
  const credentials = readCredentials(settings);
  const api = connect(credentials);
  await requireClientsAccount(api, client, credentials);
  const serviceSid = await findSyncService(api);
  if (serviceSid !== undefined) return { place: { api, serviceSid }, settings };
  throw new CommandError('NOT_WIRED', 'The account has no Sync service of linekit. Deploy and apply Terraform first.');
}

function requirePeppers(settings: Settings): Peppers {
  return readPeppers(readEnvironment(settings).require('LINEKIT_PIN_PEPPER'));
}

function knownPeppers(settings: Settings): Peppers | undefined {
  return settings['LINEKIT_PIN_PEPPER'] === undefined ? undefined : requirePeppers(settings);
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

function reportList(clientName: string, accounts: readonly ShownAccount[]): string {
  const colours = coloursFor(process.stdout);
  const rows = accounts.map(({ accountId, name, accountNumber, numbers, hasPin, lockedUntil }) => [
    ...[accountId, name ?? '', accountNumber, numbers.join(' ')],
    lockedUntil === undefined
      ? hasPin
        ? ''
        : colours.yellow('no PIN')
      : colours.yellow(`locked until ${lockedUntil}`),
  ]);
  return `${table(rows)}${colours.green('✓')} ${clientName}: ${accounts.length} accounts`;
}
