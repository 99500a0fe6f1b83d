import { isObject } from '../definition/fault';
import type { Step } from './widget';

/** A widget's `parameters` or `variables` with Liquid rendered, as text. A key that comes twice counts as it came last. */
export function renderedPairs(step: Step, property: string): Record<string, string> {
  return Object.fromEntries(pairs(step, property).map(({ key, value }) => [key, step.render(value)]));
}

/** The same, with types: numbers, true and false unquoted become what they are, null becomes '', `parse_as_json` makes objects. */
export function typedPairs(step: Step, property: string): Record<string, unknown> {
  return Object.fromEntries(
    pairs(step, property).map(({ key, value, parse }) => {
      const text = step.render(value);
      return [key, parse ? parsed(step, key, text) : typed(text)];
    }),
  );
}

function pairs(step: Step, property: string): { key: string; value: string; parse: boolean }[] {
  const list: unknown = step.state.properties[property];
  if (!Array.isArray(list)) return [];
  return list.filter(isObject).map(item => ({
    key: step.render(String(item.key)),
    value: String(item.value),
    parse: item.parse_as_json === true,
  }));
}

/**
 * Only numbers that print as they were written: "007" and a phone number with its plus stay text. Blanks around are what tags leave behind
 * (`{% if … %} {{n | plus: 1}} {% endif %}`, the counter of nearly every published flow).
 */
function typed(text: string): unknown {
  const bare = text.trim();
  if (bare === 'true' || bare === 'false') return bare === 'true';
  if (bare === 'null') return '';
  const number = Number(bare);
  return bare !== '' && String(number) === bare && Number.isFinite(number) ? number : text;
}

function parsed(step: Step, key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    step.warn({ message: `${key} is to be parsed as JSON, but is not JSON: it stays text` });
    return text;
  }
}
