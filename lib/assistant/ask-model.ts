import { toAppError, untilAborted } from '../errors';
import type { ModelEvent, ModelRequest, ModelToolCall, TokenUsage } from './model';
import { requestOf } from './prompt';
import { bytesOf } from './speech-text';
import { book } from './spend';
import { change, type Turn } from './turn';

/** What the model answered, as a whole. */
export interface ModelAnswer {
  readonly text: string;
  readonly calls: readonly ModelToolCall[];
  readonly reason: 'end' | 'calls' | 'length' | 'refusal';
}

/**
 * Asks the model; when it fails, the fallback once, if the client names one. "late": the turn's time is up, the answer is abandoned and asked
 * for again later. "down": no model answers.
 */
export async function askModel(turn: Turn): Promise<ModelAnswer | 'late' | 'down'> {
  const { model, fallbackModel } = turn.deps.settings;
  const slow = turn.state.open?.slow ?? false;
  const names = fallbackModel === undefined ? [model] : slow ? [fallbackModel] : [model, fallbackModel];
  for (const name of names) {
    const answer = await ask(turn, requestOf(turn.deps, turn.state, name), turn.deps.signal);
    if (answer !== 'down') return answer;
  }
  return 'down';
}

/** One request; its time, tokens and cost are booked even when it fails or is abandoned. */
export async function ask(
  turn: Turn,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<ModelAnswer | 'late' | 'down'> {
  const { clock, log } = turn.deps;
  const startMs = clock.now().getTime();
  const heard: Heard = { text: '', calls: [] };
  try {
    const answer = await untilAborted(
      collect(turn, turn.deps.model.answer(request, signal), { heard, startMs }),
      signal,
    );
    book(turn, answer.usage, request.model);
    return answer;
  } catch (thrown) {
    const error = toAppError(thrown);
    book(turn, guessed(request, heard, signal.aborted), request.model);
    if (signal.aborted) return 'late';
    log.warn('assistant: the model failed', { model: request.model, code: error.code, reason: error.message });
    return 'down';
  } finally {
    const ms = clock.now().getTime() - startMs;
    turn.meter.model(request.model, ms);
    change(turn, { spent: { ...turn.state.spent, modelMs: turn.state.spent.modelMs + ms } });
  }
}

interface Heard {
  text: string;
  calls: ModelToolCall[];
}

async function collect(
  turn: Turn,
  events: AsyncIterable<ModelEvent>,
  { heard, startMs }: { heard: Heard; startMs: number },
): Promise<ModelAnswer & { usage: TokenUsage }> {
  for await (const event of events) {
    turn.meter.firstToken(turn.deps.clock.now().getTime() - startMs);
    if (event.type === 'text') heard.text += event.text;
    else if (event.type === 'call') heard.calls.push({ id: event.id, name: event.name, input: event.input });
    else return { ...heard, reason: event.reason, usage: event.usage };
  }
  throw new Error('the stream of the model ended without its last event');
}

/** About four bytes a token. What was sent is paid for also when the answer is not waited for; a request that was refused at once is not. */
const BYTES_A_TOKEN = 4;

function guessed(request: ModelRequest, heard: Heard, late: boolean): TokenUsage {
  const sentBytes = late || heard.text !== '' || heard.calls.length > 0 ? bytesOf(request) : 0;
  const output = heard.text === '' && heard.calls.length === 0 ? 0 : Math.ceil(bytesOf(heard) / BYTES_A_TOKEN);
  return { input: Math.ceil(sentBytes / BYTES_A_TOKEN), output, cacheRead: 0, cacheWrite: 0 };
}
