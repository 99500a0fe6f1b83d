import { toAppError, untilAborted } from '../errors';
import { journalled, journalOf, noted, openBatch, withOutcomes } from './journal';
import { compact } from './compact';
import { judge, offeredTools, type Verdict } from './registry';
import { contextOf, keyOf, runTool, type Planned } from './run-tool';
import { beginIdentify } from './identify';
import type { CallEntry, Confirming, JournalEntry } from './state';
import { append, change, clear, type Next, type Turn } from './turn';
import { askToConfirm } from './ask-to-confirm';
import { end, giveUp } from './exits';
import { speakable } from './speech-text';
import { switchLanguage } from './switch-language';
import { wait } from './wait';

/** More calls at once than that are refused. */
const MOST_CALLS = 4;

/**
 * Brings the calls of the model's last answer further: refuses what the state forbids, runs what may run side by side, then asks the caller
 * where something must be confirmed or proved. Undefined when all results are in the talk and the model goes on.
 */
export async function runBatch(turn: Turn): Promise<Next | undefined> {
  const verdicts = judged(turn);
  const refused = verdicts.filter(each => each.verdict.kind === 'refused');
  settle(turn, refused);
  if (refused.length > 0 && countFault(turn) > 1) return giveUp(turn, 'the assistant kept calling what it may not');
  const ran = await runAll(turn, verdicts);
  if (ran) return ran;
  const asked = await askCaller(turn, verdicts);
  return asked ?? finish(turn);
}

interface Judged {
  readonly call: CallEntry;
  readonly verdict: Verdict;
}

/** The calls that have no result yet. */
function judged(turn: Turn): Judged[] {
  const { state, deps } = turn;
  return openBatch(state).flatMap((call, index): Judged[] => {
    const held = journalOf(state, keyOf(turn, call.id));
    if (held?.result) return [];
    // What had begun in time is brought to its end.
    const tools = held ? deps.tools : offeredTools(deps.tools, deps.clock.now());
    const verdict: Verdict =
      index < MOST_CALLS ? judge(call, state, tools) : { kind: 'refused', why: 'Too many calls at once.' };
    return [{ call, verdict }];
  });
}

function settle(turn: Turn, refused: readonly Judged[]): void {
  const entries = refused.map(({ call, verdict }) => {
    const why = verdict.kind === 'refused' ? verdict.why : '';
    turn.deps.log.warn('assistant: a call was refused', { tool: call.name.slice(0, 64), why });
    turn.meter.tool(call.name.slice(0, 64), 0, 'refused');
    return noted(keyOf(turn, call.id), call, { text: why, failed: true });
  });
  if (entries.length > 0) turn.state = journalled(turn.state, entries);
}

function countFault(turn: Turn): number {
  const { open } = turn.state;
  const faults = (open?.faults ?? 0) + 1;
  if (open) change(turn, { open: { ...open, faults } });
  return faults;
}

/** Runs what needs nobody's yes, and the one call that the caller has just confirmed. */
async function runAll(turn: Turn, verdicts: readonly Judged[]): Promise<Next | undefined> {
  const planned = verdicts.flatMap(({ call, verdict }) => planOf(turn, call, verdict));
  if (planned.length === 0) return undefined;
  const nowMs = turn.deps.clock.now().getTime();
  const known = planned.map(({ id }) => journalOf(turn.state, keyOf(turn, id)));
  // Another request is at it: it will end or be abandoned before its lease is over.
  if (known.some(entry => entry?.state === 'begun' && entry.leaseUntilMs > nowMs)) return wait(turn);
  if (turn.deps.signal.aborted) return wait(turn);
  const begun = planned.map(({ id, tool }, index): JournalEntry => {
    const tries = (known[index]?.tries ?? 0) + 1;
    return { key: keyOf(turn, id), tool: tool.name, state: 'begun', leaseUntilMs: turn.deps.deadlineMs, tries };
  });
  const lasting = planned.some(({ tool }) => tool.effect !== 'none');
  turn.state = journalled(turn.state, begun);
  if (lasting) await turn.deps.checkpoint(compact(turn.state), 'before');
  const ran = await Promise.all(
    planned.map((each, index) => runTool(turn, each, begun[index] ?? begunAnew(turn, each))),
  );
  bookTime(turn, nowMs);
  turn.state = withOutcomes(turn.state, ran);
  if (
    turn.state.confirm &&
    planned.some(({ id }) => id === turn.state.confirm?.callId) &&
    ran.every(each => each.entry.result)
  )
    clear(turn, 'confirm');
  if (lasting) await turn.deps.checkpoint(compact(turn.state), 'after');
  return ran.some(each => each.entry.result === undefined) ? wait(turn) : undefined;
}

function begunAnew(turn: Turn, { id, tool }: Planned): JournalEntry {
  return { key: keyOf(turn, id), tool: tool.name, state: 'begun', leaseUntilMs: turn.deps.deadlineMs, tries: 1 };
}

function planOf(turn: Turn, call: CallEntry, verdict: Verdict): Planned[] {
  if (verdict.kind !== 'run') return [];
  const { phase, confirm } = turn.state;
  const confirmed = phase === 'act' && confirm?.callId === call.id;
  if (verdict.tool.effect === 'irreversible' && !confirmed) return [];
  // What the caller said yes to, not what stands in the talk.
  return [{ id: call.id, tool: verdict.tool, input: confirmed ? confirm.input : verdict.input }];
}

function bookTime(turn: Turn, startMs: number): void {
  const ms = turn.deps.clock.now().getTime() - startMs;
  turn.meter.tools(ms);
  change(turn, { spent: { ...turn.state.spent, toolsMs: turn.state.spent.toolsMs + ms } });
}

/** The caller can be asked one thing: the first call that needs it gets its question, the others are told to wait. */
async function askCaller(turn: Turn, verdicts: readonly Judged[]): Promise<Next | undefined> {
  let asked: Next | undefined;
  for (const { call, verdict } of verdicts) {
    if (journalOf(turn.state, keyOf(turn, call.id))?.result) continue;
    const next = asked === undefined ? await ask(turn, call, verdict) : 'one at a time';
    if (next === 'one at a time')
      turn.state = journalled(turn.state, [
        noted(keyOf(turn, call.id), call, { text: 'One at a time: call this again later.', failed: true }),
      ]);
    else asked = next;
  }
  return asked;
}

async function ask(turn: Turn, call: CallEntry, verdict: Verdict): Promise<Next | undefined> {
  if (verdict.kind === 'engine') {
    if (verdict.name === 'identifyCaller') return beginIdentify(turn, call.id);
    const told = switchLanguage(turn, verdict.input);
    turn.state = journalled(turn.state, [noted(keyOf(turn, call.id), call, told)]);
    return undefined;
  }
  if (verdict.kind !== 'run' || verdict.tool.effect !== 'irreversible') return undefined;
  const { tool, input } = verdict;
  try {
    const { signal } = turn.deps;
    const question = speakable(await untilAborted(tool.readBack(input, contextOf(turn, call.id, signal)), signal));
    const confirm: Confirming = { callId: call.id, tool: tool.name, input, question, unclear: 0 };
    return askToConfirm(turn, confirm);
  } catch (thrown) {
    if (turn.deps.signal.aborted) return wait(turn);
    const { code } = toAppError(thrown);
    turn.deps.log.warn('assistant: a call could not be read back', { tool: tool.name, code });
    const text = 'That cannot be done: it was not found, is not free, or is not the caller’s. Look again.';
    turn.state = journalled(turn.state, [noted(keyOf(turn, call.id), call, { text, failed: true })]);
    return undefined;
  }
}

/** All results go into the talk in the order of the calls; then the first tool that ends the assistant's part does so. */
function finish(turn: Turn): Promise<Next> | undefined {
  const entries = openBatch(turn.state).map(call => journalOf(turn.state, keyOf(turn, call.id)));
  append(turn, { t: 'results', results: entries.flatMap(entry => (entry?.result ? [entry.result] : [])) });
  change(turn, { journal: [], phase: 'converse' });
  const ending = entries.find(entry => entry?.ending)?.ending;
  return ending && end(turn, ending);
}
