import { answer, type AssistantDeps, type ConversationStore, type Input } from '../assistant';
import type { VoiceStep } from '../voice-steps';
import { replySteps, type Telling } from './steps';

/** One call at the assistant's desk. */
export interface AssistantDesk extends Telling {
  readonly deps: AssistantDeps & { readonly store: ConversationStore };
}

/** Answers an input of the call in the way of the phone. Throws what the store throws; then the caller goes back to the flow. */
export async function takeTurn(desk: AssistantDesk, input: Input): Promise<VoiceStep[]> {
  const reply = await answer(desk.deps, input);
  desk.deps.log.info('assistant: turn', { then: reply.then, ...reply.ledger });
  return replySteps(desk, reply);
}
