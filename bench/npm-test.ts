import { projectRoot } from '../scripts/project';
import type { BenchFigure } from './contract';
import { runNpm } from './measure/run-npm';

const GOAL_SECONDS = 120;

/** How long `npm test` takes. Runs only when it is named, or with --all: it is longer than all other benches together. */
export async function figures(): Promise<BenchFigure[]> {
  const beganMs = performance.now();
  await runNpm(['test', '--', '--silent'], projectRoot, 600_000);
  const seconds = (performance.now() - beganMs) / 1000;
  const goal = `≤ ${GOAL_SECONDS} s`;
  return [{ name: 'npm test', value: seconds, unit: 's', goal, ok: seconds <= GOAL_SECONDS }];
}
