import type { Anthropic } from '@anthropic-ai/sdk';
import type { ModelMessage, ModelRequest, ModelToolCall, UserPart } from '../assistant';
import { toWireTools } from './tool-schemas';

type Body = Anthropic.MessageCreateParamsStreaming;

const KEEP = { cache_control: { type: 'ephemeral' } } as const;

/**
 * The request in the vendor's form. Two places are marked for its prompt cache: the end of the system prompt, which all calls of a client share
 * (tools come before it), and the end of the talk, which the next turn continues.
 */
export function toBody({ model, effort, maxTokens, system, tools, messages }: ModelRequest): Body {
  const thinking = thinkingOf(model);
  return {
    model,
    max_tokens: maxTokens,
    stream: true,
    system: [{ type: 'text', text: system, ...KEEP }],
    ...(tools.length > 0 && { tools: toWireTools(tools).map(tool => ({ ...tool, type: 'custom' as const })) }),
    messages: messages.map(toMessage),
    ...KEEP,
    ...(thinking && { thinking }),
    ...(takesEffort(model) && { output_config: { effort } }),
  };
}

/**
 * A caller hears nothing of what a model thinks, only the silence: thinking is off where it can be. Sonnet 5.5 gives its words between tools as
 * thoughts unless asked for `between_tools`; Opus 5.5, Fable and Mythos always think. Source: the models' pages on platform.claude.com.
 */
function thinkingOf(model: string): Body['thinking'] {
  if (model.startsWith('claude-sonnet-5-5')) return { type: 'between_tools' };
  return /^claude-(opus-5-5|fable|mythos)/.test(model) ? undefined : { type: 'disabled' };
}

function takesEffort(model: string): boolean {
  return !/^claude-(haiku|sonnet)-4-5/.test(model);
}

function toMessage(message: ModelMessage): Anthropic.MessageParam {
  if (message.role === 'user') {
    const blocks = message.parts.flatMap(toBlocks);
    return { role: 'user', content: blocks.length > 0 ? blocks : [textOf('(nothing)')] };
  }
  const { text, calls } = message;
  const words = text.trim() === '' ? [] : [textOf(text)];
  const blocks = [...words, ...calls.map(toCall)];
  return { role: 'assistant', content: blocks.length > 0 ? blocks : [textOf('(nothing)')] };
}

/** Blocks without words are refused. */
function toBlocks(part: UserPart): (Anthropic.TextBlockParam | Anthropic.ToolResultBlockParam)[] {
  if (part.type === 'text') return part.text.trim() === '' ? [] : [textOf(part.text)];
  const { callId, text, failed } = part;
  return [{ type: 'tool_result', tool_use_id: callId, content: text, ...(failed && { is_error: true }) }];
}

function textOf(text: string): Anthropic.TextBlockParam {
  return { type: 'text', text };
}

function toCall({ id, name, input }: ModelToolCall): Anthropic.ToolUseBlockParam {
  return { type: 'tool_use', id, name, input: objectIn(input) };
}

/** The vendor takes objects only; what the model wrote wrongly is known from the result that says so. */
function objectIn(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}
