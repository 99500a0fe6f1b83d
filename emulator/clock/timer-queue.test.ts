import { TimerQueue } from './timer-queue';

test('canceled timers are let go of long before they are due, and the others keep their order', () => {
  const queue = new TimerQueue();
  const run = (): void => undefined;
  for (let dueMs = 1; dueMs <= 10_000; dueMs += 1) {
    const timer = queue.add({ dueMs: 20_000 - dueMs, run, background: dueMs % 2 === 0 });
    if (dueMs % 100 !== 0) timer.cancel();
  }
  expect(queue.size).toBeLessThan(600);
  const due: number[] = [];
  for (let next = queue.take(); next; next = queue.take()) due.push(next.dueMs);
  expect(due).toEqual(Array.from({ length: 100 }, (_, index) => 10_000 + index * 100));
});
