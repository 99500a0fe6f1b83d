import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';

/** One thing wrong with a YAML file. */
export interface Fault {
  /** "voicemail.maxSeconds"; empty for the file as a whole. */
  readonly path: string;
  /** 1-based; where to look. */
  readonly line: number;
  /** "expected at most 3600 seconds". */
  readonly message: string;
}

/** What a file says, in the schema's terms, or every fault at once in the order of the file. Never throws for what the file says. */
export type ReadYaml<T> =
  { readonly value: T; readonly faults?: never } | { readonly value?: never; readonly faults: readonly Fault[] };

/** Reads YAML and checks it. */
export function readYaml<S extends z.ZodType>(text: string, schema: S): ReadYaml<z.output<S>> {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const lineAt = (offset: number): number => counter.linePos(offset).line;
  if (document.errors.length > 0) {
    return {
      faults: document.errors.map(error => ({
        path: '',
        line: lineAt(error.pos[0]),
        message: `is not YAML: ${error.message}`,
      })),
    };
  }
  const { plain, fault } = plainOf(document);
  if (fault) return { faults: [fault] };
  const result = schema.safeParse(plain);
  if (result.success) return { value: result.data };
  const faults = result.error.issues.flatMap(issue => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys.map(key => [...issue.path, key]) : [issue.path];
    return keys.map(path => ({
      path: showPath(path),
      line: lineAt(offsetOf(document, path)),
      message:
        issue.code === 'unrecognized_keys' ? 'is not a key that linekit knows' : wording(issue, document.hasIn(path)),
    }));
  });
  return { faults: faults.sort((a, b) => a.line - b.line) };
}

/** The document's value. Aliases that multiply beyond reason, or lead nowhere, are found only when they are followed. */
function plainOf(document: Document): { readonly plain?: unknown; readonly fault?: Fault } {
  try {
    return { plain: document.toJS() };
  } catch (error) {
    return {
      fault: { path: '', line: 1, message: `is not YAML: ${error instanceof Error ? error.message : 'aliases'}` },
    };
  }
}

function wording(issue: { code?: string; message: string; expected?: string }, present: boolean): string {
  if (!present) return issue.message.startsWith('is missing') ? issue.message : 'is missing';
  if (issue.code !== 'invalid_type' || issue.message.startsWith('expected')) return issue.message;
  const plain: Record<string, string> = {
    object: 'keys below it',
    array: 'a list',
    string: 'text (quote it if it looks like a number)',
  };
  return `expected ${plain[issue.expected ?? ''] ?? issue.expected ?? 'something else'}`;
}

function showPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (shown, key) => (typeof key === 'number' ? `${shown}[${key}]` : shown ? `${shown}.${String(key)}` : String(key)),
    '',
  );
}

/** The offset of the key at `path`, or of its nearest ancestor that is there. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find(item => isPair(item) && isScalar(item.key) && item.key.value === key);
      if (pair && isScalar(pair.key) && pair.key.range) return pair.key.range[0];
    }
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
