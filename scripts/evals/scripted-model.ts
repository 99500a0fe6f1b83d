import { createScript, type ModelTurn } from '../../emulator/anthropic/script';
import type { LanguageModel, ModelEvent, ModelRequest, TokenUsage } from '../../lib/assistant';
import { AppError, type ErrorCode } from '../../lib/errors';
import type { EvalClock } from './clock';
import { askedOf, lastWords, type Answered } from './model-log';

/** A model without a model. `faults`: what it was asked that nobody wrote an answer for, and answers that nobody asked for. */
export interface StandIn {
  readonly model: LanguageModel;
  faults(): readonly string[];
}

/** Where a script says nothing: about what small models take. */
const FIRST_TOKEN_MS = 450;
const TOKEN_MS = 8;
const BYTES_A_TOKEN = 4;
/** Shorter beginnings are not cached. Source: platform.claude.com, "Prompt caching". */
const SMALLEST_PREFIX_TOKENS = 1024;

/** Says what the eval's script says, in the double's own words (`when`, `say`, `calls`, `fails` …), and takes the time that it says. */
export function scriptedModel(turns: readonly ModelTurn[], clock: EvalClock): StandIn {
  const script = createScript(turns);
  const faults: string[] = [];
  const count = tokenCounter();
  return {
    faults: () => [...faults, ...script.left().map(turn => `nobody asked for this answer: ${JSON.stringify(turn)}`)],
    model: {
      async *answer(request, signal) {
        const turn = script.take({ model: request.model, text: lastWords(request) });
        if (!turn) {
          faults.push(`no answer is written for: ${lastWords(request).slice(0, 200)}`);
          throw new AppError('VENDOR_UNAVAILABLE', 'the script has no answer for this');
        }
        yield* speak(turn, { request, signal, clock, usage: count(request, turn) });
      },
    },
  };
}

interface Speaking {
  readonly request: ModelRequest;
  readonly signal: AbortSignal;
  readonly clock: EvalClock;
  readonly usage: TokenUsage;
}

const failures: Readonly<Record<NonNullable<ModelTurn['fails']>, ErrorCode>> = {
  overloaded: 'VENDOR_UNAVAILABLE',
  'rate-limited': 'RATE_LIMITED',
  'server-error': 'VENDOR_UNAVAILABLE',
  timeout: 'VENDOR_UNAVAILABLE',
  'bad-request': 'VENDOR_REJECTED',
};

async function* speak(turn: ModelTurn, { signal, clock, usage }: Speaking): AsyncGenerator<ModelEvent> {
  await pause(signal, clock, turn.firstTokenMs ?? FIRST_TOKEN_MS);
  if (turn.fails) throw new AppError(failures[turn.fails], `the model was ${turn.fails}`);
  if (turn.say !== undefined) yield { type: 'text', text: turn.say };
  await pause(signal, clock, turn.betweenMs ?? usage.output * TOKEN_MS);
  if (turn.breaks) throw new AppError('VENDOR_UNAVAILABLE', 'the answer broke off');
  const calls = turn.calls ?? [];
  for (const [index, { name, input = {} }] of calls.entries())
    yield { type: 'call', id: `call${index}`, name, input: typeof input === 'string' ? input : JSON.stringify(input) };
  const reason = turn.stop === 'refusal' ? 'refusal' : turn.stop ? 'length' : calls.length > 0 ? 'calls' : 'end';
  yield { type: 'stop', reason, usage };
}

async function pause(signal: AbortSignal, clock: EvalClock, ms: number): Promise<void> {
  await clock.pauseUnless(signal, ms);
  if (signal.aborted) throw new AppError('DEADLINE_EXCEEDED', 'the answer was not waited for');
}

/** Counts as a vendor with a prompt cache does: what a request shares with an earlier one at its beginning is read, the rest is kept. */
function tokenCounter(): (request: ModelRequest, turn: ModelTurn) => TokenUsage {
  const kept: string[] = [];
  return (request, turn) => {
    const text = JSON.stringify([request.model, request.tools, request.system, ...request.messages]);
    const shared = Math.max(0, ...kept.map(each => commonLength(each, text)));
    kept.push(text);
    const tokens = (bytes: number): number => Math.ceil(bytes / BYTES_A_TOKEN);
    const total = tokens(text.length);
    const cacheRead = tokens(shared) >= SMALLEST_PREFIX_TOKENS ? tokens(shared) : 0;
    const cacheWrite = total >= SMALLEST_PREFIX_TOKENS ? total - cacheRead : 0;
    const output = tokens((turn.say ?? '').length + JSON.stringify(turn.calls ?? '').length);
    return { input: total - cacheRead - cacheWrite, output, cacheRead, cacheWrite };
  };
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

/** Says again what a real model said. The talk must go as it went then: where it asks something else, that is a fault. */
export function recordedModel(answers: readonly Answered[], clock: EvalClock): StandIn {
  const left = [...answers];
  const faults: string[] = [];
  return {
    faults: () => [...faults, ...(left.length > 0 ? [`${left.length} recorded answers were not asked for`] : [])],
    model: {
      async *answer(request, signal) {
        const next = left.shift();
        if (!next || next.asked !== askedOf(request)) {
          faults.push(`asked what was not recorded; record it again: ${lastWords(request).slice(0, 200)}`);
          throw new AppError('VENDOR_UNAVAILABLE', 'the recording went another way');
        }
        await pause(signal, clock, next.firstTokenMs);
        if (next.fails) throw new AppError(next.fails, 'the model failed when this was recorded');
        if (next.text !== '') yield { type: 'text', text: next.text };
        await pause(signal, clock, Math.max(0, next.ms - next.firstTokenMs));
        for (const call of next.calls) yield { type: 'call', ...call };
        yield { type: 'stop', reason: next.reason, usage: next.usage };
      },
    },
  };
}
