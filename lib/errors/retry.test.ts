import { AppError } from './app-error';
import { fixedClock, type Clock } from '../clock';
import { retry } from './retry';

function watchedClock(): { clock: Clock; pauses: number[] } {
  const clock = fixedClock(new Date(0));
  const pauses: number[] = [];
  return {
    pauses,
    clock: {
      now: () => clock.now(),
      pause: ms => {
        pauses.push(ms);
        return clock.pause(ms);
      },
    },
  };
}
const random = (): number => 1;

function failing(times: number, error: unknown): { work: () => Promise<string>; calls: () => number } {
  let calls = 0;
  return {
    calls: () => calls,
    work: async () => {
      calls += 1;
      if (calls <= times) throw error;
      return 'done';
    },
  };
}

const limited = new AppError('RATE_LIMITED', 'too many');

test('a rate-limited request is repeated with growing pauses', async () => {
  const { clock, pauses } = watchedClock();
  await expect(
    retry(failing(2, limited).work, { attempts: 4, baseMs: 100, untilMs: 5_000, random, clock }),
  ).resolves.toBe('done');
  expect(pauses).toEqual([100, 200]);
});

test("the vendor's Retry-After is kept when it is longer than our pause", async () => {
  const { clock, pauses } = watchedClock();
  const asked = new AppError('RATE_LIMITED', 'wait', { retryAfterMs: 900 });
  await retry(failing(1, asked).work, { attempts: 2, baseMs: 100, untilMs: 5_000, random, clock });
  expect(pauses).toEqual([900]);
});

test('no try begins after the deadline', async () => {
  const job = failing(9, limited);
  await expect(
    retry(job.work, { attempts: 9, baseMs: 400, untilMs: 1_000, random, clock: watchedClock().clock }),
  ).rejects.toMatchObject({
    code: 'RATE_LIMITED',
  });
  expect(job.calls()).toBe(2);
});

test('a request whose outcome is unknown is not repeated unless the plan says so', async () => {
  const unknown = failing(1, new AppError('VENDOR_UNAVAILABLE', 'no answer'));
  await expect(
    retry(unknown.work, { attempts: 3, baseMs: 1, untilMs: 5_000, random, clock: watchedClock().clock }),
  ).rejects.toMatchObject({
    code: 'VENDOR_UNAVAILABLE',
  });
  expect(unknown.calls()).toBe(1);
});

test('what is thrown from outside arrives as an error of ours, with its cause', async () => {
  const odd = new TypeError('x is not a function');
  await expect(
    retry(failing(1, odd).work, { attempts: 2, baseMs: 1, untilMs: 9, random, clock: watchedClock().clock }),
  ).rejects.toMatchObject({
    code: 'INTERNAL',
    cause: odd,
  });
});
