import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { AssistantSection, Client } from '../../lib/config';
import { readClient, type Fault } from '../../lib/config/read-client';
import { readYaml } from '../../lib/config/schema/read-yaml';
import { badInput } from '../command-error';
import { inProject } from '../project';
import { evalSchema, type EvalFile } from './eval-schema';

/** An eval that can be run: its file, and the client whose assistant answers. */
export interface Eval extends Omit<EvalFile, 'client' | 'change'> {
  /** The file's, without ".yaml". */
  readonly name: string;
  readonly folder: string;
  readonly client: Client;
  readonly settings: AssistantSection;
}

/** The names of all evals, in alphabetical order. */
export function evalNames(folder: string): string[] {
  return readdirSync(folder)
    .filter(file => file.endsWith('.yaml'))
    .map(file => file.slice(0, -'.yaml'.length))
    .sort();
}

/** The evals whose names begin with one of these words; all for none. Throws EVAL_UNKNOWN, or EVAL_INVALID with every fault and its line. */
export function loadEvals(words: readonly string[], folder: string = inProject('evals')): Eval[] {
  const all = evalNames(folder);
  const unknown = words.find(word => !all.some(name => name.startsWith(word)));
  if (unknown !== undefined)
    throw badInput('EVAL_UNKNOWN', `No eval is called ${unknown}. There is: ${all.join(', ')}.`);
  const chosen = all.filter(name => words.length === 0 || words.some(word => name.startsWith(word)));
  const read = chosen.map(name => readEval(name, folder));
  const faults = read.flatMap(each => each.faults ?? []);
  if (faults.length > 0)
    throw badInput(
      'EVAL_INVALID',
      `${faults.length === 1 ? 'One fault' : `${faults.length} faults`}.\n${faults.join('\n')}`,
    );
  return read.flatMap(each => each.value ?? []);
}

type ReadEval =
  { readonly value: Eval; readonly faults?: never } | { readonly value?: never; readonly faults: readonly string[] };

/** One eval, or its faults as lines: "evals/book.yaml:12  caller[2].press: expected keys". */
export function readEval(name: string, folder: string): ReadEval {
  const text = readFileSync(join(folder, `${name}.yaml`), 'utf8');
  const shown = (faults: readonly Fault[]): string[] =>
    faults.map(({ line, path, message }) => `  evals/${name}.yaml:${line}  ${path || 'the file'}: ${message}`);
  const { value, faults } = readYaml(text, evalSchema);
  if (faults) return { faults: shown(faults) };
  const made = clientOf(value);
  if (made.client?.assistant)
    return { value: { ...value, name, folder, client: made.client, settings: made.client.assistant } };
  const at = text.split('\n').findIndex(line => /^(change|client):/.test(line)) + 1;
  const own = made.faults ?? [{ path: 'client', line: 0, message: `clients/${value.client}.yaml has no assistant` }];
  return { faults: shown(own.map(fault => ({ ...fault, line: Math.max(1, at) }))) };
}

/** The client with the assistant that the eval wants, checked as any client's file is. */
function clientOf(value: EvalFile): { client?: Client; faults?: readonly Fault[] } {
  const file = inProject('clients', `${value.client}.yaml`);
  if (!existsSync(file))
    return { faults: [{ path: 'client', line: 0, message: `there is no clients/${value.client}.yaml` }] };
  const client = recordOf(parse(readFileSync(file, 'utf8')));
  if (client['assistant'] === undefined) return {};
  return readOnce(stringify({ ...client, assistant: merged(client['assistant'], value.change) }));
}

const known = new Map<string, ReturnType<typeof readClient>>();

/** Most evals are of the same client. */
function readOnce(text: string): ReturnType<typeof readClient> {
  const read = known.get(text) ?? readClient(text);
  known.set(text, read);
  return read;
}

/** Keys of the change over those of the section, at every depth; lists are replaced. */
function merged(section: unknown, change: unknown): unknown {
  if (!isRecord(section) || !isRecord(change)) return change ?? section;
  const keys = [...new Set([...Object.keys(section), ...Object.keys(change)])];
  return Object.fromEntries(keys.map(key => [key, key in change ? merged(section[key], change[key]) : section[key]]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}
