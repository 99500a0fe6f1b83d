import { Liquid } from 'liquidjs';
import { stringsOf, type FlowState } from './flow-source';
import { callsOf } from './function-calls';
import type { FunctionInputs } from './function-inputs';

/** A piece of a widget that Studio renders by itself: a property, or one parameter of a URL. */
export interface Template {
  readonly path: string;
  readonly text: string;
  /** What is not set there is no harm: the function takes it or leaves it, or the template itself looks whether it is there. */
  readonly mayBeBlank: boolean;
}

const LIQUID = /\{\{|\{%/;
const BLANK_CHECKS = /^is_(not_)?blank$/;

/** All templates of a widget that have Liquid in them. */
export function templatesOf(state: FlowState, index: number, functions: readonly FunctionInputs[]): Template[] {
  const calls = callsOf(state, index);
  const given = calls.flatMap(call => {
    const fields = functions.find(({ path }) => path === call.function)?.fields ?? {};
    return call.given.map(each => ({ ...each, mayBeBlank: fields[each.name]?.required === false }));
  });
  const covered = new Set(given.filter(each => !calls.some(call => call.path === each.path)).map(each => each.path));
  const strings = stringsOf(state, index)
    .filter(({ path }) => !covered.has(path))
    .map(({ path, text }) => ({
      path,
      text: calls.some(call => call.path === path) ? text.replace(/\?.*$/s, '') : text,
    }));
  const looked = looksForBlank(state);
  return [
    ...strings.map(each => ({ ...each, mayBeBlank: looked })),
    ...given.map(({ value, ...rest }) => ({ ...rest, text: value })),
  ]
    .filter(({ text }) => LIQUID.test(text))
    .map(({ path, text, mayBeBlank }) => ({ path, text, mayBeBlank: mayBeBlank || /\|\s*default:|\{%/.test(text) }));
}

/** A split that asks whether something is there may find that it is not. */
function looksForBlank(state: FlowState): boolean {
  return state.transitions.some(({ conditions }) => {
    const list: unknown[] = Array.isArray(conditions) ? conditions : [];
    return list.some(each => BLANK_CHECKS.test(String((Object(each) as { type?: unknown }).type)));
  });
}

const engine = new Liquid();

/** The variables that a template reads, as paths: ["widgets", "ask_line", "parsed", "state"]. Throws what is wrong with a template that is no Liquid. */
export function variablesOf(text: string): string[][] {
  return engine.globalVariableSegmentsSync(text).map(segments => segments.map(String));
}
