import type { Remark } from './finding';
import { stringsOf, textOf, type FlowState } from './flow-source';
import { loopsOf, type FlowGraph } from './graph';

/** Widgets that no path comes to. */
export function unreachableRemarks(graph: FlowGraph): Remark[] {
  return graph.states
    .filter(state => !graph.reached.has(state))
    .map(state => ({
      state: state.name,
      path: `#/states/${graph.indexOf(state)}`,
      code: 'UNREACHABLE',
      message: 'No path comes to this widget.',
      fix: 'Lead a transition to it, or remove it.',
    }));
}

/**
 * Ways that lead round for ever. Studio stops an execution when it enters the same widget the tenth time in a row, and at its 1,000th
 * step [twilio.com/docs/studio/user-guide/studio-faq]; the caller is hung up on. A loop that counts its rounds, to less than ten, is fine.
 */
export function loopRemarks(graph: FlowGraph): Remark[] {
  return loopsOf(graph)
    .filter(group => !isCounted(group, graph))
    .map(group => {
      const [first] = group;
      const names = group.map(state => state.name);
      const limit = group.length === 1 ? 'its tenth visit in a row' : 'the 1,000th step';
      return {
        state: first?.name ?? '',
        path: `#/states/${first ? graph.indexOf(first) : 0}`,
        code: 'LOOP',
        message: `Nothing ends the loop ${[...names, names[0]].join(' → ')}: Studio hangs up at ${limit}.`,
        fix: 'Let a function turn in its TwiML, or count the rounds (set-variables with "| plus: 1") and split on the count, at most nine.',
      };
    });
}

/** Whether every round passes a counter and a split on it that leads out before the tenth. */
function isCounted(group: readonly FlowState[], graph: FlowGraph): boolean {
  const breaks = (state: FlowState): boolean => {
    const rest = new Set([...graph.states.filter(each => !group.includes(each)), state]);
    return loopsOf(graph, rest).length === 0;
  };
  return group.filter(breaks).some(counter => {
    const name = countedBy(counter);
    return name !== undefined && group.filter(breaks).some(split => endsByCount(split, name, { group, graph }));
  });
}

const COUNT = /^\{\{-?\s*flow\.variables\.(\w+)\s*\|\s*plus:\s*\d+\s*-?\}\}$/;

function countedBy(state: FlowState): string | undefined {
  if (state.type !== 'set-variables') return undefined;
  const counts = stringsOf(state, 0).map(({ text }) => COUNT.exec(text.trim())?.[1]);
  return counts.find(name => name !== undefined);
}

function endsByCount(
  state: FlowState,
  name: string,
  { group, graph }: { group: readonly FlowState[]; graph: FlowGraph },
): boolean {
  if (state.type !== 'split-based-on' || !textOf(state, 'input').includes(`flow.variables.${name}`)) return false;
  const leadsOut = graph.waysOut(state).some(({ to }) => !to || !group.includes(to));
  const limits = stringsOf(state, 0)
    .filter(({ path }) => path.endsWith('/value'))
    .map(({ text }) => Number(text));
  return leadsOut && limits.length > 0 && limits.every(limit => limit < 10);
}
