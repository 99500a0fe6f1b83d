import { validateDefinition } from '../../../emulator';
import { renderTemplate, type TemplateValues } from '../render';
import type { Remark } from './finding';
import type { FlowSource } from './flow-source';
import { stringsOf } from './flow-source';

const EACH = /\$\{([^}]*)\}/g;
const RAW = /^raw:\$\{[a-z0-9_]+\}$/;

/** Placeholders that nothing sets, or that are text where a number is wanted. */
export function placeholderRemarks({ template }: FlowSource, values: TemplateValues): Remark[] {
  return template.states.flatMap((state, index) =>
    stringsOf(state, index).flatMap(({ path, text }) =>
      [...text.matchAll(EACH)].flatMap(([, name = '']): Remark[] => {
        const value = Object.hasOwn(values, name) ? values[name] : undefined;
        const at = { state: state.name, path };
        if (value === undefined) {
          return [
            {
              ...at,
              code: 'PLACEHOLDER_UNKNOWN',
              message: `Nothing sets \${${name}}.`,
              fix: `Take one of ${Object.keys(values).sort().join(', ')}, or add it to scripts/flows/flow-values.ts and to Terraform.`,
            },
          ];
        }
        if (!RAW.test(text) || typeof value !== 'string') return [];
        return [
          {
            ...at,
            code: 'PLACEHOLDER_NOT_RAW',
            message: `\${${name}} is text, not a number.`,
            fix: 'Take the "raw:" away.',
          },
        ];
      }),
    ),
  );
}

/** What Studio's own check would say of the flow, with every placeholder filled in. */
export function schemaRemarks(source: FlowSource, values: TemplateValues): Remark[] {
  const { value } = renderTemplate(source.text, withAll(source, values), source.file);
  return validateDefinition(value).map(({ property_path: path, message }): Remark => {
    const index = Number(/^#\/states\/(\d+)/.exec(path)?.[1] ?? Number.NaN);
    const state = source.template.states[index]?.name ?? '';
    if (/^there is no widget named/.test(message)) {
      const fix = 'Name a widget that is there, or take the "next" away.';
      return { state, path, code: 'DANGLING', message: `${capital(message)}.`, fix };
    }
    const fix = 'Mend it as Studio says; see the widget in Twilio’s widget library.';
    return { state, path, code: 'SCHEMA', message: `Studio would refuse it: ${message}.`, fix };
  });
}

/** A placeholder without a value, or raw without a number, has its own remark: here it stands for something of the right form. */
function withAll({ text }: FlowSource, values: TemplateValues): TemplateValues {
  const raw = [...text.matchAll(/"raw:\$\{([a-z0-9_]+)\}"/g)].map(([, name = '']) => name);
  const named = [...text.matchAll(EACH)].map(([, name = '']) => name);
  const all: Record<string, string | number | boolean> = { ...values };
  for (const name of named) if (!Object.hasOwn(all, name)) all[name] = 'text';
  for (const name of raw) if (typeof all[name] === 'string') all[name] = 5;
  return all;
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
