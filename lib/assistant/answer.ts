import { AppError, isAppError } from '../errors';
import type { AssistantDeps, ConversationStore, TurnDeps } from './deps';
import { converse, storyOf } from './engine';
import { isSettled } from './hang-up';
import type { Input } from './input';
import { mergeOutcomes } from './journal';
import { openMeter } from './meter';
import type { Reply } from './reply';
import { withCostOf } from './spend';
import { newConversation, type ConversationState, type Spent } from './state';

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
  let overtaken: { before: Spent; after: Spent } | undefined;
  for (let left = MOST_READS; left > 0; left -= 1) {
    const held = await deps.store.read(deps.callId);
    const fresh = newConversation(deps.client.language, deps.clock.now().getTime());
    const known = held ? replayed(deps, held.state, input) : input.kind === 'hangUp' && quiet(deps, fresh, 'done');
    if (known) return known;
    const writer = openWriter(deps, held?.revision);
    const state = withCostOf(held?.state ?? fresh, overtaken);
    try {
      const { state: after, ...reply } = await converse({ ...deps, checkpoint: writer.checkpoint }, state, input);
      await writer.save(after);
      return reply;
    } catch (thrown) {
      if (!isConflict(thrown)) throw thrown;
      deps.log.info('assistant: overtaken by another request', { input: input.kind });
      overtaken = { before: held?.state.spent ?? fresh.spent, after: writer.tried() ?? state.spent };
    }
  }
  throw new AppError('CONFLICT', 'The conversation kept changing while an input was answered.');
}

/** What was answered to this input before; "wait" while another request is at work on it. */
function replayed(deps: AssistantDeps, state: ConversationState, input: Input): Reply | undefined {
  // A hang-up is taken again: what was unknown then may be known now.
  if (input.kind === 'hangUp') return isSettled(state) ? quiet(deps, state, 'done') : undefined;
  if (!state.seen.includes(input.id)) return undefined;
  const silent = quiet(deps, state, 'wait');
  if (state.open?.inputId === input.id && state.last?.inputId !== input.id) return silent;
  return state.last && { ...state.last.reply, ledger: silent.ledger, ...storyOf(state, state.last.reply.then) };
}

/** An answer without words and without work. */
function quiet({ clock }: AssistantDeps, { turn, language, phase }: ConversationState, then: 'wait' | 'done'): Reply {
  const nowMs = clock.now().getTime();
  const ledger = { turn, input: 'again', phase, ...openMeter(nowMs).read(nowMs) };
  return { turn, say: [], then, language, interruptible: true, secret: false, ledger };
}

interface Writer {
  readonly checkpoint: TurnDeps['checkpoint'];
  readonly save: (state: ConversationState) => Promise<void>;
  /** What the call had cost with the last state that was to be kept. */
  readonly tried: () => Spent | undefined;
}

function openWriter(
  { store, callId }: AssistantDeps & { readonly store: ConversationStore },
  first: string | undefined,
): Writer {
  let revision = first;
  let tried: Spent | undefined;
  const save = async (state: ConversationState): Promise<void> => {
    tried = state.spent;
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
  return { checkpoint, save, tried: () => tried };
}

function isConflict(thrown: unknown): boolean {
  return isAppError(thrown) && thrown.code === 'CONFLICT';
}
