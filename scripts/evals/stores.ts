import type { ConversationState, ConversationStore, SpendStore } from '../../lib/assistant';
import { AppError } from '../../lib/errors';

/** Conversations in memory, with every state that was ever kept. */
export interface KeptConversations extends ConversationStore {
  readonly states: readonly string[];
  stateOf(callId: string): ConversationState;
}

/** Compare and set, as the store in the cloud does. */
export function conversationStore(): KeptConversations {
  const states: string[] = [];
  const kept = new Map<string, { readonly state: string; readonly revision: number }>();
  return {
    states,
    stateOf: callId => JSON.parse(kept.get(callId)?.state ?? '{}') as ConversationState,
    read: async callId => {
      const held = kept.get(callId);
      return held && { state: JSON.parse(held.state) as ConversationState, revision: String(held.revision) };
    },
    write: async (callId, state, revision) => {
      const held = kept.get(callId);
      if (revision !== (held && String(held.revision))) throw new AppError('CONFLICT', 'the conversation has changed');
      const next = { state: JSON.stringify(state), revision: (held?.revision ?? 0) + 1 };
      states.push(next.state);
      kept.set(callId, next);
      return String(next.revision);
    },
  };
}

/** A day's account that begins with so many millionths of a dollar. */
export function spendStore(spentMicroUsd: number): SpendStore {
  let total = spentMicroUsd;
  return { add: async (_day, microUsd) => (total += microUsd) };
}
