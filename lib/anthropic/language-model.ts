import type { Anthropic } from '@anthropic-ai/sdk';
import type { LanguageModel, ModelEvent, ModelRequest } from '../assistant';
import { AppError } from '../errors';
import { anthropicError } from './failure';
import { toBody } from './request';

export interface AnthropicOptions {
  /** Asked for at first use, so that a missing key stops only what needs the model. Throws CONFIG_MISSING. */
  readonly key: () => string;
  /** Instead of the global one. */
  readonly fetch?: typeof globalThis.fetch;
}

/** Above any turn's deadline; the signal ends a request long before. */
const TIMEOUT_MS = 60_000;

/**
 * A language model of Anthropic, streamed. One request for one answer: repeating is the assistant's to decide, who knows what time is left.
 * The SDK takes about 0.2 s to load, so it is loaded when a model is asked, and then kept.
 */
export function anthropicModel(options: AnthropicOptions): LanguageModel {
  let client: Promise<Anthropic> | undefined;
  return {
    async *answer(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
      try {
        client ??= createClient(options);
        const anthropic = await client;
        signal.throwIfAborted();
        yield* eventsOf(await anthropic.messages.create(toBody(request), { signal }));
      } catch (thrown) {
        throw anthropicError(thrown, signal.aborted);
      }
    },
  };
}

async function createClient({ key, fetch }: AnthropicOptions): Promise<Anthropic> {
  const apiKey = key();
  const { Anthropic: Client } = await import('@anthropic-ai/sdk');
  // The SDK's log could hold a caller's words.
  return new Client({ apiKey, maxRetries: 0, timeout: TIMEOUT_MS, logLevel: 'off', ...(fetch && { fetch }) });
}

type Wire = Anthropic.RawMessageStreamEvent;

/** Blocks are told apart by their type: an answer may begin with thoughts. A call comes when it is whole. */
async function* eventsOf(stream: AsyncIterable<Wire>): AsyncGenerator<ModelEvent> {
  const calls = new Map<number, { id: string; name: string; input: string }>();
  let prompt = { input: 0, cacheRead: 0, cacheWrite: 0 };
  for await (const event of stream) {
    if (event.type === 'message_start') prompt = promptTokens(event.message.usage, prompt);
    else if (event.type === 'content_block_start' && event.content_block.type === 'tool_use')
      calls.set(event.index, { id: event.content_block.id, name: event.content_block.name, input: '' });
    else if (event.type === 'content_block_delta' && event.delta.type === 'text_delta')
      yield { type: 'text', text: event.delta.text };
    else if (event.type === 'content_block_delta' && event.delta.type === 'input_json_delta') {
      const call = calls.get(event.index);
      if (call) call.input += event.delta.partial_json;
    } else if (event.type === 'content_block_stop') {
      const call = calls.get(event.index);
      if (call) yield { type: 'call', ...call, input: call.input === '' ? '{}' : call.input };
    } else if (event.type === 'message_delta' && event.delta.stop_reason !== null) {
      const usage = { ...promptTokens(event.usage, prompt), output: event.usage.output_tokens };
      yield { type: 'stop', reason: reasonOf(event.delta.stop_reason), usage };
      return;
    }
  }
  throw new AppError('VENDOR_UNAVAILABLE', 'The answer of the model broke off.');
}

interface PromptUsage {
  readonly input_tokens: number | null;
  readonly cache_read_input_tokens: number | null;
  readonly cache_creation_input_tokens: number | null;
}
interface PromptTokens {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

function promptTokens(usage: PromptUsage, before: PromptTokens): PromptTokens {
  return {
    input: usage.input_tokens ?? before.input,
    cacheRead: usage.cache_read_input_tokens ?? before.cacheRead,
    cacheWrite: usage.cache_creation_input_tokens ?? before.cacheWrite,
  };
}

function reasonOf(reason: Anthropic.StopReason | null): Extract<ModelEvent, { type: 'stop' }>['reason'] {
  if (reason === 'tool_use') return 'calls';
  if (reason === 'refusal') return 'refusal';
  return reason === 'max_tokens' || reason === 'model_context_window_exceeded' ? 'length' : 'end';
}
