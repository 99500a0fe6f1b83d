import { AppError } from './app-error';

/**
 * The work's result, or DEADLINE_EXCEEDED as soon as the signal fires. The work is told by the same signal; what it answers after that is
 * passed over.
 */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () =>
      reject(
        new AppError('DEADLINE_EXCEEDED', 'The work took longer than there was time for; it is taken up again later.'),
      );
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  // Work that fails after its time was up must not end the process.
  work.catch(() => {});
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
