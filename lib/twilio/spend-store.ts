import type { SpendStore } from '../assistant';
import { retry } from '../errors';
import type { TwilioAccess } from './client';
import { syncMap } from './sync-map';

/** The Sync map of what each day cost. */
export const SPEND_MAP = 'assistant-spend';

/** Days stay for as long as somebody may ask about last month. */
const TTL_SECONDS = 62 * 86_400;

/** What the assistant spends on a day, in Twilio Sync. Calls that add at once all count: whoever comes second reads again. */
export function syncSpend(access: TwilioAccess, serviceSid: () => string): SpendStore {
  const map = syncMap(access, { serviceSid, map: SPEND_MAP, ttlSeconds: TTL_SECONDS });
  const add = async (day: string, microUsd: number): Promise<number> => {
    const item = await map.read(day);
    const total = spentIn(item?.data) + microUsd;
    if (item && microUsd === 0) return total;
    await map.write(day, { microUsd: total }, item?.revision);
    return total;
  };
  return {
    add: (day, microUsd) =>
      retry(() => add(day, microUsd), {
        ...{ attempts: 5, baseMs: 50, untilMs: Infinity },
        when: error => error.code === 'CONFLICT' || error.code === 'RATE_LIMITED',
      }),
  };
}

function spentIn(data: unknown): number {
  return typeof data === 'object' && data !== null && 'microUsd' in data && typeof data.microUsd === 'number'
    ? data.microUsd
    : 0;
}
