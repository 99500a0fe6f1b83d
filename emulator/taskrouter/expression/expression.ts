import { OPERATORS, type Value } from './operators';
import { parse } from './parse';
import type { Operand, Tree } from './tree';

/** The documents that the keys of an expression are looked up in: an object of JSON values. */
export type Scope = Readonly<Record<string, unknown>>;

export interface Expression {
  readonly source: string;
  /** The first part of each key: `task` tells that a target's expression looks at the task. */
  readonly roots: ReadonlySet<string>;
  /** Each key as it is written, without indices: "worker.channel.voice.assigned_tasks". */
  readonly keys: readonly string[];
  test(scope: Scope): boolean;
}

/**
 * Makes an expression ready to run.
 * A key that the document lacks is NULL: it equals nothing but NULL, and `missing != 'x'` is true. Scalar operators on arrays and
 * array operators on two scalars answer false. Throws ExpressionError (Twilio: 400, 20001).
 * Source: twilio.com/docs/taskrouter/expression-syntax
 */
export function compile(source: string): Expression {
  const known = compiled.get(source);
  if (known) return known;
  const keys: string[][] = [];
  const test = compileTree(parse(source), path => keys.push([...path]));
  const expression = {
    source,
    roots: new Set(keys.map(path => path[0] ?? '')),
    keys: keys.map(path => path.join('.')),
    test,
  };
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  compiled.set(source, expression);
  return expression;
}

/** Lists test the same few expressions on thousands of records. */
const compiled = new Map<string, Expression>();
const MAX_COMPILED = 1000;

type Test = (scope: Scope) => boolean;
type Note = (path: readonly string[]) => void;

function compileTree(tree: Tree, note: Note): Test {
  if (tree.kind === 'comparison') return compileComparison(tree, note);
  const parts = tree.parts.map(part => compileTree(part, note));
  return tree.kind === 'and' ? scope => parts.every(part => part(scope)) : scope => parts.some(part => part(scope));
}

function compileComparison(tree: Extract<Tree, { kind: 'comparison' }>, note: Note): Test {
  const left = compileOperand(tree.left, note);
  const right = compileOperand(tree.right, note);
  const compare = OPERATORS[tree.operator];
  if (!compare) throw new Error(`the grammar knows an operator that has no meaning: ${tree.operator}`);
  return scope => compare(left(scope), right(scope));
}

function compileOperand(operand: Operand, note: Note): (scope: Scope) => Value {
  if (operand.kind === 'constant') return () => operand.value;
  if (operand.kind === 'key') {
    note(operand.path);
    return scope => lookUp(scope, operand.path);
  }
  const items = operand.items.map(item => compileOperand(item, note));
  return scope => items.map(item => item(scope));
}

/** The value at a path of keys and indices, or null. Only own properties count: `constructor` is no attribute. */
export function lookUp(document: unknown, path: readonly string[]): Value {
  let value: unknown = document;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null;
    value = Reflect.get(value, key) as unknown;
  }
  return value ?? null;
}
