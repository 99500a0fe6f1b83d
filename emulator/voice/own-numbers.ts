import type { StoredRecord, World } from '../contract';
import { isE164 } from './phone';

interface OwnNumber extends StoredRecord {
  readonly account_sid: string;
  readonly phone_number: string;
}

/** True for a number that the account may show as the caller of a phone: one that it has, or has verified to be its own. */
export function mayShow(number: string, accountSid: string, { store }: Pick<World, 'store'>): boolean {
  if (!isE164(number)) return false;
  return ['api.incoming_phone_numbers', 'api.outgoing_caller_ids'].some(name =>
    store.collection<OwnNumber>(name).find(one => one.phone_number === number && one.account_sid === accountSid),
  );
}
