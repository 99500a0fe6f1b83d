import type { Remark } from './finding';
import type { FlowState } from './flow-source';
import { VOICE_PARAMETERS } from './function-calls';
import type { FunctionInputs } from './function-inputs';
import type { FlowGraph } from './graph';
import { NOT_YET, pastsOf, variableKey } from './known-variables';
import { templatesOf, variablesOf, type Template } from './templates';
import { everSetBy, parsedKeys, setBy, type Sets } from './widget-variables';

interface Scene {
  readonly graph: FlowGraph;
  readonly functions: readonly FunctionInputs[];
  readonly past: ReadonlyMap<string, ReadonlySet<string>>;
  readonly state: FlowState;
}

/** Liquid that reads what nothing sets, or what is not set on every path to the widget. */
export function variableRemarks(graph: FlowGraph, functions: readonly FunctionInputs[]): Remark[] {
  const pasts = pastsOf(graph);
  return graph.states.flatMap((state, index) => {
    const past = pasts.get(state);
    if (!past) return [];
    const scene: Scene = { graph, functions, past, state };
    return templatesOf(state, index, functions).flatMap(template => judge(template, scene));
  });
}

function judge(template: Template, scene: Scene): Remark[] {
  const at = { state: scene.state.name, path: template.path };
  try {
    return variablesOf(template.text).flatMap(segments => {
      const verdict = verdictOn(segments, template, scene);
      return verdict ? [{ ...at, ...verdict }] : [];
    });
  } catch (error) {
    const words = error instanceof Error ? error.message.replace(/, line:.*/s, '') : String(error);
    return [
      { ...at, code: 'LIQUID_INVALID', message: `It is no Liquid: ${words}.`, fix: 'Mend the braces or the tag.' },
    ];
  }
}

type Verdict = Pick<Remark, 'code' | 'message' | 'fix'> | undefined;

function verdictOn(segments: readonly string[], template: Template, scene: Scene): Verdict {
  const [root, second = '', third = ''] = segments;
  switch (root) {
    case 'widgets':
      return ofWidget(segments, template, scene);
    case 'trigger':
      return ofTrigger(second, third, scene);
    case 'flow':
      if (second === 'variables') return ofFlow(third, template, scene);
      return ['sid', 'flow_sid', 'channel', 'data'].includes(second)
        ? undefined
        : unknown(segments, 'flow.sid, flow.flow_sid, flow.channel.address, flow.data.*, flow.variables.*');
    case 'contact':
      return second === 'channel' ? undefined : unknown(segments, 'contact.channel.address');
    default:
      return unknown(segments, 'widgets.*, trigger.*, flow.* and contact.channel.address');
  }
}

function ofWidget(segments: readonly string[], template: Template, scene: Scene): Verdict {
  const [, name = '', variable = '', key] = segments;
  const widget = scene.graph.states.find(state => state.name === name);
  if (!widget) return unknown(segments, `widgets ${scene.graph.states.map(state => state.name).join(', ')}`);
  const ever = everSetBy(widget);
  if (!has(ever, variable)) return unknown(segments, `${name} sets ${show(ever)}`);
  const keys = variable === 'parsed' && key !== undefined ? parsedKeys(widget, scene.functions) : undefined;
  if (keys && key !== undefined && !keys.includes(key))
    return unknown(segments, `the function answers ${keys.join(', ')}`);
  const events = scene.past.get(name);
  if (!events) return { ...unset(segments), message: `{{${segments.join('.')}}} is read before ${name} was there.` };
  const without = [...events].filter(event => event === NOT_YET || !has(setBy(widget, event), variable));
  if (without.length === 0 || (template.mayBeBlank && without.length < events.size)) return undefined;
  const ways = without.map(event => (event === NOT_YET ? `${name} was passed by` : `${name} was left by ${event}`));
  return { ...unset(segments), message: `{{${segments.join('.')}}} is not set when ${ways.join(', or ')}.` };
}

/** What began the execution, and what it brought. */
const BEGUN_BY: Readonly<Record<string, string>> = {
  call: 'incomingCall',
  message: 'incomingMessage',
  conversation: 'incomingConversationMessage',
  request: 'incomingRequest',
  parent: 'incomingParent',
};

function ofTrigger(kind: string, parameter: string, { graph, past }: Scene): Verdict {
  const event = BEGUN_BY[kind];
  const segments = ['trigger', kind, parameter];
  if (event === undefined)
    return unknown(
      segments,
      Object.keys(BEGUN_BY)
        .map(each => `trigger.${each}.*`)
        .join(', '),
    );
  if (kind === 'call' && !VOICE_PARAMETERS.has(parameter)) {
    const near = [...VOICE_PARAMETERS].find(each => each.toLowerCase() === parameter.toLowerCase());
    return unknown(
      segments,
      near ? `trigger.call.${near}` : 'the parameters of a voice webhook, such as From, To, CallSid',
    );
  }
  const events = past.get(graph.start?.name ?? '') ?? new Set();
  if ([...events].every(each => each === event)) return undefined;
  return { ...unset(segments), message: `{{${segments.join('.')}}} is only there when ${event} began it.` };
}

function ofFlow(name: string, template: Template, { past, state, graph }: Scene): Verdict {
  const segments = ['flow', 'variables', name];
  const events = past.get(variableKey(name));
  if (events && ![...events].includes(NOT_YET)) return undefined;
  const everSet = graph.states.some(each => each.type === 'set-variables' && has(setBy(each, 'next'), name));
  // A counter begins at nothing, which counts as 0.
  if (everSet && (template.mayBeBlank || has(setBy(state, 'next'), name))) return undefined;
  if (!everSet) return unknown(segments, 'no set-variables widget sets it');
  return { ...unset(segments), message: `{{${segments.join('.')}}} is not set on every path to this widget.` };
}

function has(sets: Sets, name: string): boolean {
  return sets === 'anything' || sets.has(name);
}

function show(sets: Sets): string {
  if (sets === 'anything') return 'anything';
  const own = [...sets].filter(name => !VOICE_PARAMETERS.has(name));
  const call = own.length < sets.size ? ['the parameters of the call'] : [];
  return [...own, ...call].join(', ') || 'nothing';
}

function unknown(segments: readonly string[], known: string): Verdict {
  const message = `Nothing sets {{${segments.filter(each => each !== '').join('.')}}}.`;
  return { code: 'VARIABLE_UNKNOWN', message, fix: `There is: ${known}.` };
}

function unset(segments: readonly string[]): { code: 'VARIABLE_UNSET'; fix: string } {
  const name = segments.at(-1) ?? '';
  return { code: 'VARIABLE_UNSET', fix: `Set ${name} on that path too, or go another way there.` };
}
