import { Command } from 'commander';
import { checkClient, clientNames, faultLines, type ClientCheck } from './client/client-file';
import { newCommand } from './client/new-command';
import { planCommand } from './client/plan-command';
import { EXIT } from './command-error';
import { driftCommand } from './drift/drift-command';
import { withCollisions } from './client/neighbours';
import { inProject } from './project';
import { coloursFor } from './terminal/colours';
import { print, printJson } from './terminal/print';

/** `linekit client check [client]`: every fault of a client's file, with its line. */
export function clientCommand(): Command {
  const client = new Command('client').description('work on the files in clients/');
  client
    .command('check')
    .description("find every fault in a client's file, with its line and what is expected")
    .argument('[client]', 'name of the file in clients/, without .yaml; every client when left out')
    .option('--json', 'print one JSON report')
    .addHelpText('after', '\nExamples:\n  $ npx linekit client check sample\n  $ npx linekit client check --json')
    .action((name: string | undefined, options: { json?: true }) => {
      const folder = inProject('clients');
      const names = name === undefined ? clientNames(folder) : [name];
      const checks = names.map(each => withCollisions(checkClient(each, folder), folder));
      if (options.json)
        printJson(checks.map(({ client, file, faults }) => ({ client, file, ok: !faults.length, faults })));
      else checks.forEach(check => print(reportCheck(check)));
      if (checks.some(check => check.faults.length > 0)) process.exitCode = EXIT.badInput;
    });
  client.addCommand(newCommand());
  client.addCommand(planCommand());
  client.addCommand(driftCommand());
  return client;
}

function reportCheck(check: ClientCheck): string {
  const colours = coloursFor(process.stdout);
  if (!check.value) return faultLines(check).join('\n');
  const numbers = check.value.numbers.map(({ number, line }) => `${number} ${line}`).join(', ');
  return `${colours.green('✓')} ${check.file}  ${check.value.name}: ${numbers}`;
}
