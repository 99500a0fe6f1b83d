import fc from 'fast-check';
import type { ClockMode } from '../contract';
import { createActivity } from '../activity';
import { createClock, type MovableClock } from './clock';

function clockOf(mode: ClockMode): {
  clock: MovableClock;
  activity: ReturnType<typeof createActivity>;
  failures: unknown[];
} {
  const activity = createActivity();
  const failures: unknown[] = [];
  const clock = createClock(mode, { activity, startMs: 1_000, failed: error => failures.push(error) });
  return { clock, activity, failures };
}

/** Work of the computer, not of the emulated cloud: takes a few turns of the event loop. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise<void>(resolve => setImmediate(resolve));
}

describe('controlled', () => {
  test('runs what is due, in order of time and then of setting, and nothing later', async () => {
    const { clock } = clockOf('controlled');
    const ran: string[] = [];
    for (const [name, delayMs] of Object.entries({ c: 300, a: 100, b: 100, later: 301 })) {
      clock.after(delayMs, () => void ran.push(`${name}@${clock.now()}`));
    }
    await clock.advance(300);
    expect(ran).toEqual(['a@1100', 'b@1100', 'c@1300']);
    expect(clock.now()).toBe(1_300);
  });

  test('waits for the work that a timer starts, and runs the timers that the work sets within the window', async () => {
    const { clock, activity } = clockOf('controlled');
    const ran: string[] = [];
    clock.after(100, () => {
      void activity.track(
        turns(5).then(() => void clock.after(50, () => void ran.push(`webhook answered, @${clock.now()}`))),
      );
    });
    clock.after(200, () => void ran.push(`next, @${clock.now()}`));
    await clock.advance(200);
    expect(ran).toEqual(['webhook answered, @1150', 'next, @1200']);
  });

  test('a timer may wait for a later one', async () => {
    const { clock } = clockOf('controlled');
    let woken = 0;
    clock.after(10, async () => {
      await new Promise<void>(resolve => clock.after(10, resolve));
      woken = clock.now();
    });
    await clock.advance(30);
    expect(woken).toBe(1_020);
  });

  test('a canceled timer does not run', async () => {
    const { clock } = clockOf('controlled');
    const ran: string[] = [];
    const timer = clock.after(10, () => void ran.push('canceled'));
    clock.after(5, () => timer.cancel());
    await clock.advance(20);
    expect(ran).toEqual([]);
  });

  test('what a timer throws reaches who moves the clock; what it rejects with is reported', async () => {
    const { clock, failures } = clockOf('controlled');
    clock.after(1, () => Promise.reject(new Error('rejected')));
    await clock.advance(1);
    expect(failures).toEqual([new Error('rejected')]);
    clock.after(1, () => {
      throw new Error('thrown');
    });
    await expect(clock.advance(1)).rejects.toThrow('thrown');
  });

  test('runUntil stops at the timer that makes it true, and says when it does not happen', async () => {
    const { clock } = clockOf('controlled');
    let rings = 0;
    const ring = (): void => {
      rings += 1;
      clock.after(1_000, ring);
    };
    ring();
    await clock.runUntil(() => rings === 3, 10_000);
    expect(clock.now()).toBe(3_000);
    await expect(clock.runUntil(() => rings === 99, 10_000)).rejects.toThrow('within 10000 ms');
  });

  test('runs any set of timers sorted by time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(1_000), { maxLength: 60 }), fc.array(fc.nat(59)), async (delays, canceled) => {
        const { clock } = clockOf('controlled');
        const ran: number[] = [];
        const timers = delays.map(delayMs => clock.after(delayMs, () => void ran.push(delayMs)));
        for (const index of canceled) timers[index]?.cancel();
        await clock.advance(1_000);
        const kept = delays.filter((_, index) => !canceled.includes(index));
        expect(ran).toEqual(kept.sort((left, right) => left - right));
      }),
      { seed: 20260302, numRuns: 30 },
    );
  });
});

describe('fast-forward', () => {
  test('jumps from foreground timer to foreground timer and runs the background ones that it passes', async () => {
    const { clock } = clockOf('fast-forward');
    const ran: string[] = [];
    clock.after(60_000, () => void ran.push(`background@${clock.now()}`), { background: true });
    clock.after(999_000, () => void ran.push('never'), { background: true });
    await new Promise<void>(resolve =>
      clock.after(30_000, () => {
        ran.push(`ring@${clock.now()}`);
        clock.after(50_000, resolve);
      }),
    );
    expect(ran).toEqual(['ring@31000', 'background@61000']);
    expect(clock.now()).toBe(81_000);
    await turns(10);
    expect(clock.now()).toBe(81_000);
  });

  test('what is due at the same moment happens side by side; a timer that the one before it cancels does not run', async () => {
    const { clock, activity } = clockOf('fast-forward');
    const told: string[] = [];
    const call = (name: string): void => {
      told.push(`${name} begins`);
      void activity.track(turns(20)).then(() => told.push(`${name} ends`));
    };
    clock.after(1_000, () => call('first'));
    clock.after(1_000, () => {
      call('second');
      void Promise.resolve().then(() => canceled.cancel());
    });
    const canceled = clock.after(1_000, () => void told.push('canceled'));
    await new Promise<void>(resolve => clock.after(1_001, resolve));
    expect(told).toEqual(['first begins', 'second begins', 'first ends', 'second ends']);
  });

  test('stands still while something is in flight', async () => {
    const { clock, activity } = clockOf('fast-forward');
    let done = 0;
    clock.after(1_000, () => void (done = clock.now()));
    await activity.track(turns(20));
    expect(done).toBe(0);
    await turns(10);
    expect(done).toBe(2_000);
  });

  test('goes on after a timer that throws', async () => {
    const { clock, failures } = clockOf('fast-forward');
    clock.after(1, () => {
      throw new Error('thrown');
    });
    await new Promise<void>(resolve => clock.after(2, resolve));
    expect(failures).toEqual([new Error('thrown')]);
  });
});

describe('real', () => {
  test('runs timers, and none after it is closed', async () => {
    const { clock } = clockOf('real');
    const ran: string[] = [];
    await new Promise<void>(resolve => clock.after(1, resolve));
    expect(clock.now()).toBeGreaterThanOrEqual(1_001);
    clock.after(1, () => void ran.push('after close'));
    // Longer than setTimeout takes in one go: it would run at once.
    clock.after(0x7fffffff + 10, () => void ran.push('far away'));
    clock.close();
    const afterwards = clockOf('real').clock;
    await new Promise<void>(resolve => afterwards.after(5, resolve));
    expect(ran).toEqual([]);
  });

  test('cannot be moved', async () => {
    await expect(clockOf('real').clock.advance(1)).rejects.toThrow('cannot be moved');
  });
});
