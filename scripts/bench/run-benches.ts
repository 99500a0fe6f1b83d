import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { BenchFigure, Figures } from '../../bench/contract';
import { badInput, CommandError } from '../command-error';
import type { Progress } from '../terminal/progress';

/** The names of the benches: the files of bench/ but the contract and the tests. */
export function benchNames(root: string): string[] {
  return readdirSync(join(root, 'bench'))
    .filter(file => file.endsWith('.ts') && file !== 'contract.ts' && !file.endsWith('.test.ts'))
    .map(file => file.slice(0, -'.ts'.length))
    .sort();
}

/** Longer than all others together: run when named, or when all are asked for. */
const SLOW: ReadonlySet<string> = new Set(['emulator-memory', 'npm-test']);

/** The benches to run: the named ones, or when none is named all but the slow ones. Throws BENCH_UNKNOWN. */
export function chooseBenches(root: string, names: readonly string[], { all }: { all: boolean }): readonly string[] {
  const known = benchNames(root);
  const unknown = names.filter(name => !known.includes(name));
  if (unknown.length > 0) {
    throw badInput(
      'BENCH_UNKNOWN',
      `There is no bench ${unknown.join(', ')}. There is: ${known.join(', ') || 'none yet'}.`,
    );
  }
  return names.length > 0 ? names : known.filter(name => all || !SLOW.has(name));
}

/** Runs the benches one after another, so that they don't disturb each other. */
export async function runBenches(root: string, names: readonly string[], progress: Progress): Promise<BenchFigure[]> {
  await bundleBenches(root, names);
  const figures: BenchFigure[] = [];
  for (const name of names) {
    progress.step(`measuring: ${name}`);
    figures.push(...(await loadBench(root, name)()));
  }
  return figures;
}

async function bundleBenches(root: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await build({
    absWorkingDir: root,
    entryPoints: names.map(name => `bench/${name}.ts`),
    outbase: 'bench',
    outdir: 'dist/bench',
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

function loadBench(root: string, name: string): Figures {
  const file = join(root, 'dist/bench', `${name}.js`);
  const loaded: unknown = createRequire(file)(file);
  if (hasFigures(loaded)) return loaded.figures;
  throw new CommandError('BENCH_INVALID', `bench/${name}.ts exports no function "figures".`);
}

function hasFigures(value: unknown): value is { figures: Figures } {
  return typeof value === 'object' && value !== null && 'figures' in value && typeof value.figures === 'function';
}
