import type { PinPorts } from '../pin';
import { readInput, type JsonObject } from './json-schema';
import type { AssistantSettings } from './settings';
import type { CallEntry, ConversationState } from './state';
import { engineTools, type EngineTool, type Tool } from './tool';

/** The tools that the model is shown in this state: those it may call. */
export function visibleTools(tools: readonly Tool[], state: ConversationState, now: Date): Tool[] {
  return offeredTools(tools, now).filter(tool => isPermitted(tool, state));
}

/** The tools that can be had at that moment. */
export function offeredTools(tools: readonly Tool[], now: Date): Tool[] {
  return tools.filter(tool => tool.offered?.(now) ?? true);
}

/** Permission is the state's alone; what the model, the caller or a tool's result says of it changes nothing. */
function isPermitted(tool: Tool, state: ConversationState): boolean {
  return tool.permission === 'public' || state.account !== undefined;
}

/** Whether the line can still find out who the caller is. */
export function mayIdentify(pin: PinPorts | undefined, settings: AssistantSettings, state: ConversationState): boolean {
  return (
    pin !== undefined &&
    settings.identify !== 'never' &&
    state.account === undefined &&
    state.pinTries < settings.limits.pinTries
  );
}

/** What becomes of one of the model's calls. A refusal is told to the model; twice in a turn and a person takes over. */
export type Verdict =
  | { readonly kind: 'run'; readonly tool: Tool; readonly input: JsonObject }
  | { readonly kind: 'engine'; readonly name: EngineTool; readonly input: string }
  | { readonly kind: 'refused'; readonly why: string };

/** Judges a call by name, permission, input and whether the same was called in this turn already. */
export function judge(call: CallEntry, state: ConversationState, tools: readonly Tool[]): Verdict {
  const engine = engineTools.find(name => name === call.name);
  if (engine) return { kind: 'engine', name: engine, input: call.input };
  const tool = tools.find(each => each.name === call.name);
  if (!tool) return { kind: 'refused', why: 'There is no such tool.' };
  if (!isPermitted(tool, state))
    return { kind: 'refused', why: 'Not allowed: the caller is not identified. Call identifyCaller first.' };
  if (isRepeated(call, state))
    return { kind: 'refused', why: 'You called this with the same input in this turn; its result is above.' };
  const read = readInput(call.input, tool.input);
  return 'fault' in read ? { kind: 'refused', why: read.fault } : { kind: 'run', tool, input: read.input };
}

function isRepeated(call: CallEntry, { entries, open }: ConversationState): boolean {
  const called = entries.flatMap(entry =>
    entry.t === 'assistant' && entry.n >= (open?.turn ?? 0) ? (entry.calls ?? []) : [],
  );
  const at = called.findIndex(({ id }) => id === call.id);
  return called.slice(0, Math.max(0, at)).some(({ name, input }) => name === call.name && input === call.input);
}
