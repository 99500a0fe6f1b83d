import { validateDefinition } from '../../../emulator';
import { renderTemplate, type TemplateValues } from '../render';
import type { Remark } from './finding';
import { stringsIn, type FlowSource } from './flow-source';

const EACH = /\$\{([^}]*)\}/g;
const RAW = /^raw:\$\{[a-z0-9_]+\}$/;

/** Placeholders that nothing sets, or that are text where a number is wanted, wherever in the file. */
export function placeholderRemarks({ template }: FlowSource, values: TemplateValues): Remark[] {
  const valueOf = (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined);
  return stringsIn(template, WHOLE).flatMap(({ path, text }) =>
    placeholdersIn(text).flatMap((name): Remark[] => {
      const value = valueOf(name);
      const at = { state: stateAt(path, template), path };
      if (value === undefined) {
        const known = Object.keys(values).sort().join(', ');
        const fix = `Take one of ${known}, or add it to scripts/flows/flow-values.ts and to Terraform.`;
        return [{ ...at, code: 'PLACEHOLDER_UNKNOWN', message: `Nothing sets \${${name}}.`, fix }];
      }
      if (!RAW.test(text) || typeof value !== 'string') return [];
      const fix = 'Take the "raw:" away.';
      return [{ ...at, code: 'PLACEHOLDER_NOT_RAW', message: `\${${name}} is text, not a number.`, fix }];
    }),
  );
}

const WHOLE = { path: '#', property: '' };

function placeholdersIn(text: string): string[] {
  return [...text.matchAll(EACH)].map(([, name = '']) => name);
}

function stateAt(path: string, { states }: FlowSource['template']): string {
  return states[Number(/^#\/states\/(\d+)/.exec(path)?.[1] ?? Number.NaN)]?.name ?? '';
}

/** What Studio's own check would say of the flow, with every placeholder filled in. */
export function schemaRemarks(source: FlowSource, values: TemplateValues): Remark[] {
  const { value } = renderTemplate(source.text, withAll(source, values), source.file);
  return validateDefinition(value).map(({ property_path: path, message }): Remark => {
    const state = stateAt(path, source.template);
    if (/^there is no widget named/.test(message)) {
      const fix = 'Name a widget that is there, or take the "next" away.';
      return { state, path, code: 'DANGLING', message: `${capital(message)}.`, fix };
    }
    const fix = 'Mend it as Studio says; see the widget in Twilio’s widget library.';
    return { state, path, code: 'SCHEMA', message: `Studio would refuse it: ${message}.`, fix };
  });
}

/** A placeholder without a value, or raw without a number, has its own remark: here it stands for something of the right form. */
function withAll({ template }: FlowSource, values: TemplateValues): TemplateValues {
  const all = new Map(Object.entries(values));
  const texts = stringsIn(template, WHOLE).map(each => each.text);
  for (const name of texts.flatMap(placeholdersIn)) if (!all.has(name)) all.set(name, 'text');
  for (const name of texts.filter(text => RAW.test(text)).flatMap(placeholdersIn)) {
    if (typeof all.get(name) === 'string') all.set(name, 5);
  }
  return Object.fromEntries(all);
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
