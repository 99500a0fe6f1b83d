import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';

/** The requests of this process, one after the other, counted from 1 as the local Twilio counts them; and which of them the running code belongs to. */
export interface Requests {
  /** Runs the work of the next request. It goes on until its answer is out, whatever the work leaves behind. */
  begin(response: ServerResponse, work: () => void): void;
  /** The request whose code runs now; undefined outside of all. */
  current(): number | undefined;
  /** Whether the request whose code runs now still waits for its answer. What belongs to none counts as the one that does. */
  isOpen(): boolean;
}

/** Before the first request. */
export function createRequests(): Requests {
  const storage = new AsyncLocalStorage<number>();
  let latest = 0;
  let open: number | undefined;
  const current = () => storage.getStore();
  return {
    begin(response, work) {
      latest += 1;
      const number = (open = latest);
      response.once('close', () => {
        if (open === number) open = undefined;
      });
      storage.run(number, work);
    },
    current,
    isOpen: () => open !== undefined && (current() ?? open) === open,
  };
}
