import type { Colours } from '../terminal/colours';
import { showMs, table } from '../terminal/table';
import { wrap } from '../terminal/wrap';
import type { EvalResult } from './run-eval';

/** "$0.00041": money of a call is small. */
export function showUsd(microUsd: number): string {
  return `$${(microUsd / 1e6).toFixed(5)}`;
}

/** What a run took, in figures. */
export function figuresOf({ talk }: EvalResult) {
  const { turns, state } = talk;
  const asking = turns.filter(each => each.ledger.models.length > 0);
  return {
    turns: turns.length,
    modelTurns: asking.length,
    slowestTurnMs: Math.max(0, ...turns.map(each => each.answerMs)),
    slowestFirstTokenMs: Math.max(0, ...asking.map(each => each.ledger.modelFirstTokenMs ?? 0)),
    tokensIn: state.spent.tokensIn,
    tokensOut: state.spent.tokensOut,
    cacheRead: state.spent.cacheRead,
    costMicroUsd: state.spent.microUsd,
  };
}

/** All evals in a table, then every check that failed, in at most `width` columns. */
export function showEvals(
  results: readonly EvalResult[],
  { colours, width }: { colours: Colours; width: number },
): string {
  const head = ['', 'eval', 'checks', 'turns', 'slowest', 'cost', 'ends with'].map(word => colours.dim(word));
  const rows = results.map(result => {
    const { turns, slowestTurnMs, costMicroUsd } = figuresOf(result);
    const good = result.checks.filter(each => each.ok).length;
    return [
      result.ok ? colours.green('✓') : colours.red('✗'),
      result.name,
      `${good}/${result.checks.length}`,
      String(turns),
      showMs(slowestTurnMs),
      showUsd(costMicroUsd),
      result.talk.last.then,
    ];
  });
  const failed = results.filter(each => !each.ok);
  const faults = failed.flatMap(({ name, checks }) => [
    `\n${colours.bold(name)}\n`,
    ...checks.filter(each => !each.ok).map(each => faultLines(each, { colours, width })),
  ]);
  const sum =
    failed.length === 0
      ? colours.green(`all ${results.length} pass`)
      : colours.red(`${failed.length} of ${results.length} fail`);
  return `${table([head, ...rows], { right: [2, 3, 4, 5] })}${faults.join('')}\n  ${sum}\n`;
}

function faultLines(
  { name, found }: { readonly name: string; readonly found: string },
  { colours, width }: { colours: Colours; width: number },
): string {
  const lines = wrap(found, width - 6).map(line => `      ${line}\n`);
  return `  ${colours.red('✗')} ${name}\n${colours.dim(lines.join(''))}`;
}
