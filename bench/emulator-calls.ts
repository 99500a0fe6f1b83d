import type { BenchFigure } from './contract';
import { openBusyLine } from './measure/busy-line';
import { median } from './measure/statistics';

const AT_ONCE = 200;
const ROUNDS = 5;
/** Of the real time that all of them take, from the first ring to the last callback. */
const GOAL_S = 10;

/** Two hundred calls at once: each goes through a Studio flow, leaves a message and talks to an agent. */
export async function figures(): Promise<BenchFigure[]> {
  const line = await openBusyLine(AT_ONCE);
  try {
    const seconds: number[] = [];
    let completed = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const beganMs = performance.now();
      const statuses = await line.call(AT_ONCE);
      seconds.push((performance.now() - beganMs) / 1000);
      completed += statuses.filter(status => status === 'completed').length;
    }
    const value = median(seconds);
    return [
      {
        name: `emulator: ${AT_ONCE} calls at once, until all are over`,
        value,
        unit: 's',
        goal: `≤ ${GOAL_S} s`,
        ok: value <= GOAL_S,
      },
      {
        name: `emulator: calls that were completed, of ${AT_ONCE * ROUNDS}`,
        value: completed,
        unit: 'calls',
        goal: 'all',
        ok: completed === AT_ONCE * ROUNDS,
      },
    ];
  } finally {
    await line.emulator.close();
  }
}
