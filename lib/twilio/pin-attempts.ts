import { AppError } from '../errors';
import type { Attempts, AttemptStore } from '../pin';
import type { TwilioAccess } from './client';
import { syncMap } from './sync-map';

/** The Sync map of tries, keyed by keyed hashes: it tells nobody whose they are. */
export const PIN_ATTEMPTS_MAP = 'pin-attempts';

/** Longer than the longest lock by far: failures add up over a month. */
const TTL_SECONDS = 30 * 86_400;

/** How often PINs were wrong, in Twilio Sync. Asked only when a caller is being identified. */
export function syncPinAttempts(access: TwilioAccess, serviceSid: () => string): AttemptStore {
  const map = syncMap(access, { serviceSid, map: PIN_ATTEMPTS_MAP, ttlSeconds: TTL_SECONDS });
  return {
    read: async key => {
      const item = await map.read(key);
      return item && { attempts: parseAttempts(item.data), revision: item.revision };
    },
    write: async (key, attempts, revision) => void (await map.write(key, attempts, revision)),
  };
}

function parseAttempts(data: unknown): Attempts {
  if (typeof data === 'object' && data !== null && 'failures' in data && 'lockedUntilMs' in data && 'lastTry' in data)
    return data as Attempts;
  throw new AppError('INTERNAL', `The Sync map "${PIN_ATTEMPTS_MAP}" holds an item that is none of linekit's.`);
}
