import { untilAborted } from '../errors';
import { compact } from './compact';
import { dropBatch } from './drop-batch';
import type { JsonObject } from './json-schema';
import { journalOf, openBatch, withOutcomes } from './journal';
import { contextOf, keyOf } from './run-tool';
import { reportSpending, unreported } from './spend';
import type { ConversationState, JournalEntry } from './state';
import { speakable } from './speech-text';
import { plainSummary } from './summarise';
import { change, clear, type Next, type Turn } from './turn';

/**
 * The caller is gone: nothing more is begun. What had begun is looked at, so that it is known as done or not done; what another request is
 * still at is left to that request, and "wait" asks to be told again when its time is over. The model is not asked for a summary any more.
 */
export async function hangUp(turn: Turn): Promise<Next> {
  const nowMs = turn.deps.clock.now().getTime();
  const open = openBatch(turn.state).map(call => journalOf(turn.state, keyOf(turn, call.id)));
  const running = open.some(entry => entry?.state === 'begun' && entry.leaseUntilMs > nowMs);
  for (const entry of open) if (entry?.state === 'begun' && !running) await lookAt(turn, entry);
  clear(turn, 'open', 'identify', 'offer');
  if (!running) {
    dropBatch(turn);
    clear(turn, 'confirm');
  }
  const outcome = turn.state.outcome ?? { to: 'done' as const, reason: 'the caller hung up' };
  change(turn, { phase: 'closed', outcome });
  if (!turn.state.summary) change(turn, { summary: { text: plainSummary(turn.state), sentiment: 'unknown' } });
  await bookOnce(turn);
  return { then: running ? 'wait' : 'done', interruptible: false };
}

/** Whether a hang-up has nothing left to do: all is told, known and booked. */
export function isSettled(state: ConversationState): boolean {
  const { phase, spent, journal } = state;
  const unknown = openBatch(state).length > 0 && journal.some(entry => entry.state === 'begun');
  return phase === 'closed' && !unknown && unreported(spent) === 0;
}

/** Books the rest of what the call cost: written down before, so that of two who are told of the hang-up at once one books. */
async function bookOnce(turn: Turn): Promise<void> {
  const { spent } = turn.state;
  if (unreported(spent) === 0) return;
  const booked = { ...turn.state, spent: { ...spent, reportedMicroUsd: spent.microUsd } };
  await turn.deps.checkpoint(compact(booked), 'before');
  await reportSpending(turn, 'end');
}

async function lookAt(turn: Turn, entry: JournalEntry): Promise<void> {
  const { deps, state } = turn;
  const tool = deps.tools.find(each => each.name === entry.tool);
  const call = openBatch(state).find(each => keyOf(turn, each.id) === entry.key);
  if (!tool?.look || !call) return;
  const input = state.confirm?.callId === call.id ? state.confirm.input : (JSON.parse(call.input) as JsonObject);
  try {
    const found = await untilAborted(tool.look(input, contextOf(turn, call.id, deps.signal)), deps.signal);
    const text = found ? 'Done.' : 'Not done.';
    const settled: JournalEntry = {
      ...entry,
      state: found ? 'done' : 'failed',
      leaseUntilMs: 0,
      result: { id: call.id, text },
    };
    turn.state = withOutcomes(state, [{ entry: settled, done: found && speakable(found.done ?? tool.name) }]);
  } catch {
    deps.log.warn('assistant: what was begun could not be looked at', { tool: entry.tool });
  }
}
