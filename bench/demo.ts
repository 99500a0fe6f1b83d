import { z } from 'zod';
import { projectRoot } from '../scripts/project';
import type { BenchFigure } from './contract';
import { runNpm } from './measure/run-npm';

const GOAL_SECONDS = 15;
/** The shortest counts: a busy machine only ever makes it longer. */
const RUNS = 2;

const report = z.object({ timings: z.record(z.string(), z.number()) });

/** What a newcomer waits for: `npm run demo -- --json`, from its start to its end. */
export async function figures(): Promise<BenchFigure[]> {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await demo());
  const [fastest] = runs.sort((left, right) => left.seconds - right.seconds);
  if (!fastest) throw new Error('the demo was not run');
  const { seconds, timings } = fastest;
  const goal = `≤ ${GOAL_SECONDS} s`;
  return [
    {
      name: 'demo: npm run demo, from command to report',
      value: seconds,
      unit: 's',
      goal,
      ok: seconds <= GOAL_SECONDS,
    },
    ...Object.entries(timings)
      .filter(([phase]) => phase !== 'total')
      .map(([phase, ms]) => ({ name: `demo: ${phase}`, value: ms / 1000, unit: 's' })),
  ];
}

async function demo(): Promise<{ seconds: number; timings: Record<string, number> }> {
  const beganMs = performance.now();
  const printed = await runNpm(['run', '--silent', 'demo', '--', '--json'], projectRoot, 120_000);
  return { seconds: (performance.now() - beganMs) / 1000, ...report.parse(JSON.parse(printed)) };
}
