import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { BenchFigure } from './contract';
import { openBusyLine, type BusyLine } from './measure/busy-line';

const CALLS = 50_000;
/** By then everything that is kept at all is full. */
const FULL_AT = 15_000;
const AT_ONCE = 100;
/** What the heap may differ by, at the end, from when all was full. */
const GOAL_RATIO = 1.1;

/** What a local Twilio that stays up holds in memory: it stops growing once the newest of everything fill what is kept. */
export async function figures(): Promise<BenchFigure[]> {
  setFlagsFromString('--expose-gc');
  // The flag gives gc to contexts that are made after it.
  const collect = runInNewContext('gc') as () => void;
  const heapMb = (): number => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / 1024 / 1024;
  };
  const line = await openBusyLine(AT_ONCE);
  try {
    const beganMs = performance.now();
    const fullMb = await after(line, FULL_AT, heapMb);
    const endMb = await after(line, CALLS - FULL_AT, heapMb);
    const seconds = (performance.now() - beganMs) / 1000;
    const ratio = endMb / fullMb;
    return [
      { name: `emulator: memory after ${FULL_AT} calls`, value: fullMb, unit: 'MB' },
      { name: `emulator: memory after ${CALLS} calls`, value: endMb, unit: 'MB' },
      {
        name: `emulator: memory after ${CALLS} calls beside ${FULL_AT}`,
        value: ratio,
        unit: 'ratio',
        goal: `≤ ${GOAL_RATIO}`,
        ok: ratio <= GOAL_RATIO,
      },
      { name: 'emulator: calls a second, over all of them', value: CALLS / seconds, unit: 'calls/s' },
    ];
  } finally {
    await line.emulator.close();
  }
}

async function after(line: BusyLine, calls: number, heapMb: () => number): Promise<number> {
  for (let done = 0; done < calls; done += AT_ONCE) await line.call(AT_ONCE);
  return heapMb();
}
