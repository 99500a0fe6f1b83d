import type { TokenUsage } from './model';
import type { AssistantSettings } from './settings';
import type { ConversationState, Spent } from './state';
import { change, type Turn } from './turn';

/** Millionths of a dollar: a price in dollars for a million tokens is a price in millionths for one. */
function costOf(usage: TokenUsage, model: string, prices: AssistantSettings['prices']): number {
  const price = prices[model] ?? dearest(prices);
  return Math.ceil(
    usage.input * price.inputUsd +
      usage.output * price.outputUsd +
      usage.cacheRead * price.cacheReadUsd +
      usage.cacheWrite * price.cacheWriteUsd,
  );
}

/** Anthropic's list price of its dearest model stands in for an empty table, so that a limit always means something. */
const UNKNOWN = { inputUsd: 10, outputUsd: 50, cacheReadUsd: 10, cacheWriteUsd: 20 };

function dearest(prices: AssistantSettings['prices']): typeof UNKNOWN {
  const all = Object.values(prices);
  if (all.length === 0) return UNKNOWN;
  const most = (pick: (price: (typeof all)[number]) => number): number => Math.max(...all.map(pick));
  return {
    inputUsd: most(price => price.inputUsd),
    outputUsd: most(price => price.outputUsd),
    cacheReadUsd: most(price => price.cacheReadUsd),
    cacheWriteUsd: most(price => price.cacheWriteUsd),
  };
}

/** Books what an answer took, in the call's account and in the turn's ledger. */
export function book(turn: Turn, usage: TokenUsage, model: string): void {
  const microUsd = costOf(usage, model, turn.deps.settings.prices);
  turn.meter.tokens(usage, microUsd);
  const { spent } = turn.state;
  change(turn, {
    spent: {
      ...spent,
      microUsd: spent.microUsd + microUsd,
      tokensIn: spent.tokensIn + usage.input + usage.cacheRead + usage.cacheWrite,
      tokensOut: spent.tokensOut + usage.output,
      cacheRead: spent.cacheRead + usage.cacheRead,
    },
  });
}

/** Why the model may not be asked any more: the call's or the day's money, the call's length or its turns; undefined when it may. */
export function limitReached(turn: Turn): 'money' | 'day' | 'time' | 'turns' | undefined {
  const { deps, state } = turn;
  const { callMicroUsd, dayMicroUsd, callSeconds, turns } = deps.settings.limits;
  if (state.spent.microUsd >= callMicroUsd) return 'money';
  if (state.spent.dayMicroUsd + unreported(state.spent) >= dayMicroUsd) return 'day';
  if (deps.clock.now().getTime() - state.startedAtMs >= callSeconds * 1000) return 'time';
  return state.turn > turns ? 'turns' : undefined;
}

/**
 * Tells the day's account what the call spent, and learns what all calls did: at the start, at the end, and whenever a quarter of what a call
 * may spend is unreported, so that a turn seldom costs a request. A day's limit is overrun by that quarter for each call at most.
 */
export async function reportSpending(turn: Turn, when: 'start' | 'now and then' | 'end'): Promise<void> {
  const { deps, state } = turn;
  const microUsd = unreported(state.spent);
  if (when === 'now and then' && microUsd < deps.settings.limits.callMicroUsd / 4) return;
  if (when === 'end' && microUsd === 0) return;
  try {
    const dayMicroUsd = await deps.spend.add(deps.clock.now().toISOString().slice(0, 10), microUsd);
    change(turn, { spent: { ...turn.state.spent, dayMicroUsd, reportedMicroUsd: state.spent.microUsd } });
  } catch {
    // The call's own limit still holds; the day's is learnt at the next report.
    deps.log.warn('assistant: spending not reported', { microUsd });
  }
}

/** The state with what another run of its turn cost, which was overtaken and is not in it: that money is gone all the same. */
export function withCostOf(
  state: ConversationState,
  overtaken: { readonly before: Spent; readonly after: Spent } | undefined,
): ConversationState {
  if (!overtaken) return state;
  const { before, after } = overtaken;
  const more = (name: Exclude<keyof Spent, 'dayMicroUsd'>): number => state.spent[name] + after[name] - before[name];
  return {
    ...state,
    spent: {
      ...{ microUsd: more('microUsd'), reportedMicroUsd: more('reportedMicroUsd') },
      ...{ tokensIn: more('tokensIn'), tokensOut: more('tokensOut'), cacheRead: more('cacheRead') },
      ...{ modelMs: more('modelMs'), toolsMs: more('toolsMs'), dayMicroUsd: state.spent.dayMicroUsd },
    },
  };
}

/** What the day's account does not know yet. */
export function unreported(spent: Spent): number {
  return spent.microUsd - spent.reportedMicroUsd;
}
