import type { State } from '../definition/flow-definition';
import type { Problem, Step } from '../widgets/widget';
import type { Liquid } from './liquid';
import { plainText } from './plain-text';

export interface StepParts {
  readonly state: State;
  readonly callSid: string;
  readonly kept: Readonly<Record<string, unknown>>;
  readonly variables: object;
  readonly liquid: Liquid;
  readonly url: (flowEvent: string) => string;
  readonly warn: (problem: Problem) => void;
}

/** The view that a widget has of its execution. A template that cannot be rendered stays as it is written, and a warning says so. */
export function createStep({ state, callSid, kept, variables, liquid, url, warn }: StepParts): Step {
  function render(template: string): string {
    const { text, failed } = liquid.render(template, variables);
    if (failed !== undefined) warn({ message: `Liquid in ${state.name}: ${failed}` });
    return text;
  }
  return {
    state,
    callSid,
    kept,
    render,
    url,
    warn,
    text(property) {
      const value = state.properties[property];
      return typeof value === 'string' ? render(value) : plainText(value);
    },
    evaluate(template) {
      const typed = liquid.value(template, variables);
      if (typed) return typed.value;
      const text = render(template);
      return template === text && text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : text;
    },
  };
}
