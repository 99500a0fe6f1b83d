import { createWorkerPool } from './worker-pool';
import type { WorkerProcess } from './worker-process';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

interface Rush {
  readonly requests: number;
  /** Between one request and the next. 0 by default: all at once. */
  readonly everyMs?: number;
  /** How long each keeps a process. */
  readonly busyMs: number;
  readonly startMs?: number;
}

/** How many processes there were, and the longest that a request waited for one. */
async function rush({ requests, everyMs = 0, busyMs, startMs = 100 }: Rush) {
  let processes = 0;
  let longestWaitMs = 0;
  const start = async (): Promise<WorkerProcess> => {
    processes += 1;
    await after(startMs);
    return {
      alive: true,
      invoke: () => Promise.reject(new Error('nothing to run')),
      stop: () => Promise.resolve(),
    };
  };
  const pool = createWorkerPool({ start, eagerProcesses: 2, maxProcesses: 30 });
  const served = Array.from({ length: requests }, async (_, index) => {
    await after(index * everyMs);
    const wantedMs = performance.now();
    const worker = await pool.acquire();
    longestWaitMs = Math.max(longestWaitMs, performance.now() - wantedMs);
    await after(busyMs);
    pool.release(worker);
  });
  await Promise.all([...served, jest.advanceTimersByTimeAsync(60_000)]);
  await pool.close();
  return { processes, longestWaitMs };
}

const after = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

test.each([0, 50])('requests that wait for something, %s ms apart, get processes of their own', async everyMs => {
  const { processes, longestWaitMs } = await rush({ requests: 60, everyMs, busyMs: 1500 });
  expect(processes).toBeGreaterThan(20);
  expect(longestWaitMs).toBeLessThan(everyMs === 0 ? 4000 : 1500);
});

test('short requests take turns in few processes, however many there are', async () => {
  expect((await rush({ requests: 300, busyMs: 20 })).processes).toBe(2);
});

test('processes that are slow to start get no company', async () => {
  expect((await rush({ requests: 30, busyMs: 20, startMs: 1000 })).processes).toBe(2);
});
