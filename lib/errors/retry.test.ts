import { AppError } from './app-error';
import { retry, type RetryTools } from './retry';

function tools(): RetryTools & { pauses: number[] } {
  let nowMs = 0;
  const pauses: number[] = [];
  return {
    pauses,
    now: () => nowMs,
    pause: async ms => {
      pauses.push(ms);
      nowMs += ms;
    },
    random: () => 1,
  };
}

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
  const clock = tools();
  await expect(retry(failing(2, limited).work, { attempts: 4, baseMs: 100, untilMs: 5_000 }, clock)).resolves.toBe(
    'done',
  );
  expect(clock.pauses).toEqual([100, 200]);
});

test("the vendor's Retry-After is kept when it is longer than our pause", async () => {
  const clock = tools();
  const asked = new AppError('RATE_LIMITED', 'wait', { retryAfterMs: 900 });
  await retry(failing(1, asked).work, { attempts: 2, baseMs: 100, untilMs: 5_000 }, clock);
  expect(clock.pauses).toEqual([900]);
});

test('no try begins after the deadline', async () => {
  const job = failing(9, limited);
  await expect(retry(job.work, { attempts: 9, baseMs: 400, untilMs: 1_000 }, tools())).rejects.toMatchObject({
    code: 'RATE_LIMITED',
  });
  expect(job.calls()).toBe(2);
});

test('a request whose outcome is unknown is not repeated unless the plan says so', async () => {
  const unknown = failing(1, new AppError('VENDOR_UNAVAILABLE', 'no answer'));
  await expect(retry(unknown.work, { attempts: 3, baseMs: 1, untilMs: 5_000 }, tools())).rejects.toMatchObject({
    code: 'VENDOR_UNAVAILABLE',
  });
  expect(unknown.calls()).toBe(1);
});

test('what is thrown from outside arrives as an error of ours, with its cause', async () => {
  const odd = new TypeError('x is not a function');
  await expect(retry(failing(1, odd).work, { attempts: 2, baseMs: 1, untilMs: 9 }, tools())).rejects.toMatchObject({
    code: 'INTERNAL',
    cause: odd,
  });
});
