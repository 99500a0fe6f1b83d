import { Command } from 'commander';
import type { BenchFigure } from '../bench/contract';
import { chooseBenches, runBenches } from './bench/run-benches';
import { EXIT } from './command-error';
import { projectRoot } from './project';
import { coloursFor, type Colours } from './terminal/colours';
import { print, printJson } from './terminal/print';
import { createProgress } from './terminal/progress';
import { table } from './terminal/table';

/** `linekit bench [name…]`: one table of the figures that matter. */
export function benchCommand(): Command {
  return new Command('bench')
    .description('measure the figures that matter, and compare them with their goals')
    .argument('[name...]', 'files of bench/, without .ts; all but npm-test and emulator-memory when none is named')
    .option('--all', 'npm test and 50,000 calls too, which take minutes')
    .option('--json', 'print the figures as JSON')
    .addHelpText(
      'after',
      '\nExits with 1 when a goal is missed.\n\nExamples:\n  $ npx linekit bench\n  $ npx linekit bench --json',
    )
    .action(async (names: string[], options: { all?: true; json?: true }) => {
      const progress = createProgress();
      const chosen = chooseBenches(projectRoot, names, { all: options.all === true });
      const figures = await runBenches(projectRoot, chosen, progress).finally(() => progress.done());
      if (options.json) printJson(figures);
      else print(reportFigures(figures, coloursFor(process.stdout)));
      if (figures.some(each => each.ok === false)) process.exitCode = EXIT.failed;
    });
}

function reportFigures(figures: readonly BenchFigure[], colours: Colours): string {
  const rows = figures.map(({ name, value, unit, goal, ok }) => [
    name,
    showValue(value),
    unit,
    goal ?? '',
    ok === undefined ? '' : ok ? colours.green('ok') : colours.red('missed'),
  ]);
  const head = ['figure', 'value', 'unit', 'goal', ''].map(word => colours.dim(word));
  return table([head, ...rows], { right: [1] });
}

/** Three significant digits, never an exponent. */
function showValue(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(decimals, 4));
}
