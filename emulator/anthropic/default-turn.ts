import type { ModelTurn } from './script';
import type { MessagesRequest, WireBlock, WireTool } from './wire';
import { blocksOf } from './wire';

const SHORTEST_WORD = 4;
const MOST_READ = 200;

/**
 * What the double answers when no script says anything: it reads tool results out, calls the tool whose name shares most words with what was
 * said last, and otherwise repeats what it understood. The same request gets the same answer.
 */
export function defaultTurn(request: MessagesRequest, nowMs: number): ModelTurn {
  const last = blocksOf(request.messages.at(-1)?.content ?? '');
  const results = last.flatMap(each => (each.type === 'tool_result' ? [textOf(each)] : []));
  if (results.length > 0) return { say: `This is what I found: ${results.join(' ').slice(0, MOST_READ)}` };
  const said = last.map(textOf).at(-1) ?? '';
  const tool = closestTool(request.tools ?? [], said);
  if (tool) return { calls: [{ name: tool.name, input: inputFor(tool, said, nowMs) }] };
  return { say: `I understood: ${said.slice(0, MOST_READ)}. What can I do for you?` };
}

/** The words of a block, as scripts and defaults look at them. */
export function textOf(block: WireBlock): string {
  if (block.type === 'text') return block.text;
  if (block.type !== 'tool_result') return '';
  return blocksOf(block.content ?? '')
    .map(textOf)
    .join(' ');
}

function closestTool(tools: readonly WireTool[], said: string): WireTool | undefined {
  const words = new Set(wordsOf(said));
  const scored = tools.map(tool => ({ tool, score: wordsOf(tool.name).filter(word => words.has(word)).length }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return best === 0 ? undefined : scored.find(({ score }) => score === best)?.tool;
}

/** "findFreeSlots" and "free slot" meet in "free" and "slot". */
function wordsOf(text: string): string[] {
  const spaced = text.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  const words = spaced.split(/[^\p{L}]+/u).filter(word => word.length >= SHORTEST_WORD);
  return words.map(word => word.replace(/s$/, ''));
}

function inputFor({ input_schema: schema }: WireTool, said: string, nowMs: number): Record<string, unknown> {
  const { properties, required } = schema as { properties?: Record<string, unknown>; required?: unknown[] };
  const entries = Object.entries(properties ?? {}).filter(([name]) => required?.includes(name));
  return Object.fromEntries(entries.map(([name, property]) => [name, valueFor(property, said, nowMs)]));
}

function valueFor(property: unknown, said: string, nowMs: number): unknown {
  const schema = property as { type?: string; format?: string; enum?: readonly unknown[]; maxLength?: number };
  if (schema.enum) return schema.enum[0];
  const now = new Date(nowMs).toISOString();
  if (schema.format === 'date') return now.slice(0, 10);
  if (schema.format === 'date-time') return now;
  if (schema.type === 'boolean') return true;
  if (schema.type === 'integer' || schema.type === 'number') return 1;
  if (schema.type === 'array') return [];
  return schema.type === 'object' ? {} : said.slice(0, schema.maxLength ?? MOST_READ);
}
