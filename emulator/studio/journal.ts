import type { World } from '../contract';
import type { Advance, Passed } from './engine/stepper';
import type { ExecutionRecord, StudioRecords } from './records';
import type { Problem } from './widgets/widget';

/** Writes down what an execution has passed: steps for REST, a line each for the timeline. */
export interface Journal {
  /** `requestMs`: real time of the request that the first widget waited for. */
  write(execution: ExecutionRecord, advance: Advance, requestMs?: number): void;
  /** A line of the log about the execution as a whole. */
  note(execution: ExecutionRecord, text: string): void;
}

/** A journal over the world's clock, bus and Studio's step records. */
export function createJournal(world: Pick<World, 'clock' | 'bus'>, records: StudioRecords): Journal {
  function say(execution: ExecutionRecord, kind: 'widget' | 'log', entry: Entry): void {
    const callSid = records.states.get(execution.sid)?.state.callSid ?? '';
    world.bus.emit('timeline', { atMs: world.clock.now(), ...(callSid !== '' && { callSid }), kind, ...entry });
  }

  function complain(execution: ExecutionRecord, widget: string, { code, message }: Problem): void {
    const text = `Studio${code === undefined ? '' : ` ${code}`} at ${widget}: ${message}`;
    say(execution, 'log', { text, detail: { code, widget, executionSid: execution.sid } });
  }

  return {
    note: (execution, text) => say(execution, 'log', { text, detail: { executionSid: execution.sid } }),
    write(execution, { passed, warnings }, requestMs = 0) {
      passed.forEach((widget, index) => {
        records.steps.insert(stepRecord(execution, widget, new Date(world.clock.now()).toISOString()));
        const durationMs = index === 0 ? Math.max(requestMs, widget.durationMs) : widget.durationMs;
        const { name, type, event, next } = widget;
        const detail = { name, type, event, next: next ?? null, flowSid: widget.flowSid, executionSid: execution.sid };
        say(execution, 'widget', { text: `${name}: ${event}`, durationMs, detail });
        if (widget.problem) complain(execution, name, widget.problem);
      });
      for (const { widget, problem } of warnings) complain(execution, widget, problem);
    },
  };
}

interface Entry {
  readonly text: string;
  readonly durationMs?: number;
  readonly detail: Readonly<Record<string, unknown>>;
}

function stepRecord(execution: ExecutionRecord, passed: Passed, nowIso: string) {
  return {
    sid: passed.sid,
    account_sid: execution.account_sid,
    flow_sid: execution.flow_sid,
    execution_sid: execution.sid,
    parent_step_sid: passed.parentSid ?? null,
    name: passed.event,
    context: {},
    transitioned_from: passed.name,
    transitioned_to: passed.next ?? 'Ended',
    type: passed.type,
    date_created: nowIso,
    date_updated: null,
    variables: passed.variables,
  };
}
