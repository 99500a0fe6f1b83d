import { STATE_BYTES, type ConversationState, type ConversationStore } from '../assistant';
import { AppError } from '../errors';
import { request, type TwilioAccess } from './client';
import { orMissing } from './missing';

/** No call is longer: Twilio ends it after a day at most. */
const TTL_SECONDS = 86_400;

/**
 * Conversations in Twilio Sync: one document "assistant-<CallSid>" for each call, with state and journal, gone after a day.
 * A turn reads it once and writes it once.
 */
export function syncConversations({ rest }: TwilioAccess, serviceSid: () => string): ConversationStore {
  const documents = () => rest.sync.v1.services(serviceSid()).documents;
  const nameOf = (callId: string): string => `assistant-${callId}`;
  return {
    read: async callId => {
      const document = await orMissing(request(() => documents()(nameOf(callId)).fetch()));
      return document && { state: parseState(document.data), revision: document.revision };
    },
    write: async (callId, state, revision) => {
      requireFit(state);
      const written = await request(() =>
        revision === undefined
          ? documents().create({ uniqueName: nameOf(callId), data: state, ttl: TTL_SECONDS })
          : documents()(nameOf(callId)).update({ data: state, ttl: TTL_SECONDS, ifMatch: revision }),
      );
      return written.revision;
    },
  };
}

function requireFit(state: ConversationState): void {
  const bytes = Buffer.byteLength(JSON.stringify(state));
  if (bytes > STATE_BYTES)
    throw new AppError('INTERNAL', `A conversation of ${bytes} bytes is above the ${STATE_BYTES} that Sync takes.`);
}

function parseState(data: unknown): ConversationState {
  if (typeof data === 'object' && data !== null && 'version' in data && data.version === 1 && 'entries' in data)
    return data as ConversationState;
  throw new AppError('INTERNAL', 'The Sync document of a call is not of a conversation that this linekit writes.');
}
