import * as z from 'zod';

const interruptible = z.union([z.boolean(), z.enum(['none', 'dtmf', 'speech', 'any'])]).optional();

/** What a server may send, https://www.twilio.com/docs/voice/conversationrelay/websocket-messages. */
const relayMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('text'),
    token: z.string(),
    last: z.boolean().default(false),
    lang: z.string().optional(),
    interruptible,
    preemptible: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('play'),
    source: z.string().min(1),
    loop: z.number().int().min(0).max(1000).default(1),
    preemptible: z.boolean().optional(),
    interruptible,
  }),
  z.object({ type: z.literal('sendDigits'), digits: z.string().regex(/^[0-9w#*]+$/) }),
  z
    .object({
      type: z.literal('language'),
      ttsLanguage: z.string().optional(),
      transcriptionLanguage: z.string().optional(),
    })
    .refine(({ ttsLanguage, transcriptionLanguage }) => ttsLanguage ?? transcriptionLanguage, 'one language is needed'),
  z.object({ type: z.literal('end'), handoffData: z.string().optional() }),
]);

export type RelayMessage = z.output<typeof relayMessage>;

/** A message, or what is wrong with it. */
export function readRelayMessage(text: string): RelayMessage | { readonly fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: 'Invalid message received: it is not JSON' };
  }
  const read = relayMessage.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return { fault: `Invalid message received: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim() };
}
