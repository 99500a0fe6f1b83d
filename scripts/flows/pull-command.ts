import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import { withAccountOptions, type AccountFlags } from '../deploy/account-options';
import { openAccount } from '../deploy/prepare';
import { readSettings } from '../deploy/settings';
import { inWords } from '../deploy/twilio-words';
import { inProject, projectRoot } from '../project';
import { coloursFor, type Colours } from '../terminal/colours';
import { print, printJson } from '../terminal/print';
import { createProgress } from '../terminal/progress';
import type { Finding } from './lint/finding';
import { functionInputs } from './lint/function-inputs';
import { lintFlow } from './lint/lint';
import { pullFlows, type PulledFlow } from './pull/pull';

interface PullFlags extends AccountFlags {
  readonly draft?: true;
  readonly dryRun?: true;
  readonly out?: string;
}

interface Report extends PulledFlow {
  /** Where it was written; left out when it was not. */
  readonly written?: string;
  readonly findings: readonly Finding[];
}

const HELP = `
Brings an edit that was made in Twilio's editor back into flows/: what linekit filled in becomes placeholders again, so that
the edit reaches every client. Refuses, and writes nothing, when a placeholder can't be restored: a greeting that was
rewritten in the editor belongs into the client's file.

Examples:
  $ npx linekit flows pull sample
  $ npx linekit flows pull sample voicemail --dry-run`;

/** `linekit flows pull <client> [line…]`: an edit made in Studio, as the repository has it. */
export function pullCommand(): Command {
  return withAccountOptions(new Command('pull'))
    .description("bring back what was edited in Twilio's editor, with placeholders restored")
    .argument('<client>', 'name of the file in clients/, without .yaml')
    .argument('[line...]', 'kinds of line, such as voicemail; all of the client when none is named')
    .option('--draft', 'take the newest revision, although it is not published')
    .option('--dry-run', 'write nothing')
    .option('--out <folder>', 'write there instead of flows/')
    .addHelpText('after', HELP)
    .action(async (clientName: string, lines: string[], flags: PullFlags) => {
      const pulled = await pull(clientName, lines, flags);
      const functions = await functionInputs(projectRoot);
      const reports = pulled.map((flow): Report => {
        const written = write(flow, flags);
        return {
          ...flow,
          ...(written !== undefined && { written }),
          findings: lintFlow(flow.file, flow.text, functions),
        };
      });
      if (flags.json) printJson(reports.map(({ text: _, ...rest }) => rest));
      else reports.forEach(each => print(describe(each, coloursFor(process.stdout))));
    });
}

async function pull(clientName: string, lines: readonly string[], flags: PullFlags): Promise<PulledFlow[]> {
  const { environment, dotenv, draft = false } = flags;
  const progress = createProgress();
  const options = { clientName, environment, root: projectRoot, settings: readSettings(dotenv), progress };
  try {
    const { api, client, credentials, steps } = await openAccount(options);
    steps.step('fetching the flows');
    try {
      return await pullFlows({ api, client, environment, root: projectRoot, lines, draft });
    } catch (error) {
      throw inWords(error, { accountSid: credentials.accountSid, doing: steps.current() });
    }
  } finally {
    progress.done();
  }
}

function write({ file, text, differences }: PulledFlow, { dryRun, out }: PullFlags): string | undefined {
  if (dryRun || differences.length === 0) return undefined;
  const target = out === undefined ? inProject(file) : join(out, basename(file));
  writeFileSync(target, text);
  return out === undefined ? file : target;
}

function describe({ file, flows, differences, newerDraft, written, findings }: Report, colours: Colours): string {
  const from = flows.map(({ name, revision }) => `"${name}", revision ${revision}`).join(' and ');
  const draft =
    newerDraft === undefined
      ? []
      : [colours.yellow(`  revision ${newerDraft} is a draft and was not taken; --draft takes it`)];
  if (differences.length === 0)
    return [`${colours.green('✓')} ${file} says what the account has: ${from}`, ...draft].join('\n');
  const head = written === undefined ? `${file} would change` : `${colours.green('✓')} wrote ${written}`;
  const lint = findings.map(({ line, code, message }) => colours.yellow(`  ${file}:${line}  ${code}  ${message}`));
  return [
    `${head}, from ${from}`,
    ...differences.map(each => `  ${each}`),
    ...draft,
    ...(lint.length > 0 ? ['Mend this before you commit it (npx linekit flows lint says how):', ...lint] : []),
  ].join('\n');
}
