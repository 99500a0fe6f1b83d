import { isNode, LineCounter, parseDocument } from 'yaml';
import { parseFlow, type FlowTemplate } from '../flow';

export type FlowState = FlowTemplate['states'][number];

/** A file of flows/ as it was read. */
export interface FlowSource {
  readonly file: string;
  readonly text: string;
  readonly template: FlowTemplate;
  /** The 1-based line on which the value at a JSON pointer begins, or that of its nearest ancestor. */
  lineOf(pointer: string): number;
}

/** Reads a flow with the lines of its parts. Throws FLOW_INVALID. */
export function readFlowSource(file: string, text: string): FlowSource {
  const template = parseFlow(text, file);
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const lineOf = (pointer: string): number => {
    const path = pointer
      .split('/')
      .slice(1)
      .map(key => (/^\d+$/.test(key) ? Number(key) : key));
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return counter.linePos(node.range[0]).line;
    }
    return 1;
  };
  return { file, text, template, lineOf };
}

/** A string of a widget, with its place. */
export interface StringAt {
  /** "#/states/3/properties/url" */
  readonly path: string;
  /** The property it is, or is within: "url", "parameters", "conditions". */
  readonly property: string;
  readonly text: string;
}

/** Every string that a widget's properties and conditions hold, in order. */
export function stringsOf(state: FlowState, index: number): StringAt[] {
  const properties = Object.entries(state.properties).flatMap(([property, value]) =>
    stringsIn(value, { path: `#/states/${index}/properties/${property}`, property }),
  );
  const conditions = state.transitions.flatMap((transition, at) =>
    stringsIn(transition.conditions, {
      path: `#/states/${index}/transitions/${at}/conditions`,
      property: 'conditions',
    }),
  );
  return [...properties, ...conditions];
}

/** Every string within a value; `property` is handed through. */
export function stringsIn(value: unknown, { path, property }: { path: string; property: string }): StringAt[] {
  if (typeof value === 'string') return [{ path, property, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => stringsIn(each, { path: `${path}/${key}`, property }));
}

/** The property of that name when it is text; '' otherwise. */
export function textOf(state: FlowState, property: string): string {
  const value = state.properties[property];
  return typeof value === 'string' ? value : '';
}
