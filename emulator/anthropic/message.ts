import type { PromptTokens } from './prompt-cache';
import { tokensOf } from './prompt-cache';
import type { ModelTurn } from './script';
import type { MessagesRequest } from './wire';

/** A block of an answer; the input of a call as the text that the model wrote. */
export type AnswerBlock =
  | { readonly type: 'thinking'; readonly text: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly text: string };

/** A whole answer, before it goes over the wire. */
export interface Answer {
  readonly id: string;
  readonly model: string;
  readonly blocks: readonly AnswerBlock[];
  readonly stopReason: 'end_turn' | 'tool_use' | 'max_tokens' | 'refusal';
  readonly prompt: PromptTokens;
  readonly outputTokens: number;
}

/** What the turn answers to the request. `newId` makes ids: "msg_…", "toolu_…". */
export function answerOf(
  turn: ModelTurn,
  { request, prompt, newId }: { request: MessagesRequest; prompt: PromptTokens; newId: (prefix: string) => string },
): Answer {
  const mayThink = request.thinking?.type !== 'disabled';
  const calls = (turn.calls ?? []).map(({ name, input = {} }): AnswerBlock => ({
    type: 'tool_use',
    id: newId('toolu_01'),
    name,
    text: typeof input === 'string' ? input : JSON.stringify(input),
  }));
  const whole: AnswerBlock[] = [
    ...(turn.thinking !== undefined && mayThink ? [{ type: 'thinking', text: turn.thinking } as const] : []),
    ...(turn.say === undefined || turn.say === '' ? [] : [{ type: 'text', text: turn.say } as const]),
    ...calls,
  ];
  const { blocks, cut } = cutOff(whole, request.max_tokens);
  const natural = calls.length > 0 ? 'tool_use' : 'end_turn';
  return {
    id: newId('msg_01'),
    model: request.model,
    blocks,
    stopReason: turn.stop ?? (cut ? 'max_tokens' : natural),
    prompt,
    outputTokens: Math.max(1, sum(blocks)),
  };
}

/** An answer ends at `max_tokens`, in the middle of a word if need be. 0 asks for the prompt to be cached and for nothing else. */
function cutOff(blocks: readonly AnswerBlock[], maxTokens: number): { blocks: AnswerBlock[]; cut: boolean } {
  const kept: AnswerBlock[] = [];
  for (const block of blocks) {
    const left = maxTokens - sum(kept);
    if (tokensOf(block.text) <= left) kept.push(block);
    else return { blocks: left > 0 ? [...kept, { ...block, text: block.text.slice(0, left * 4) }] : kept, cut: true };
  }
  return { blocks: kept, cut: maxTokens === 0 };
}

const sum = (blocks: readonly AnswerBlock[]): number => blocks.reduce((total, { text }) => total + tokensOf(text), 0);

/** The `usage` of an answer. */
export function usageOf({ prompt }: Answer, outputTokens: number): Record<string, unknown> {
  return {
    input_tokens: prompt.input,
    cache_creation_input_tokens: prompt.written,
    cache_read_input_tokens: prompt.read,
    output_tokens: outputTokens,
    output_tokens_details: null,
    server_tool_use: null,
  };
}

/** The body of an answer that is not streamed; input that is no JSON object comes as an empty one, as the vendor's own types have it. */
export function messageOf(answer: Answer): Record<string, unknown> {
  return { ...shellOf(answer), content: answer.blocks.map(blockOf), ...endOf(answer), usage: fullUsage(answer) };
}

/** A message as it begins: no content, no reason to stop. */
export function shellOf(answer: Answer): Record<string, unknown> {
  return {
    id: answer.id,
    type: 'message',
    role: 'assistant',
    model: answer.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    usage: { ...fullUsage(answer), output_tokens: 1 },
  };
}

/** Why it stopped. */
export function endOf({ stopReason }: Answer): Record<string, unknown> {
  const explanation = 'This request was declined by a safety classifier.';
  const stop_details = stopReason === 'refusal' ? { type: 'refusal', category: 'general_harms', explanation } : null;
  return { stop_reason: stopReason, stop_sequence: null, stop_details };
}

function fullUsage(answer: Answer): Record<string, unknown> {
  const cache_creation = { ephemeral_5m_input_tokens: answer.prompt.written, ephemeral_1h_input_tokens: 0 };
  const tier = { service_tier: 'standard', inference_geo: 'not_available', speed: null };
  return { ...usageOf(answer, answer.outputTokens), cache_creation, ...tier };
}

function blockOf(block: AnswerBlock): Record<string, unknown> {
  if (block.type === 'text') return { type: 'text', text: block.text, citations: null };
  if (block.type === 'thinking') return { type: 'thinking', thinking: block.text, signature: SIGNATURE };
  return { type: 'tool_use', id: block.id, name: block.name, input: objectIn(block.text), caller: { type: 'direct' } };
}

/** Of a thinking block; opaque to clients. */
export const SIGNATURE = 'bG9jYWw=';

function objectIn(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
