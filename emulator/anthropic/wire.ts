import * as z from 'zod';

const cacheControl = z
  .strictObject({ type: z.literal('ephemeral'), ttl: z.enum(['5m', '1h']).optional() })
  .nullable()
  .optional();
const text = z.strictObject({
  type: z.literal('text'),
  text: z.string(),
  cache_control: cacheControl,
  citations: z.unknown().optional(),
});
const toolUse = z.strictObject({
  type: z.literal('tool_use'),
  id: z.string().regex(/^[a-zA-Z0-9_-]+$/),
  name: z.string().min(1).max(200),
  input: z.record(z.string(), z.unknown()),
  cache_control: cacheControl,
});
const toolResult = z.strictObject({
  type: z.literal('tool_result'),
  tool_use_id: z.string().regex(/^[a-zA-Z0-9_-]+$/),
  content: z.union([z.string(), z.array(text)]).optional(),
  is_error: z.boolean().optional(),
  cache_control: cacheControl,
});
const thought = z.strictObject({ type: z.literal('thinking'), thinking: z.string(), signature: z.string() });
const block = z.discriminatedUnion('type', [text, toolUse, toolResult, thought]);
const message = z.strictObject({
  role: z.enum(['user', 'assistant']),
  content: z.union([z.string(), z.array(block)]),
});
const tool = z.strictObject({
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/),
  type: z.string().nullable().optional(),
  description: z.string().optional(),
  input_schema: z.looseObject({ type: z.literal('object') }),
  strict: z.boolean().optional(),
  eager_input_streaming: z.boolean().nullable().optional(),
  cache_control: cacheControl,
});
const disableParallel = { disable_parallel_tool_use: z.boolean().optional() };

/** The body of `POST /v1/messages`: the part of the vendor's parameters that the double takes. */
export const messagesRequest = z.strictObject({
  model: z.string().min(1),
  max_tokens: z.int().min(0),
  messages: z.array(message).min(1),
  system: z.union([z.string(), z.array(text)]).optional(),
  tools: z.array(tool).optional(),
  tool_choice: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('auto'), ...disableParallel }),
      z.strictObject({ type: z.literal('any'), ...disableParallel }),
      z.strictObject({ type: z.literal('tool'), name: z.string(), ...disableParallel }),
      z.strictObject({ type: z.literal('none') }),
    ])
    .optional(),
  thinking: z
    .strictObject({
      type: z.enum(['enabled', 'disabled', 'adaptive', 'between_tools']),
      display: z.enum(['summarized', 'omitted']).nullable().optional(),
      budget_tokens: z.int().min(1024).optional(),
    })
    .optional(),
  output_config: z
    .strictObject({
      effort: z.enum(['low', 'medium', 'high', 'xhigh', 'max']).nullable().optional(),
      format: z.unknown().optional(),
    })
    .optional(),
  cache_control: cacheControl,
  metadata: z.strictObject({ user_id: z.string().max(512).nullable().optional() }).optional(),
  service_tier: z.enum(['auto', 'standard_only']).optional(),
  stop_sequences: z.array(z.string()).optional(),
  stream: z.boolean().optional(),
  temperature: z.number().optional(),
  top_p: z.number().optional(),
  top_k: z.number().optional(),
});

export type MessagesRequest = z.output<typeof messagesRequest>;
export type WireTool = NonNullable<MessagesRequest['tools']>[number];
export type WireBlock = z.output<typeof block>;

/** A message's blocks; a string is one block of text. */
export function blocksOf(content: string | readonly WireBlock[]): readonly WireBlock[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}
