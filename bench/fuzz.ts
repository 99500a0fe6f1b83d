import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fuzz } from '../emulator/testing/fuzz/fuzz';
import type { BenchFigure } from './contract';

const ROUNDS = 20;
const REQUESTS_A_ROUND = 1_000;
/** Rounds after which everything that is loaded once is loaded. */
const WARM_ROUNDS = 4;
const GOAL_GROWTH_MB = 16;

/** Twenty thousand random requests, calls and flows against the local Twilio: nothing may fail, hang or stay behind. FUZZ_SEED repeats a run. */
export async function figures(): Promise<BenchFigure[]> {
  const first = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000);
  const findings: string[] = [];
  let warmMb = 0;
  const beganMs = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) {
    const report = await fuzz({ seed: first + round, requests: REQUESTS_A_ROUND });
    findings.push(...report.findings);
    if (round === WARM_ROUNDS - 1) warmMb = heapMb();
  }
  const seconds = (performance.now() - beganMs) / 1_000;
  for (const finding of findings) process.stderr.write(`${finding}\n`);
  const grownMb = heapMb() - warmMb;
  return [
    {
      name: `fuzz: findings in ${ROUNDS * REQUESTS_A_ROUND} requests from seed ${first}`,
      value: findings.length,
      unit: 'findings',
      goal: '0',
      ok: findings.length === 0,
    },
    {
      name: 'fuzz: heap that stays behind',
      value: Math.max(0, grownMb),
      unit: 'MB',
      goal: `≤ ${GOAL_GROWTH_MB} MB`,
      ok: grownMb <= GOAL_GROWTH_MB,
    },
    { name: 'fuzz: pace', value: (ROUNDS * REQUESTS_A_ROUND) / seconds, unit: 'requests/s' },
  ];
}

function heapMb(): number {
  setFlagsFromString('--expose-gc');
  // What the flag exposes to a new context is a function without parameters.
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed / 1_048_576;
}
