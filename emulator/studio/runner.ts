import type { StoredRecord, Timer, WebReply, World } from '../contract';
import { firstVariables, type FlowRef, type Trigger } from './engine/execution';
import { createLiquid } from './engine/liquid';
import { advance, NOTHING, type Advance, type Effect, type Input, type Machine } from './engine/stepper';
import { createJournal } from './journal';
import { findRevision, revisionKey, type ExecutionRecord, type StateRecord, type StudioRecords } from './records';
import { widgetTypes } from './widgets/registry';
import { REQUEST_LIMIT_MS } from './widgets/response-variables';
import type { TwilioApi } from './twilio-api';
import type { Ask, Coming, Post } from './widgets/widget';

/** How long a widget that is told of a hang-up waits for that last request: as long as Twilio waits for a webhook's answer. */
const LAST_WORD_MS = 15_000;
/** How long an execution lives [twilio.com/docs/studio/user-guide/studio-faq]. */
const LIFETIME_MS = 30 * 24 * 3_600_000;

/** Runs executions: what the stepper decides is done here, in the world. Work for one execution must come one piece at a time. */
export interface Runner {
  /** A new execution of `flow`, which waits at its trigger. Undefined when the flow is gone. */
  open(start: Start): ExecutionRecord | undefined;
  /** Lets an execution that was just opened go on; resolves with the first document of its call, when there is one. */
  begin(execution: ExecutionRecord): Promise<string>;
  /** The call came back, or a message came; resolves with what the call is told next. */
  resume(executionSid: string, coming: Coming): Promise<string>;
  /** The call is over. `running`: a request of this execution is being worked on just now. */
  callOver(executionSid: string, running: boolean): void;
  /** Ends the execution at once. */
  end(executionSid: string): void;
  /** Takes up the executions of a restored store: timers run on, and what can't go on is ended, with a word about it. */
  resumeAll(): void;
}

/** Which flow is to run, and why. */
export interface Start {
  readonly accountSid: string;
  readonly flow: FlowRef;
  readonly trigger: Trigger;
}

export interface RunnerParts {
  readonly world: World;
  readonly records: StudioRecords;
  readonly api: TwilioApi;
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
  /** Of widgets that wait, and of whole executions. */
  private readonly timers = new Map<string, Timer>();
  private readonly deaths = new Map<string, Timer>();

  constructor(private readonly parts: RunnerParts) {
    this.liquid = createLiquid(() => parts.world.clock.now());
    this.journal = createJournal(parts.world, parts.records);
  }

  open({ accountSid, flow, trigger }: Start): ExecutionRecord | undefined {
    const { records, world } = this.parts;
    const definition = records.revisions.get(revisionKey(flow))?.definition;
    if (!definition) return undefined;
    const sid = world.ids.sid('FN');
    const execution = records.executions.insert(this.executionRecord({ sid, accountSid, flow, trigger }));
    const frame = {
      flow,
      variables: firstVariables(trigger, sid, flow),
      widget: definition.initial_state,
      enteredAtMs: world.clock.now(),
      stepSid: world.ids.sid('FT'),
    };
    const { callSid, event: startedBy } = trigger;
    const fresh = { stepCount: 0, visits: 1, lastTwiml: NOTHING, detached: false, kept: {} };
    records.states.insert({
      sid,
      state: { frame, startedBy, callSid, callOver: callSid === '', ...fresh },
      waitUntilMs: null,
    });
    if (callSid !== '') this.attach(execution, callSid);
    this.limitLife(execution);
    return execution;
  }

  resumeAll(): void {
    for (const timers of [this.timers, this.deaths]) {
      for (const timer of timers.values()) timer.cancel();
      timers.clear();
    }
    for (const execution of this.parts.records.executions.filter(({ status }) => status === 'active')) {
      const stored = this.parts.records.states.get(execution.sid);
      const gone = stored ? this.whatIsGone(stored) : 'what it knew';
      if (gone !== undefined) {
        this.journal.note(execution, `Studio ends ${execution.sid}: ${gone} is not in a snapshot`);
        this.end(execution.sid);
        continue;
      }
      this.limitLife(execution);
      if (stored && stored.waitUntilMs !== null) this.wakeAt(execution, stored.waitUntilMs);
    }
  }

  /** What the execution would need in order to go on and has not; undefined when it can. */
  private whatIsGone({ state }: StateRecord): string | undefined {
    const { flow, widget } = state.frame;
    if (state.callSid !== '' && !state.callOver) {
      const call = this.parts.world.store.collection<CallOnRecord>('api.calls').get(state.callSid);
      return call && !isOver(call.status) ? undefined : 'the call that it is on';
    }
    const waiting = this.definition(flow)?.states.find(({ name }) => name === widget);
    const waits = widgetTypes.get(waiting?.type ?? '')?.behaviour?.resume !== undefined;
    return waits ? undefined : 'the request that it waits for';
  }

  private limitLife({ sid, date_created: begun }: ExecutionRecord): void {
    const { clock } = this.parts.world;
    const leftMs = Date.parse(begun) + LIFETIME_MS - clock.now();
    this.deaths.set(
      sid,
      clock.after(Math.max(0, leftMs), () => this.end(sid), { background: true }),
    );
  }

  begin(execution: ExecutionRecord): Promise<string> {
    const event = this.parts.records.states.get(execution.sid)?.state.startedBy ?? '';
    return this.drive(execution, { do: 'start', event });
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
    for (const timers of [this.timers, this.deaths]) {
      timers.get(executionSid)?.cancel();
      timers.delete(executionSid);
    }
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
      const passedOn = stepped.passed.length > 0 && { waitUntilMs: null };
      this.parts.records.states.update(execution.sid, { state: stepped.state, ...passedOn });
      this.journal.write(execution, stepped, input.do === 'answered' ? input.reply.durationMs : 0);
      const { effect } = stepped;
      if (effect.do === 'twiml') {
        this.limitWait(execution, stepped, effect.timeoutSeconds);
        return effect.twiml;
      }
      if (effect.do === 'wait') {
        this.limitWait(execution, stepped, effect.timeoutSeconds);
        if (effect.callSid !== undefined) this.attach(execution, effect.callSid);
        return NOTHING;
      }
      if (effect.do === 'end') {
        this.end(execution.sid);
        return NOTHING;
      }
      input = await this.carryOut(execution, effect);
    }
  }

  /** The widget that waits now is left after so many seconds; what was limited before is passed. */
  private limitWait(execution: ExecutionRecord, { passed }: Advance, seconds: number | undefined): void {
    const { world, records } = this.parts;
    if (passed.length > 0) this.setTimer(execution.sid, undefined);
    if (seconds === undefined) return;
    const waitUntilMs = world.clock.now() + seconds * 1_000;
    records.states.update(execution.sid, { waitUntilMs });
    this.wakeAt(execution, waitUntilMs);
  }

  private wakeAt(execution: ExecutionRecord, atMs: number): void {
    const { world, inTurn } = this.parts;
    const stepSid = this.active(execution.sid)?.state.frame.stepSid;
    const timeOut = async (): Promise<void> => {
      if (this.active(execution.sid)?.state.frame.stepSid !== stepSid) return;
      await this.drive(execution, { do: 'timeout' });
    };
    const run = (): Promise<void> => inTurn(execution, timeOut).then(() => undefined);
    const timer = world.clock.after(Math.max(0, atMs - world.clock.now()), run, { background: true });
    this.setTimer(execution.sid, timer);
  }

  private async ask(execution: ExecutionRecord, { do: _ask, ...request }: Ask): Promise<Input> {
    const { web, clock } = this.parts.world;
    const sent = web.send({
      accountSid: execution.account_sid,
      ...this.ofCall(execution),
      ...request,
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

  private carryOut(execution: ExecutionRecord, effect: Effect & { do: 'ask' | 'post' }): Promise<Input> {
    return effect.do === 'ask' ? this.ask(execution, effect.request) : this.post(execution, effect.request);
  }

  private async post(execution: ExecutionRecord, { do: _post, ...request }: Post): Promise<Input> {
    return { do: 'told', answer: await this.parts.api.post({ accountSid: execution.account_sid, ...request }) };
  }

  /** The call's requests belong to the execution. */
  private attach({ sid }: ExecutionRecord, callSid: string): void {
    const { calls } = this.parts.records;
    const call = calls.get(callSid) ?? calls.insert({ sid: callSid, executions: [] });
    calls.update(callSid, { executions: [...call.executions, sid] });
  }

  private ofCall({ sid }: ExecutionRecord): { callSid?: string } {
    const callSid = this.parts.records.states.get(sid)?.state.callSid ?? '';
    return callSid === '' ? {} : { callSid };
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

  private executionRecord({ sid, accountSid, flow, trigger }: { sid: string } & Start) {
    const nowIso = this.nowIso();
    return {
      sid,
      account_sid: accountSid,
      flow_sid: flow.sid,
      contact_channel_address: trigger.contact,
      contact_sid: this.parts.world.ids.sid('FC'),
      flow_version: flow.revision,
      context: {},
      status: 'active' as const,
      date_created: nowIso,
      date_updated: nowIso,
      initiated_by: trigger.initiatedBy,
    };
  }

  private nowIso(): string {
    return new Date(this.parts.world.clock.now()).toISOString();
  }
}

/** As much of a call's record as Studio looks at. */
interface CallOnRecord extends StoredRecord {
  readonly status: string;
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
