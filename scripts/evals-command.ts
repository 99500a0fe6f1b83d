import { writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { Command } from 'commander';
import { badInput, EXIT } from './command-error';
import { loadEvals } from './evals/read-eval';
import { recordingFile, writeRecording } from './evals/recordings';
import { reportOf } from './evals/report';
import { liveModel, runEval, type EvalResult } from './evals/run-eval';
import { figuresOf, showEvals } from './evals/show-evals';
import { screenWidth } from './local/print-call';
import { coloursFor } from './terminal/colours';
import { print, printJson } from './terminal/print';
import { createProgress } from './terminal/progress';

interface EvalFlags {
  readonly live?: true;
  readonly record?: true;
  readonly json?: true;
  readonly report?: string;
}

const HELP = `
An eval is a talk with the assistant in evals/<name>.yaml: who calls and what they say, what stands in the calendar and
the lists, and what must come of it: how it ends, which tools run with what and which never, what the agent is told, what
is said and never said, time and money. Without --live the model's answers are those of the file (or of a recording):
nothing is asked over the network. With --live the real model answers, in real time, and callers that are described
under "simulated" are played by it; that needs ANTHROPIC_API_KEY and costs a few cents.
Exits with 1 when a check fails.

Examples:
  $ npx linekit evals
  $ npx linekit evals wrong-pin --report wrong-pin.html
  $ npx linekit evals identify-and-book --live --record`;

/** `linekit evals [name…]`: talks with the assistant as tests. */
export function evalsCommand(): Command {
  return new Command('evals')
    .description('hold talks with the assistant and check what comes of them')
    .argument('[name...]', 'evals of evals/, by the beginning of their name; all when none is named')
    .option('--live', 'with the real model, by ANTHROPIC_API_KEY')
    .option('--record', 'with --live: keep what was said in evals/recordings/, to be played again without a model')
    .option('--json', 'print results as JSON')
    .option('--report <file>', 'write every talk word for word as one HTML file')
    .addHelpText('after', HELP)
    .action(runEvals);
}

async function runEvals(names: string[], flags: EvalFlags): Promise<void> {
  if (flags.record && !flags.live) throw badInput('RECORD_NEEDS_LIVE', '--record keeps a live run: add --live.');
  const evals = loadEvals(names);
  const live = flags.live ? liveModel(process.env) : undefined;
  const progress = createProgress({ quiet: !flags.live });
  const results: EvalResult[] = [];
  for (const each of evals) {
    progress.step(each.name);
    const result = await runEval(each, live);
    results.push(result);
    if (flags.record) writeRecording(recordingFile(each.name), result.recording);
  }
  progress.done();
  if (flags.json) printJson(results.map(viewOf));
  else print(`\n${showEvals(results, { colours: coloursFor(process.stdout), width: screenWidth() })}`);
  if (flags.report !== undefined) {
    writeFileSync(flags.report, reportOf(results, new Date().toISOString()));
    if (!flags.json) print(`  report: ${relative('', resolve(flags.report))}\n`);
  }
  if (results.some(each => !each.ok)) process.exitCode = EXIT.failed;
}

/** A result as machines read it. */
function viewOf(result: EvalResult) {
  const { name, about, by, ok, checks, talk, tookMs } = result;
  const { turns, ran, last, handOver = null } = talk;
  return { name, about, by, ok, tookMs, ...figuresOf(result), then: last.then, checks, ran, handOver, talk: turns };
}
