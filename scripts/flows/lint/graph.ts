import { widgetEvents } from '../../../emulator';
import type { FlowTemplate } from '../flow';
import type { FlowState } from './flow-source';

/** One way out of a widget. */
export interface Way {
  readonly from: FlowState;
  readonly event: string;
  /** Which of the widget's transitions it is; undefined for an event that the file does not name. */
  readonly transition?: number;
  /** Where it leads; undefined where the branch ends. */
  readonly to?: FlowState;
}

/** A flow as ways between widgets. A transition to a widget that is not there counts as an end. */
export interface FlowGraph {
  readonly states: readonly FlowState[];
  readonly start: FlowState | undefined;
  readonly indexOf: (state: FlowState) => number;
  /** All ways out, those included that the file leaves out. */
  readonly waysOut: (state: FlowState) => readonly Way[];
  /** The widgets that an execution can come to, however it begins. */
  readonly reached: ReadonlySet<FlowState>;
}

/** Events that calls never leave by: an agent who writes a message in Flex. */
const NOT_OF_CALLS = new Set(['composerStarted']);

export function flowGraph({ states, initial_state }: FlowTemplate): FlowGraph {
  const byName = new Map(states.map(state => [state.name, state]));
  const ways = new Map(states.map(state => [state, outOf(state, byName)]));
  const start = byName.get(initial_state);
  const waysOut = (state: FlowState) => ways.get(state) ?? [];
  const reached = new Set<FlowState>(start && [start]);
  for (const state of reached) for (const { to } of waysOut(state)) if (to) reached.add(to);
  return { states, start, waysOut, reached, indexOf: state => states.indexOf(state) };
}

function outOf(state: FlowState, byName: ReadonlyMap<string, FlowState>): Way[] {
  const named = state.transitions.map(({ event, next }, transition): Way => {
    const to = next === undefined ? undefined : byName.get(next);
    return { from: state, event, transition, ...(to && { to }) };
  });
  const left = widgetEvents(state.type).filter(
    event => event !== 'match' && !NOT_OF_CALLS.has(event) && !named.some(way => way.event === event),
  );
  return [...named, ...left.map(event => ({ from: state, event }))];
}

/** Groups of widgets that lead back to themselves: each group has a loop, a single widget one to itself. */
export function loopsOf({ reached, waysOut }: FlowGraph, without: ReadonlySet<FlowState> = new Set()): FlowState[][] {
  const kept = [...reached].filter(state => !without.has(state));
  const ahead = new Map(kept.map(state => [state, aheadOf(state, waysOut, without)]));
  const loops: FlowState[][] = [];
  const grouped = new Set<FlowState>();
  for (const state of kept) {
    if (grouped.has(state) || !ahead.get(state)?.has(state)) continue;
    const group = kept.filter(each => ahead.get(state)?.has(each) && ahead.get(each)?.has(state));
    group.forEach(each => grouped.add(each));
    loops.push(group);
  }
  return loops;
}

/** All that comes after a widget; the widget itself when a way leads back. */
function aheadOf(
  state: FlowState,
  waysOut: FlowGraph['waysOut'],
  without: ReadonlySet<FlowState>,
): ReadonlySet<FlowState> {
  const next = (from: FlowState) => waysOut(from).flatMap(({ to }) => (to && !without.has(to) ? [to] : []));
  const ahead = new Set(next(state));
  for (const each of ahead) next(each).forEach(to => ahead.add(to));
  return ahead;
}
