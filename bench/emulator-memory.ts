import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createProgress } from '../scripts/terminal/progress';
import type { BenchFigure } from './contract';
import { openBusyLine } from './measure/busy-line';
import { slopeOf } from './measure/statistics';

const CALLS = 50_000;
/** By then everything that is kept at all is full: the newest 10,000 calls, and what is forgotten in steps. */
const FULL_AT = 15_000;
const AT_ONCE = 100;
/** How often memory is looked at. */
const SLICE = 2500;
/** What a call that is over may leave behind once all is full. The timeline, which fills and is halved, alone makes some megabytes of noise. */
const GOAL_MB_A_THOUSAND = 0.3;

interface Sample {
  readonly calls: number;
  readonly mb: number;
}

/**
 * What a local Twilio that stays up holds in memory: it stops growing once the newest of everything fill what is kept. Some ten minutes; stderr says how
 * far it is.
 */
export async function figures(): Promise<BenchFigure[]> {
  const beganMs = performance.now();
  const samples = await measure();
  const seconds = (performance.now() - beganMs) / 1000;
  const full = samples.filter(({ calls }) => calls >= FULL_AT);
  const slope = slopeOf(full.map(({ calls, mb }) => [calls / 1000, mb]));
  return [
    { name: `emulator: memory after ${FULL_AT} calls`, value: full[0]?.mb ?? 0, unit: 'MB' },
    { name: `emulator: memory after ${CALLS} calls`, value: full.at(-1)?.mb ?? 0, unit: 'MB' },
    {
      name: 'emulator: what a thousand calls leave behind, once all that is kept is full',
      value: slope,
      unit: 'MB',
      goal: `≤ ${GOAL_MB_A_THOUSAND} MB`,
      ok: slope <= GOAL_MB_A_THOUSAND,
    },
    { name: 'emulator: calls a second, over all of them', value: CALLS / seconds, unit: 'calls/s' },
  ];
}

async function measure(): Promise<Sample[]> {
  const heapMb = collectedHeapMb();
  const progress = createProgress();
  const line = await openBusyLine(AT_ONCE);
  const samples: Sample[] = [];
  try {
    for (let calls = AT_ONCE; calls <= CALLS; calls += AT_ONCE) {
      await line.call(AT_ONCE);
      if (calls % SLICE !== 0) continue;
      samples.push({ calls, mb: heapMb() });
      progress.step(`${calls} of ${CALLS} calls, ${samples.at(-1)?.mb.toFixed(0) ?? ''} MB`);
    }
  } finally {
    await line.emulator.close();
    progress.done();
  }
  return samples;
}

/** What is held after all that is not has been collected: JavaScript's heap, and buffers outside of it. */
function collectedHeapMb(): () => number {
  setFlagsFromString('--expose-gc');
  // The flag gives gc, a function without parameters, to contexts that are made after it.
  const collect = runInNewContext('gc') as () => void;
  return () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / 1024 / 1024;
  };
}
