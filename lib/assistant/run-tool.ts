import { toAppError, untilAborted, type AppError, type ErrorCode } from '../errors';
import type { JsonObject } from './json-schema';
import type { JournalEntry } from './state';
import type { Tool, ToolContext, ToolResult } from './tool';
import { bytesOf, clip, speakable } from './speech-text';
import { redactWritten } from './redact';
import { wordsFor, type Turn } from './turn';

/** A call that may run now. */
export interface Planned {
  readonly id: string;
  readonly tool: Tool;
  readonly input: JsonObject;
}

/** Results are kept in the state: a longer one is cut. */
const RESULT_LENGTH = 1_000;
const RESULT_BYTES = 1_500;
/** Runs of one call before the model is told that it failed. */
const MOST_TRIES = 2;

/** "CA…:t3r1c0": the same however often the turn is run. */
export function keyOf(turn: Turn, callId: string): string {
  return `${turn.deps.callId}:${callId}`;
}

export function contextOf(turn: Turn, id: string, signal: AbortSignal): ToolContext {
  const { deps, state } = turn;
  return {
    callId: deps.callId,
    account: state.account,
    caller: deps.caller,
    language: state.language,
    timeZone: deps.client.timeZone,
    words: wordsFor(turn),
    now: deps.clock.now(),
    idempotencyKey: keyOf(turn, id),
    signal,
  };
}

/** Where a call stands after a run, and what it did. */
export interface Ran {
  readonly entry: JournalEntry;
  readonly done?: string | undefined;
  readonly unsure?: string | undefined;
}

/**
 * Runs a call once, or finds out what became of an earlier run. Never throws: an outcome that is not known stays "begun" while the turn has
 * no time left (a later request goes on), and is "unsure" when nobody can find out.
 */
export async function runTool(turn: Turn, planned: Planned, begun: JournalEntry): Promise<Ran> {
  const { deps } = turn;
  const { tool } = planned;
  const startMs = deps.clock.now().getTime();
  const signal = AbortSignal.any([deps.signal, deps.after(tool.timeoutMs)]);
  const ran = await attempt(turn, planned, { begun, signal });
  turn.meter.tool(tool.name, deps.clock.now().getTime() - startMs, ran.entry.state);
  return ran;
}

interface Attempt {
  readonly begun: JournalEntry;
  readonly signal: AbortSignal;
}

async function attempt(turn: Turn, planned: Planned, { begun, signal }: Attempt): Promise<Ran> {
  const { tool, input, id } = planned;
  const context = contextOf(turn, id, signal);
  try {
    if (begun.tries > 1 && tool.effect !== 'none') {
      const found = tool.look && (await untilAborted(tool.look(input, context), signal));
      if (found) return succeeded(planned, begun, found);
      if (tool.effect === 'irreversible' && !tool.look) return unsure(planned, begun);
    }
    return succeeded(planned, begun, await untilAborted(tool.run(input, context), signal));
  } catch (thrown) {
    return failed(turn, planned, { begun, signal, error: toAppError(thrown) });
  }
}

/** Codes after which nobody knows whether the work was done. */
const UNKNOWN: ReadonlySet<ErrorCode> = new Set(['VENDOR_UNAVAILABLE', 'DEADLINE_EXCEEDED', 'INTERNAL']);

async function failed(turn: Turn, planned: Planned, at: Attempt & { error: AppError }): Promise<Ran> {
  const { tool } = planned;
  const { begun, error } = at;
  const { log, signal: turnSignal } = turn.deps;
  log.warn('assistant: a tool failed', {
    tool: tool.name,
    code: error.code,
    tries: begun.tries,
    pii: { reason: error.message },
  });
  const mayGoOn = begun.tries < MOST_TRIES || tool.effect !== 'none';
  if (turnSignal.aborted && mayGoOn) return { entry: { ...begun, leaseUntilMs: 0 } };
  if (tool.effect === 'none' || !UNKNOWN.has(error.code)) return refused(planned, begun, error.code);
  if (!tool.look && tool.effect === 'idempotent' && begun.tries < MOST_TRIES)
    return runTool(turn, planned, { ...begun, tries: begun.tries + 1 });
  if (!tool.look) return unsure(planned, begun);
  try {
    const context = contextOf(turn, planned.id, turnSignal);
    const found = await untilAborted(tool.look(planned.input, context), turnSignal);
    return found ? succeeded(planned, begun, found) : refused(planned, begun, error.code);
  } catch {
    return turnSignal.aborted ? { entry: { ...begun, leaseUntilMs: 0 } } : unsure(planned, begun);
  }
}

function succeeded({ id, tool }: Planned, begun: JournalEntry, result: ToolResult): Ran {
  const entry: JournalEntry = {
    ...begun,
    state: 'done',
    leaseUntilMs: 0,
    result: { id, text: asData(result.content) },
    ...(result.ending && { ending: result.ending }),
  };
  return { entry, ...(tool.effect !== 'none' && { done: clip(speakable(result.done ?? tool.name), 120) }) };
}

/** What a failure means, in words that the model can tell the caller; the vendor's own message stays in the log. */
const MEANING: Partial<Record<ErrorCode, string>> = {
  CONFLICT: 'Taken or changed by somebody else meanwhile. Nothing was done.',
  NOT_FOUND: 'There is no such thing. Nothing was done.',
  BAD_INPUT: 'That cannot be done this way. Nothing was done.',
  RATE_LIMITED: 'Too busy just now. Nothing was done.',
  VENDOR_UNREACHABLE: 'The system is not reachable. Nothing was done.',
  VENDOR_UNAVAILABLE: 'The system did not answer. Nothing was done.',
  DEADLINE_EXCEEDED: 'It took too long. Nothing was done.',
};

function refused({ id }: Planned, begun: JournalEntry, code: ErrorCode): Ran {
  const text = MEANING[code] ?? 'It did not work. Nothing was done.';
  return { entry: { ...begun, state: 'failed', leaseUntilMs: 0, result: { id, text, failed: true } } };
}

function unsure({ id, tool }: Planned, begun: JournalEntry): Ran {
  const text = 'Nobody knows whether this was done. Do not do it again; tell the caller that a person will check.';
  return {
    entry: { ...begun, state: 'unsure', leaseUntilMs: 0, result: { id, text, failed: true } },
    unsure: tool.name,
  };
}

/** A result as the model sees it: data between marks that the data itself can't write, as long as its place in the state is. */
function asData(content: unknown): string {
  const text = redactWritten(typeof content === 'string' ? content : (JSON.stringify(content) ?? ''));
  const safe = text
    .replace(/</g, '‹')
    .replace(/>/g, '›')
    .replace(/\p{Cc}+/gu, ' ');
  let kept = safe.slice(0, RESULT_LENGTH);
  // Letters of some scripts take three bytes.
  while (bytesOf(kept) > RESULT_BYTES) kept = kept.slice(0, Math.floor(kept.length * 0.9));
  const whole = kept.replace(/[\uD800-\uDBFF]$/, '');
  return `<data>${whole === safe ? safe : `${whole}… (cut)`}</data>`;
}
