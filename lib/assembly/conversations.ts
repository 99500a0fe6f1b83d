import type { ConversationStore } from '../assistant';
import type { Line } from '../function';
import { syncConversations } from '../twilio';

/** Where conversations are kept. */
export function conversations({ rest, accountSid, authToken, environment }: Line): ConversationStore {
  return syncConversations({ rest: rest(), accountSid, authToken }, () =>
    environment.require('TWILIO_SYNC_SERVICE_SID'),
  );
}
