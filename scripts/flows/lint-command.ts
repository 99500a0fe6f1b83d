import { Command } from 'commander';
import { EXIT } from '../command-error';
import { projectRoot } from '../project';
import { coloursFor, type Colours } from '../terminal/colours';
import { print, printJson } from '../terminal/print';
import { wrap } from '../terminal/wrap';
import { chooseFlows } from './choose-flows';
import { findingCodes, type Finding } from './lint/finding';
import { functionInputs } from './lint/function-inputs';
import { lintFlow } from './lint/lint';

const HELP = `
Looks for:
${Object.entries(findingCodes)
  .map(([code, words]) => `  ${code.padEnd(20)} ${words}`)
  .join('\n')}

Exits with 1 when there is anything.

Examples:
  $ npx linekit flows lint
  $ npx linekit flows lint voicemail --json`;

/** `linekit flows lint [name…]`: everything wrong with the flows, before Studio, a caller or a client finds out. */
export function lintCommand(): Command {
  return new Command('lint')
    .description('find what is wrong with flows, each with its line and what to do')
    .argument('[name...]', 'files of flows/, without .json; all when none is named')
    .option('--json', 'print one JSON report')
    .addHelpText('after', HELP)
    .action(async (names: string[], options: { json?: true }) => {
      const flows = chooseFlows(projectRoot, names);
      const functions = await functionInputs(projectRoot);
      const reports = flows.map(({ file, text }) => ({ file, findings: lintFlow(file, text, functions) }));
      const colours = coloursFor(process.stdout);
      if (options.json) printJson(reports.map(each => ({ ...each, ok: each.findings.length === 0 })));
      else reports.forEach(({ file, findings }) => print(report(file, findings, colours)));
      if (reports.some(each => each.findings.length > 0)) process.exitCode = EXIT.failed;
    });
}

function report(file: string, findings: readonly Finding[], colours: Colours): string {
  if (findings.length === 0) return `${colours.green('✓')} ${file}`;
  return findings
    .map(({ line, state, code, path, message, fix }) => {
      const words = [...wrap(message, 96), ...wrap(`→ ${fix}`, 96).map(each => colours.dim(each))];
      const head = `${file}:${line}  ${state && `${state}  `}${colours.red(code)}  ${colours.dim(path)}`;
      return [head, ...words.map(each => `    ${each}`)].join('\n');
    })
    .join('\n');
}
