import type { WebReply } from '../../contract';
import { findState, type FlowDefinition, type State } from '../definition/flow-definition';
import { twiml } from '../twiml';
import { widgetTypes } from '../widgets/registry';
import type { ApiAnswer } from '../twilio-api';
import type { Ask, Behaviour, Coming, Leave, Outcome, Post, Problem, RunSubflow, Wait } from '../widgets/widget';
import { subflowVariables, type ExecutionState, type FlowRef, type Frame, type Variables } from './execution';
import type { Liquid } from './liquid';
import { createStep } from './step';

/** Steps of an execution, and visits of one widget in a row [twilio.com/docs/studio/user-guide/studio-faq]. */
export const MAX_STEPS = 1_000;
export const MAX_VISITS_IN_A_ROW = 10;

/** What the stepper needs of the world. */
export interface Machine {
  readonly liquid: Liquid;
  now(): number;
  stepSid(): string;
  /** Undefined when the flow is gone. */
  definition(flow: FlowRef): FlowDefinition | undefined;
  /** What "LatestPublished", "LatestDraft" or a number means for a flow of this account; undefined when there is none. */
  revision(flowSid: string, revision: string): FlowRef | undefined;
  /** The flow's webhook URL with that event. */
  url(flowEvent: string): string;
}

/** What happens to an execution. */
export type Input =
  | { readonly do: 'start'; readonly event: string }
  | { readonly do: 'coming'; readonly coming: Coming }
  | { readonly do: 'answered'; readonly reply: WebReply }
  | { readonly do: 'told'; readonly answer: ApiAnswer }
  | { readonly do: 'timeout' };

/** A widget that was passed: what becomes a step and a line of the timeline. */
export interface Passed {
  readonly sid: string;
  readonly parentSid?: string;
  readonly flowSid: string;
  readonly name: string;
  readonly type: string;
  readonly event: string;
  /** Undefined when the branch ended. */
  readonly next?: string;
  /** What Liquid saw afterwards. */
  readonly variables: Variables;
  readonly durationMs: number;
  readonly problem?: Problem;
}

/** What is to be done next, in the world. */
export type Effect =
  | { readonly do: 'twiml'; readonly twiml: string; readonly timeoutSeconds?: number }
  | { readonly do: 'ask'; readonly request: Ask }
  | { readonly do: 'post'; readonly request: Post }
  | Wait
  | { readonly do: 'end' };

export interface Advance {
  readonly state: ExecutionState;
  readonly effect: Effect;
  readonly passed: readonly Passed[];
  readonly warnings: readonly { readonly widget: string; readonly problem: Problem }[];
}

/** The document of a call whose flow has nothing more to say: it hangs up. */
export const NOTHING = twiml();

/** Takes an execution from one event to the next effect. Pure but for what `machine` does; ends after at most 1,000 steps. */
export function advance(machine: Machine, state: ExecutionState, input: Input): Advance {
  return new Run(machine, state).take(input);
}

class Run {
  private readonly passed: Passed[] = [];
  private readonly warnings: { widget: string; problem: Problem }[] = [];

  constructor(
    private readonly machine: Machine,
    private state: ExecutionState,
  ) {}

  take(input: Input): Advance {
    // A flow that was deleted meanwhile has no widget to go on with.
    if (!this.current().state) return this.result({ do: 'end' });
    const left = this.leaving(input);
    if (left?.do === 'wait') return this.result(this.wait(left));
    return this.result(left ? this.follow(left) : { do: 'twiml', twiml: this.state.lastTwiml });
  }

  /** How the waiting widget leaves because of `input`; undefined when it stays. */
  private leaving(input: Input): Leave | Wait | undefined {
    const { state, behaviour } = this.current();
    if (!state) return undefined;
    const step = this.step(state);
    switch (input.do) {
      case 'start':
        return { do: 'leave', event: input.event };
      case 'coming':
        return this.state.detached ? undefined : behaviour?.resume?.(step, input.coming);
      case 'answered':
        return behaviour?.answered?.(step, input.reply);
      case 'told':
        return behaviour?.told?.(step, input.answer);
      case 'timeout':
        return { do: 'leave', event: 'timeout' };
    }
  }

  private follow(first: Leave): Effect {
    let next = this.leave(first);
    while (next !== undefined) {
      const outcome = this.enter(next);
      if (!outcome) return { do: 'end' };
      if (outcome.do === 'leave') next = this.leave(outcome);
      else if (outcome.do === 'subflow') next = this.descend(outcome);
      else return this.wait(outcome);
    }
    return { do: 'end' };
  }

  /** The widget that comes next; undefined when the execution ends. */
  private leave(left: Leave): string | undefined {
    const { state } = this.current();
    if (!state) return undefined;
    const { frame } = this.state;
    const chosen = left.transition ?? state.transitions.findIndex(({ event }) => event === left.event);
    const next = state.transitions[chosen]?.next || undefined;
    const variables = keep(frame.variables, state, left);
    this.state = {
      ...this.state,
      frame: { ...frame, variables },
      stepCount: this.state.stepCount + 1,
      detached: false,
      kept: {},
    };
    this.passed.push({
      sid: frame.stepSid,
      ...(this.state.parent && { parentSid: this.state.parent.stepSid }),
      flowSid: frame.flow.sid,
      name: state.name,
      type: state.type,
      event: left.event,
      ...(next !== undefined && { next }),
      variables,
      durationMs: this.machine.now() - frame.enteredAtMs,
      ...(left.problem && { problem: left.problem }),
    });
    return next ?? this.ascend();
  }

  /** What entering the widget comes to; undefined when the execution must end there. */
  private enter(name: string): Outcome | undefined {
    const again = name === this.state.frame.widget;
    const visits = again ? this.state.visits + 1 : 1;
    const frame = {
      ...this.state.frame,
      widget: name,
      enteredAtMs: this.machine.now(),
      stepSid: this.machine.stepSid(),
    };
    this.state = { ...this.state, frame, visits };
    if (visits >= MAX_VISITS_IN_A_ROW)
      return this.stop({ code: 81001, message: 'the widget was entered ten times in a row' });
    if (this.state.stepCount >= MAX_STEPS)
      return this.stop({ code: 81000, message: 'the execution has gone 1,000 steps' });
    const { state, behaviour } = this.current();
    if (!state || !behaviour) return this.stop({ message: 'the flow has no such widget' });
    const outcome = behaviour.enter(this.step(state));
    if (outcome.do !== 'play' || !this.state.callOver) return outcome;
    return this.stop({ message: 'no call goes on: the widget cannot play' });
  }

  private wait(outcome: Exclude<Outcome, Leave | RunSubflow> | Wait): Effect {
    if (outcome.do === 'ask') return { do: 'ask', request: outcome };
    if (outcome.do === 'post') return { do: 'post', request: outcome };
    if (outcome.do === 'wait') {
      const { callSid, keep: kept = {} } = outcome;
      const call = callSid === undefined ? {} : { callSid, callOver: false };
      this.state = { ...this.state, ...call, kept, lastTwiml: NOTHING };
      return outcome;
    }
    const { twiml: document, timeoutSeconds, detached = false } = outcome;
    this.state = { ...this.state, lastTwiml: document, detached };
    return { do: 'twiml', twiml: document, ...(timeoutSeconds !== undefined && { timeoutSeconds }) };
  }

  /** Into a subflow. Returns its first widget, or what the parent goes on with. */
  private descend({ flowSid, revision, parameters }: RunSubflow): string | undefined {
    const parent = this.state.frame;
    const flow = this.state.parent ? undefined : this.machine.revision(flowSid, revision);
    const definition = flow && this.machine.definition(flow);
    if (!flow || !definition) {
      const message = this.state.parent ? 'a subflow cannot run a subflow' : `there is no ${revision} of ${flowSid}`;
      return this.leave({ do: 'leave', event: 'failed', problem: { code: 81024, message } });
    }
    const variables = subflowVariables(parent, flow, { parameters, startedBy: this.state.startedBy });
    const frame: Frame = {
      ...parent,
      flow,
      variables,
      widget: definition.initial_state,
      stepSid: this.machine.stepSid(),
    };
    this.state = { ...this.state, frame, parent, visits: 1 };
    return this.leave({ do: 'leave', event: 'incomingParent' });
  }

  /** Out of a subflow that came to its end: what it set is what its widget in the parent has. */
  private ascend(): string | undefined {
    const { parent, ...rest } = this.state;
    if (!parent) return undefined;
    const variables = this.state.frame.variables.flow.variables;
    this.state = { ...rest, frame: parent, visits: 1 };
    return this.leave({ do: 'leave', event: 'completed', variables });
  }

  private stop(problem: Problem): undefined {
    this.warnings.push({ widget: this.state.frame.widget, problem });
    return undefined;
  }

  private current(): { state?: State; behaviour?: Behaviour } {
    const { flow, widget } = this.state.frame;
    const definition = this.machine.definition(flow);
    const state = definition && findState(definition, widget);
    const behaviour = state && widgetTypes.get(state.type)?.behaviour;
    return { ...(state && { state }), ...(behaviour && { behaviour }) };
  }

  private step(state: State) {
    return createStep({
      state,
      callSid: this.state.callSid,
      kept: this.state.kept,
      variables: this.state.frame.variables,
      liquid: this.machine.liquid,
      url: flowEvent => this.machine.url(flowEvent),
      warn: problem => this.warnings.push({ widget: state.name, problem }),
    });
  }

  private result(effect: Effect): Advance {
    return { state: this.state, effect, passed: this.passed, warnings: this.warnings };
  }
}

/** The variables after a widget: what it brought, under its name and, when it says so, under `flow.variables`. */
function keep(variables: Variables, state: State, left: Leave): Variables {
  const widgets =
    state.type === 'trigger' ? variables.widgets : { ...variables.widgets, [state.name]: left.variables ?? {} };
  const flow = left.flowVariables
    ? { ...variables.flow, variables: { ...variables.flow.variables, ...left.flowVariables } }
    : variables.flow;
  return { ...variables, widgets, flow };
}
