import { joinArrows, type Arrow, type Box, type BoxKind, type Diagram } from '../diagram/diagram';
import { toMermaid } from '../diagram/mermaid';
import { toSvg } from '../diagram/svg';
import type { FlowTemplate } from './flow';
import { textOf, type FlowState } from './lint/flow-source';

const KINDS: Readonly<Record<string, BoxKind>> = {
  trigger: 'call',
  'run-function': 'ask',
  'make-http-request': 'ask',
  'split-based-on': 'choice',
  'say-play': 'hear',
  'gather-input-on-call': 'hear',
  'add-twiml-redirect': 'hear',
  'send-to-flex': 'wait',
  'enqueue-call': 'wait',
  'record-voicemail': 'record',
  'connect-call-to': 'talk',
};

/** Events that come when something broke. */
const FAULTS = /^(fail|failed|failedToEnqueue|callFailure|providerError)$/;

/** A flow as it stands: a box a widget, an arrow an event; branches that end share one end each. */
export function flowDiagram(name: string, { description, states }: FlowTemplate): Diagram {
  const arrows = states.flatMap(state => arrowsOf(state));
  const ends = new Set(arrows.filter(each => each.to.startsWith(END)).map(each => each.to));
  return {
    title: `flows/${name}.json`,
    subtitle: description,
    parts: [
      {
        boxes: [
          ...states.map(boxOf),
          ...[...ends].map((id): Box => ({ id, kind: 'end', label: 'end', title: 'Call ends' })),
        ],
        arrows: joinArrows(arrows),
      },
    ],
  };
}

/** The drawings of a flow, by the ending of their files. */
export function flowDrawings(name: string, flow: FlowTemplate): { mmd: string; svg: string } {
  const diagram = flowDiagram(name, flow);
  return { mmd: toMermaid(diagram), svg: toSvg(diagram) };
}

const END = 'end of ';

function arrowsOf(state: FlowState): Arrow[] {
  return state.transitions.flatMap(({ event, next, conditions }): Arrow[] => {
    if (state.type === 'trigger' && !next) return [];
    const isOnly = state.type === 'trigger' ? event === 'incomingCall' : state.transitions.length === 1;
    const label = isOnly ? {} : { label: labelOf(event, conditions) };
    return [{ from: state.name, to: next ?? END + state.name, ...label, ...(FAULTS.test(event) && { fault: true }) }];
  });
}

function labelOf(event: string, conditions: unknown): string {
  if (event === 'noMatch') return 'else';
  const list: unknown[] = Array.isArray(conditions) ? conditions : [];
  const names = list.flatMap(each => {
    const { friendly_name: name } = Object(each) as { friendly_name?: unknown };
    return typeof name === 'string' ? [name] : [];
  });
  return names.length > 0 ? names.join(' and ') : event;
}

function boxOf(state: FlowState): Box {
  const text = summaryOf(state);
  const kind = KINDS[state.type] ?? 'other';
  return { id: state.name, kind, label: state.type, title: state.name, ...(text !== '' && { text: [text] }) };
}

/** The one property that says what the widget is for; placeholders and variables by their name alone. */
function summaryOf(state: FlowState): string {
  const url = (property: string) =>
    textOf(state, property)
      .replace(/^https:\/\/\$\{functions_domain\}/, '')
      .replace(/\?.*$/, '');
  switch (state.type) {
    case 'say-play':
    case 'gather-input-on-call':
      return named(textOf(state, 'say') || textOf(state, 'play') || textOf(state, 'digits'));
    case 'run-function':
    case 'make-http-request':
    case 'add-twiml-redirect':
      return url('url');
    case 'split-based-on':
      return named(textOf(state, 'input'));
    case 'send-to-flex':
      return `waits with ${url('waitUrl') || 'music'}, at most ${named(textOf(state, 'timeout'))}`;
    case 'record-voicemail':
      return `at most ${named(textOf(state, 'max_length'))}; then ${url('recording_status_callback_url')}`;
    default:
      return '';
  }
}

/** "{{widgets.ask_line.parsed.greeting}}" → "greeting"; "raw:${voicemail_max_seconds}" → "voicemail_max_seconds". */
function named(text: string): string {
  return text
    .replace(/^raw:/, '')
    .replace(/\$\{(\w+)\}/g, '$1')
    .replace(/\{\{\s*[\w.]*?(\w+)\s*\}\}/g, '$1');
}
