import type { Timer, WebReply, World } from '../contract';
import type { CallRecordings } from './call-recordings';
import { callVariables, type FlowRef } from './engine/execution';
import { createLiquid } from './engine/liquid';
import { advance, NOTHING, type Advance, type Effect, type Input, type Machine } from './engine/stepper';
import { createJournal } from './journal';
import { findRevision, revisionKey, type ExecutionRecord, type StateRecord, type StudioRecords } from './records';
import { widgetTypes } from './widgets/registry';
import { REQUEST_LIMIT_MS } from './widgets/response-variables';
import type { Ask, Coming } from './widgets/widget';

/** How long a widget that is told of a hang-up waits for that last request: as long as Twilio waits for a webhook's answer. */
const LAST_WORD_MS = 15_000;

/** Runs executions: what the stepper decides is done here, in the world. Work for one execution must come one piece at a time. */
export interface Runner {
  /** A new execution of `flow` for the call; resolves with the call's first document. */
  start(start: { accountSid: string; flow: FlowRef; parameters: Readonly<Record<string, string>> }): Promise<string>;
  /** The call came back; resolves with what it is told next. */
  resume(executionSid: string, coming: Coming): Promise<string>;
  /** The call is over. `running`: a request of this execution is being worked on just now. */
  callOver(executionSid: string, running: boolean): void;
  /** Ends the execution at once. */
  end(executionSid: string): void;
}

export interface RunnerParts {
  readonly world: World;
  readonly records: StudioRecords;
  readonly recordings: CallRecordings | undefined;
  /** Serialises the work of a timer with that of the call's requests. */
  readonly inTurn: (execution: ExecutionRecord, work: () => Promise<unknown>) => Promise<unknown>;
}

/** The webhook of a flow. */
export function webhookUrl(accountSid: string, flowSid: string): string {
  return `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${flowSid}`;
}

/** A runner over the world. Timers of waiting widgets live in it; all else is in the store. */
export function createRunner(parts: RunnerParts): Runner {
  return new ExecutionRunner(parts);
}

class ExecutionRunner implements Runner {
  private readonly liquid;
  private readonly journal;
  private readonly timers = new Map<string, Timer>();

  constructor(private readonly parts: RunnerParts) {
    this.liquid = createLiquid(() => parts.world.clock.now());
    this.journal = createJournal(parts.world, parts.records);
  }

  async start({ accountSid, flow, parameters }: Parameters<Runner['start']>[0]): Promise<string> {
    const { records, world } = this.parts;
    const definition = records.revisions.get(revisionKey(flow))?.definition;
    if (!definition) return NOTHING;
    const sid = world.ids.sid('FN');
    const execution = records.executions.insert(this.executionRecord({ sid, accountSid, flow, parameters }));
    const frame = {
      flow,
      variables: callVariables({ executionSid: sid, flow, parameters }),
      widget: definition.initial_state,
      enteredAtMs: world.clock.now(),
      stepSid: world.ids.sid('FT'),
    };
    const state = { frame, stepCount: 0, visits: 1, callOver: false, lastTwiml: NOTHING, detached: false };
    const callSid = execution.initiated_by;
    records.states.insert({ sid, call_sid: callSid, state });
    const call = records.calls.get(callSid) ?? records.calls.insert({ sid: callSid, executions: [] });
    records.calls.update(callSid, { executions: [...call.executions, sid] });
    return this.drive(execution, { do: 'start', event: 'incomingCall' });
  }

  async resume(executionSid: string, coming: Coming): Promise<string> {
    const { records } = this.parts;
    const execution = records.executions.get(executionSid);
    if (execution?.status !== 'active') return NOTHING;
    if (isOver(coming.parameters.CallStatus)) this.markOver(executionSid);
    return this.drive(execution, { do: 'coming', coming });
  }

  callOver(executionSid: string, running: boolean): void {
    const stored = this.markOver(executionSid);
    if (!stored || running) return;
    const { frame } = stored.state;
    const waiting = this.definition(frame.flow)?.states.find(({ name }) => name === frame.widget);
    if (!widgetTypes.get(waiting?.type ?? '')?.behaviour?.toldOfHangup) return this.end(executionSid);
    const { clock } = this.parts.world;
    this.setTimer(
      executionSid,
      clock.after(LAST_WORD_MS, () => this.end(executionSid), { background: true }),
    );
  }

  end(executionSid: string): void {
    const { records } = this.parts;
    this.timers.get(executionSid)?.cancel();
    this.timers.delete(executionSid);
    if (records.executions.get(executionSid)?.status !== 'active') return;
    records.executions.update(executionSid, { status: 'ended', date_updated: this.nowIso() });
  }

  /** Advances until the call has to be told something or the execution ends. The stepper's limit of steps ends it in any case. */
  private async drive(execution: ExecutionRecord, first: Input): Promise<string> {
    let input = first;
    for (;;) {
      const stored = this.active(execution.sid);
      if (!stored) return NOTHING;
      const stepped = advance(this.machine(execution), stored.state, input);
      this.parts.records.states.update(execution.sid, { state: stepped.state });
      this.journal.write(execution, stepped, input.do === 'answered' ? input.reply.durationMs : 0);
      const { effect } = stepped;
      if (effect.do === 'twiml') return this.told(execution, stepped, effect);
      if (effect.do === 'end') {
        this.end(execution.sid);
        return NOTHING;
      }
      input = effect.do === 'ask' ? await this.ask(execution, effect.request) : this.record(execution, effect);
    }
  }

  private told(execution: ExecutionRecord, { state, passed }: Advance, effect: Effect & { do: 'twiml' }): string {
    const { world, inTurn } = this.parts;
    if (passed.length > 0) this.setTimer(execution.sid, undefined);
    if (effect.timeoutSeconds === undefined) return effect.twiml;
    const { stepSid } = state.frame;
    const timeOut = async (): Promise<void> => {
      if (this.active(execution.sid)?.state.frame.stepSid !== stepSid) return;
      await this.drive(execution, { do: 'timeout' });
    };
    const run = (): Promise<void> => inTurn(execution, timeOut).then(() => undefined);
    this.setTimer(execution.sid, world.clock.after(effect.timeoutSeconds * 1_000, run, { background: true }));
    return effect.twiml;
  }

  private async ask(execution: ExecutionRecord, { kind, method, url, parameters, body }: Ask): Promise<Input> {
    const { web, clock } = this.parts.world;
    const sent = web.send({
      accountSid: execution.account_sid,
      callSid: execution.initiated_by,
      kind,
      method,
      url,
      parameters,
      ...(body && { body }),
    });
    const reply = await new Promise<WebReply>(resolve => {
      const limit = clock.after(REQUEST_LIMIT_MS, () => resolve(TOO_LATE), { background: true });
      void sent.then(answer => {
        limit.cancel();
        resolve(answer);
      });
    });
    return { do: 'answered', reply };
  }

  private record(execution: ExecutionRecord, { request }: Effect & { do: 'record' }): Input {
    const { account_sid: accountSid, initiated_by: callSid } = execution;
    const { on, options } = request;
    return { do: 'recorded', recording: this.parts.recordings?.recordCall({ accountSid, callSid, on, options }) };
  }

  private machine(execution: ExecutionRecord): Machine {
    const { world, records } = this.parts;
    return {
      liquid: this.liquid,
      now: () => world.clock.now(),
      stepSid: () => world.ids.sid('FT'),
      definition: flow => this.definition(flow),
      revision: (flowSid, revision) => findRevision(records, execution.account_sid, { flowSid, revision }),
      url: flowEvent => `${webhookUrl(execution.account_sid, execution.flow_sid)}?FlowEvent=${flowEvent}`,
    };
  }

  private definition(flow: FlowRef) {
    return this.parts.records.revisions.get(revisionKey(flow))?.definition;
  }

  private active(executionSid: string): StateRecord | undefined {
    const { records } = this.parts;
    return records.executions.get(executionSid)?.status === 'active' ? records.states.get(executionSid) : undefined;
  }

  private markOver(executionSid: string): StateRecord | undefined {
    const stored = this.active(executionSid);
    if (!stored) return undefined;
    return this.parts.records.states.update(executionSid, { state: { ...stored.state, callOver: true } });
  }

  private setTimer(executionSid: string, timer: Timer | undefined): void {
    this.timers.get(executionSid)?.cancel();
    if (timer) this.timers.set(executionSid, timer);
    else this.timers.delete(executionSid);
  }

  private executionRecord({ sid, accountSid, flow, parameters }: { sid: string } & Parameters<Runner['start']>[0]) {
    const nowIso = this.nowIso();
    return {
      sid,
      account_sid: accountSid,
      flow_sid: flow.sid,
      contact_channel_address: parameters.From ?? '',
      contact_sid: this.parts.world.ids.sid('FC'),
      flow_version: flow.revision,
      context: {},
      status: 'active' as const,
      date_created: nowIso,
      date_updated: nowIso,
      initiated_by: parameters.CallSid ?? '',
    };
  }

  private nowIso(): string {
    return new Date(this.parts.world.clock.now()).toISOString();
  }
}

const TOO_LATE: WebReply = {
  status: 0,
  headers: {},
  body: '',
  durationMs: REQUEST_LIMIT_MS,
  failure: { code: 11205, message: 'no answer within 10 seconds' },
};

const OVER = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

/** Whether a call with that CallStatus has ended. */
export function isOver(callStatus: string | undefined): boolean {
  return OVER.has(callStatus ?? '');
}
