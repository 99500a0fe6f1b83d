import { AppError, isAppError } from '../errors';
import type { AssistantDeps, ConversationStore, TurnDeps } from './deps';
import { converse, storyOf } from './engine';
import type { Input } from './input';
import { mergeOutcomes } from './journal';
import { openMeter } from './meter';
import type { Reply } from './reply';
import { newConversation, type ConversationState } from './state';

const MOST_READS = 3;

/**
 * Answers an input of a call whose state is in the store. An ordinary turn reads once and writes once; one with lasting effects writes before
 * and after them as well. The same input again, at once or later, gives the same answer and has no second effect: whoever comes second finds
 * the state changed, reads again, and answers what the first one did, or "wait" while that is still at work.
 *
 * Throws what the store throws.
 */
export async function answer(
  deps: AssistantDeps & { readonly store: ConversationStore },
  input: Input,
): Promise<Reply> {
  for (let left = MOST_READS; left > 0; left -= 1) {
    const held = await deps.store.read(deps.callId);
    const known = held && replayed(deps, held.state, input);
    if (known) return known;
    const writer = openWriter(deps, held?.revision);
    const state = held?.state ?? newConversation(deps.client.language, deps.clock.now().getTime());
    try {
      const { state: after, ...reply } = await converse({ ...deps, checkpoint: writer.checkpoint }, state, input);
      await writer.save(after);
      return reply;
    } catch (thrown) {
      if (!isConflict(thrown)) throw thrown;
      deps.log.info('assistant: overtaken by another request', { input: input.kind });
    }
  }
  throw new AppError('CONFLICT', 'The conversation kept changing while an input was answered.');
}

/** What was answered to this input before; "wait" while another request is at work on it. */
function replayed(deps: AssistantDeps, state: ConversationState, input: Input): Reply | undefined {
  // A hang-up is taken again: what was unknown then may be known now.
  if (!state.seen.includes(input.id) || input.kind === 'hangUp') return undefined;
  const nowMs = deps.clock.now().getTime();
  const ledger = {
    turn: state.turn,
    input: 'again',
    phase: state.phase,
    ...openMeter(nowMs).read(nowMs),
  };
  if (state.open?.inputId === input.id && state.last?.inputId !== input.id) {
    const { turn, language } = state;
    return { turn, say: [], then: 'wait', language, interruptible: true, secret: false, ledger };
  }
  return state.last && { ...state.last.reply, ledger, ...storyOf(state, state.last.reply.then) };
}

interface Writer {
  readonly checkpoint: TurnDeps['checkpoint'];
  readonly save: (state: ConversationState) => Promise<void>;
}

function openWriter(
  { store, callId }: AssistantDeps & { readonly store: ConversationStore },
  first: string | undefined,
): Writer {
  let revision = first;
  const save = async (state: ConversationState): Promise<void> => {
    revision = await store.write(callId, state, revision);
  };
  const keepOutcomes = async (ours: ConversationState): Promise<void> => {
    for (let left = MOST_READS; left > 0; left -= 1) {
      const theirs = await store.read(callId);
      if (!theirs) return;
      try {
        await store.write(callId, mergeOutcomes(theirs.state, ours), theirs.revision);
        return;
      } catch (thrown) {
        if (!isConflict(thrown)) throw thrown;
      }
    }
  };
  const checkpoint: TurnDeps['checkpoint'] = async (state, when) => {
    try {
      await save(state);
    } catch (thrown) {
      // The effect is there, whoever changed the state: it is written into theirs.
      if (isConflict(thrown) && when === 'after') await keepOutcomes(state);
      throw thrown;
    }
  };
  return { checkpoint, save };
}

function isConflict(thrown: unknown): boolean {
  return isAppError(thrown) && thrown.code === 'CONFLICT';
}
