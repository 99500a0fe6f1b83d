import type { LanguageModel, ModelMessage, ModelToolCall, Reply, ToolDefinition } from '../../lib/assistant';
import type { CallerStep, Simulated } from './eval-schema';

/** Who calls. */
export interface Caller {
  /** What they do after what the line said; undefined when they have nothing more to do. */
  next(reply: Reply): Promise<CallerStep | undefined>;
}

/** Does one thing after the other, whatever the line says. */
export function scriptedCaller(steps: readonly CallerStep[]): Caller {
  const left = [...steps];
  return { next: async () => left.shift() };
}

const text = { type: 'string', maxLength: 400 } as const;
const tools: readonly ToolDefinition[] = [
  { name: 'say', description: 'Say something.', input: objectOf({ words: text }) },
  {
    name: 'pressKeys',
    description: 'Press keys of the phone. Use it when the line asks for digits on the keypad; end with #.',
    input: objectOf({ keys: { ...text, pattern: '^[0-9*#]{1,32}$' } }),
  },
  { name: 'keepSilent', description: 'Say nothing for a while.', input: objectOf({}) },
  { name: 'hangUp', description: 'End the call, once you have what you want or have given up.', input: objectOf({}) },
];

function objectOf(properties: ToolDefinition['input']['properties']): ToolDefinition['input'] {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

/**
 * A caller whom a model plays: it hears what the line says and answers as that person would. Hangs up after `mostTurns`. Throws what the model
 * throws.
 */
export function simulatedCaller(simulated: Simulated, model: LanguageModel): Caller {
  const messages: ModelMessage[] = [];
  let turns = 0;
  let before: ModelToolCall | undefined;
  return {
    async next(reply) {
      turns += 1;
      if (turns > simulated.mostTurns) return { hangUp: true };
      const results = before ? [{ type: 'result' as const, callId: before.id, text: 'Done.', failed: false }] : [];
      const heard = { type: 'text' as const, text: `You hear: "${reply.say.join(' ')}"` };
      messages.push({ role: 'user', parts: [...results, heard] });
      const { words, call } = await ask(model, simulated, messages);
      messages.push({ role: 'assistant', text: words, calls: call ? [call] : [] });
      before = call;
      return stepOf(call, words);
    },
  };
}

async function ask(
  model: LanguageModel,
  simulated: Simulated,
  messages: readonly ModelMessage[],
): Promise<{ readonly words: string; readonly call: ModelToolCall | undefined }> {
  const request = {
    ...{ model: simulated.model, effort: 'low' as const, maxTokens: 300, tools, messages: [...messages] },
    system: promptOf(simulated),
  };
  let words = '';
  let call: ModelToolCall | undefined;
  for await (const event of model.answer(request, AbortSignal.timeout(60_000))) {
    if (event.type === 'text') words += event.text;
    else if (event.type === 'call') call ??= { id: event.id, name: event.name, input: event.input };
  }
  return { words, call };
}

function promptOf({ persona, goal, knows }: Simulated): string {
  const facts = Object.entries(knows).map(([what, value]) => `- ${what}: ${value}`);
  return [
    'You play a person who calls a phone line, so that the line can be tried. Each message is what you hear.',
    `Who you are: ${persona}`,
    `What you want: ${goal}`,
    facts.length > 0 ? `What you know, and say only when asked for it:\n${facts.join('\n')}` : '',
    'Answer with one tool call and nothing else. Speak as people do on the phone: short, sometimes with a filler word. Never play the line. Hang up when you have what you want.',
  ]
    .filter(part => part !== '')
    .join('\n\n');
}

function stepOf(call: ModelToolCall | undefined, words: string): CallerStep {
  const said = words.trim() === '' ? undefined : { say: words.trim().slice(0, 400) };
  if (!call) return said ?? { silence: true };
  const input = parsed(call.input);
  if (call.name === 'hangUp') return { hangUp: true };
  const keys = input['keys'];
  if (call.name === 'pressKeys' && typeof keys === 'string' && /^[\d*#]{1,32}$/.test(keys)) return { press: keys };
  const spoken = input['words'];
  if (call.name === 'say' && typeof spoken === 'string' && spoken.trim() !== '') return { say: spoken.trim() };
  return said ?? { silence: true };
}

function parsed(input: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(input);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
