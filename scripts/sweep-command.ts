import { Command, InvalidArgumentError } from 'commander';
import { loadClient } from './client/client-file';
import { EXIT } from './command-error';
import { withAccountOptions, type AccountFlags } from './deploy/account-options';
import { connect, requireClientsAccount } from './deploy/account';
import { findDeployment } from './deploy/find-deployment';
import { readCredentials, requireAuthToken } from './deploy/credentials';
import { readSettings } from './deploy/settings';
import { postSigned } from './sweep/signed-post';
import { sweep, type SweepReport } from './sweep/sweep';
import { sweepCallbacks, type CallbackSweep } from './sweep/sweep-callbacks';
import { sweepSummary, type SummarySweep } from './sweep/sweep-summary';
import { coloursFor } from './terminal/colours';
import { print, printJson } from './terminal/print';
import { createProgress } from './terminal/progress';
import { table } from './terminal/table';

interface SweepFlags extends AccountFlags {
  readonly since: number;
}

const HELP = `
Hands callbacks that were held until opening to the agents, and finishes those that were left half done. Then looks
through the recordings of the account and has every voicemail delivered that no webhook delivered; deletes those past
the client's retention days, and turns of a talk with the assistant that were left behind. Sends the weekly summary when it is due. Runs again without harm. Schedule it, a quarter
of an hour apart: a callback for opening time waits for the next sweep.

Examples:
  $ npx linekit sweep sample
  $ npx linekit sweep sample --since 72 --json`;

/** What the parts of the sweep did; undefined where the client has no such thing. */
type Swept = SweepReport & { readonly callbacks?: CallbackSweep; readonly summary?: SummarySweep };

/** `linekit sweep <client>`: nothing that a caller left stays undelivered, and no callback is forgotten. */
export function sweepCommand(): Command {
  return withAccountOptions(new Command('sweep'))
    .description('hand out callbacks that are due, deliver the voicemails that no webhook delivered')
    .argument('<client>', 'name of the file in clients/, without .yaml')
    .option('--since <hours>', 'how far to look back', parseHours, 48)
    .addHelpText('after', HELP)
    .action(async (clientName: string, flags: SweepFlags) => {
      const report = await run(clientName, flags);
      if (flags.json) printJson({ client: clientName, ...report });
      else print(reportSweep(clientName, report));
      if (failuresOf(report) > 0) process.exitCode = EXIT.failed;
    });
}

async function run(clientName: string, flags: SweepFlags): Promise<Swept> {
  const client = loadClient(clientName);
  const credentials = readCredentials(readSettings(flags.dotenv));
  const authToken = requireAuthToken(credentials, 'The sweep');
  const api = connect(credentials);
  const progress = createProgress();
  progress.step('looking for the deployed service');
  try {
    await requireClientsAccount(api, client, credentials);
    const { domain } = await findDeployment(api, flags.environment);
    const ask = (path: string, fields: Readonly<Record<string, string>>) =>
      postSigned(`https://${domain}${path}`, fields, authToken);
    // Callbacks first: somebody waits for them.
    const callbacks = client.callback && (await sweepCallbacks(() => ask('/callback/release', {}), progress));
    const voicemails = await sweep(fields => ask('/voicemail/sweep', fields), flags.since, progress);
    const summary = client.summary && (await sweepSummary(() => ask('/summary/weekly', {}), progress));
    return { ...voicemails, ...(callbacks && { callbacks }), ...(summary && { summary }) };
  } finally {
    progress.done();
  }
}

function parseHours(text: string): number {
  const hours = Number(text);
  if (Number.isSafeInteger(hours) && hours > 0) return hours;
  throw new InvalidArgumentError('Expected a whole number of hours, 1 or more.');
}

function failuresOf({ failed, callbacks }: Swept): number {
  return failed.length + (callbacks?.failed.length ?? 0);
}

function reportSweep(clientName: string, report: Swept): string {
  const colours = coloursFor(process.stdout);
  const { callbacks, summary } = report;
  const rows = [
    ...(callbacks?.released ?? []).map(taskSid => [colours.green('released'), taskSid, 'to the agents']),
    ...(callbacks?.finished ?? []).map(taskSid => [colours.green('completed'), taskSid, 'its next attempt exists']),
    ...(callbacks?.failed ?? []).map(each => [colours.red('failed'), each.taskSid, each.code]),
    ...report.delivered.map(each => [colours.green('delivered'), each.recordingSid, each.outcome]),
    ...report.failed.map(each => [colours.red('failed'), each.recordingSid, `${each.code}: ${each.message}`]),
    ...(summary?.outcome === 'sent' ? [[colours.green('sent'), `the week of ${summary.week ?? ''}`, 'summary']] : []),
  ];
  const failures = failuresOf(report);
  const mark = failures === 0 ? colours.green('✓') : colours.red('✗');
  const ofCallbacks =
    callbacks &&
    `; ${callbacks.released.length} callbacks released, ${callbacks.settled + callbacks.finished.length} finished`;
  return (
    `${table(rows)}${mark} ${clientName}: ${report.checked} recordings checked, ${report.delivered.length} delivered, ` +
    `${report.deleted} deleted${ofCallbacks ?? ''}; ${failures} failed`
  );
}
