import { conditionHolds, SPLIT_OPERATORS } from '../engine/split-operators';
import type { Condition } from '../definition/flow-definition';
import { checkProperties } from '../definition/schema';
import { leave, type Step, type Widget } from './widget';

const BLANK_CHECKS = new Set<unknown>(['is_blank', 'is_not_blank']);

/** Goes the way of the first branch whose conditions all hold [twilio.com/docs/studio/widget-library/split-based-on]. */
export const splitBasedOn: Widget = {
  type: 'split-based-on',
  properties: {
    input: { type: 'string', required: true },
    offset: { type: 'object' },
  },
  events: ['noMatch', 'match'],
  checkTransition(transition, path) {
    if (transition.event !== 'match') return [];
    const faults = checkProperties(transition, { conditions: { type: 'array', required: true } }, path);
    const conditions: unknown[] = Array.isArray(transition.conditions) ? transition.conditions : [];
    return [
      ...faults,
      ...conditions.flatMap((condition, index) => checkCondition(condition, `${path}/conditions/${index}`)),
    ];
  },
  behaviour: {
    enter(step) {
      const transition = matchedBranch(step);
      if (transition !== undefined) return { ...leave('match'), transition };
      const catchAll = step.state.transitions.some(({ event }) => event === 'noMatch');
      const problem = { code: 81005, message: 'no branch matches, and there is none for what does not match' };
      return { ...leave('noMatch'), ...(catchAll ? {} : { problem }) };
    },
  },
};

function checkCondition(condition: unknown, path: string) {
  const object = Object(condition) as Record<string, unknown>;
  return checkProperties(
    object,
    {
      friendly_name: { type: 'string', required: true },
      arguments: { type: 'array', required: true, items: { type: 'string' } },
      type: { type: 'string', required: true, enum: SPLIT_OPERATORS },
      value: { type: 'string', required: !BLANK_CHECKS.has(object.type) },
    },
    path,
  );
}

/** Which of the state's transitions to follow; undefined when none of the `match` ones. */
function matchedBranch(step: Step): number | undefined {
  const index = step.state.transitions.findIndex(
    ({ event, conditions = [] }) => event === 'match' && conditions.length > 0 && conditions.every(holds(step)),
  );
  return index < 0 ? undefined : index;
}

function holds(step: Step) {
  return (condition: Condition): boolean => {
    const input = step.evaluate(condition.arguments[0] ?? '');
    const verdict = conditionHolds(condition.type, input, step.render(condition.value ?? ''));
    if (verdict.hint) step.warn({ message: `${condition.friendly_name}: ${verdict.hint}` });
    return verdict.holds;
  };
}
