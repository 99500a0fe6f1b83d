import type { CallerStep, TimelineEntry } from '../contract';
import { notFound, TwilioError } from '../rest/twilio-error';
import { endOfCall, type CallRecord, type CallStatus } from './call-record';
import type { CallLimit } from './call-limit';
import { LiveCall, type CallFallback, type CallWorld, type VoiceServices } from './live-call';
import { establish, type CallPlan, type OutboundPlan } from './outbound-call';
import type { Leg } from './ring';
import { runCall, type CallOptions } from './run-call';
import { StatusReports, type StatusCallback } from './status-reports';
import type { DocumentSource } from './twiml/document';

/** What a call was, once it is over and all that it set going is done. */
export interface CallReport {
  readonly call: CallRecord;
  /** Everything that happened in the call, in order; products other than voice are in it too. */
  readonly timeline: readonly TimelineEntry[];
}

/** A call on its way. */
export interface PlacedCall {
  readonly callSid: string;
  /** Resolves when the call is over and its callbacks are delivered. Never rejects. */
  readonly ended: Promise<CallReport>;
}

/** What `calls(sid).update` may change. */
export interface CallChange {
  readonly document?: DocumentSource | undefined;
  readonly status?: 'completed' | 'canceled' | undefined;
  /** Told of the call's progress from now on. */
  readonly statusCallback?: StatusCallback | undefined;
  /** Where the call goes when a document fails from now on. */
  readonly fallback?: CallFallback | undefined;
  /** The longest that the call lasts, from its answer on. */
  readonly maxMs?: number | undefined;
}

const GOING_ON: ReadonlySet<CallStatus> = new Set(['queued', 'ringing', 'in-progress']);

/** The calls that are going on. */
export class LiveCalls {
  private readonly live = new Map<string, LiveCall>();
  private readonly legs = new Map<string, Leg>();
  private readonly timelines = new Map<string, TimelineEntry[]>();

  constructor(
    private readonly world: CallWorld,
    private readonly services: VoiceServices,
    private readonly limit: CallLimit,
  ) {
    world.bus.on('timeline', entry => {
      if (entry.callSid !== undefined) this.timelines.get(entry.callSid)?.push(entry);
    });
    world.store.onRestore(() => this.endOrphans());
    this.endOrphans();
  }

  /** Calls are not in snapshots: one that a restored store holds as going on, and that is not, is over. */
  private endOrphans(): void {
    const { records } = this.services;
    const isOrphan = ({ sid, status }: CallRecord): boolean => GOING_ON.has(status) && !this.live.has(sid);
    for (const record of records.filter(isOrphan)) {
      const status = record.status === 'in-progress' ? 'completed' : 'failed';
      records.update(record.sid, endOfCall(record, status, this.world.clock.now()));
      this.world.bus.emit('call-ended', { accountSid: record.account_sid, callSid: record.sid, status });
    }
  }

  /** Somebody calls a number (`record` is stored already): the caller's script runs from the moment the call is answered. */
  receive(record: CallRecord, plan: CallPlan, steps: readonly CallerStep[]): PlacedCall {
    const leg = this.begin(record, plan.statusCallback);
    const { call } = leg;
    call.note('call', `${record.from} calls ${record.to}`);
    call.statusChanged = status => status === 'in-progress' && call.play(steps);
    return { callSid: call.sid, ended: this.run(leg, plan) };
  }

  /** Calls somebody (`record` is stored already): rings, and runs the documents when they answer. */
  dial(record: CallRecord, plan: OutboundPlan, told?: (status: CallStatus) => void): PlacedCall {
    const leg = this.begin(record, plan.statusCallback);
    leg.call.note('call', `calls ${record.to}`);
    if (told) leg.call.statusChanged = told;
    const waitMs = this.limit.waitMs(record.account_sid);
    return { callSid: record.sid, ended: this.runOutbound(leg, plan, waitMs) };
  }

  /**
   * Takes a running call to another document, or ends it. Throws TwilioError 20404 when there is no such call and 400/21220 when it is over, or
   * not as far as that.
   */
  update(sid: string, change: CallChange): void {
    const call = this.live.get(sid);
    if (!call && !this.services.records.get(sid)) throw notFound(`/Calls/${sid}.json`);
    if (!call || call.isOver) throw new TwilioError(400, 21220, 'Call is not in-progress. Cannot redirect.');
    if (change.status === 'canceled' && call.isAnswered)
      throw new TwilioError(400, 21220, 'Call is in-progress. Cannot be canceled.');
    if (change.document && !change.status && !call.isAnswered && call.record.direction !== 'inbound')
      throw new TwilioError(400, 21220, 'Call is not in-progress. Cannot redirect.');
    this.settle(call, change);
    if (change.status) {
      call.note('call', `ended over the REST API (${change.status})`);
      call.hangUp();
    } else if (change.document) {
      call.note('call', `redirected over the REST API${change.document.url && ` to ${change.document.url}`}`);
      call.redirect(change.document);
    }
  }

  private settle(call: LiveCall, { statusCallback, fallback, maxMs }: CallChange): void {
    if (statusCallback) this.legs.get(call.sid)?.reports.redirect(statusCallback);
    if (fallback) call.fallback = fallback;
    if (maxMs !== undefined) call.limitTo(maxMs);
  }

  /** Lets the far end of a call do something else. Throws TwilioError 20404 when no such call goes on, and what is wrong with a sound. */
  steer(sid: string, steps: readonly CallerStep[]): void {
    const call = this.live.get(sid);
    if (!call || call.isOver) throw notFound(`/Calls/${sid}.json`);
    for (const step of steps) if (step.do === 'say') this.services.speak(step.words, step.audio);
    call.steer(steps);
  }

  /** True while somebody is on the phone or it rings. */
  isLive(sid: string): boolean {
    return this.live.has(sid);
  }

  /** The call, while it goes on. */
  find(sid: string): LiveCall | undefined {
    return this.live.get(sid);
  }

  /** Hangs up everything. */
  close(): void {
    for (const call of [...this.live.values()]) call.hangUp();
  }

  /** A leg that begins (`record` is stored already); whoever begins it must `finish` it. */
  begin(record: CallRecord, statusCallback: StatusCallback | undefined): Leg {
    this.timelines.set(record.sid, []);
    const call = new LiveCall(record, this.world, this.services);
    this.live.set(call.sid, call);
    const leg = { call, reports: new StatusReports(call, statusCallback) };
    this.legs.set(call.sid, leg);
    return leg;
  }

  /** Runs a leg's documents until it is over, then finishes it. */
  async run(leg: Leg, options: CallOptions): Promise<CallReport> {
    await runCall(leg.call, options);
    return this.finish(leg);
  }

  /** Runs documents on a leg that somebody else began. Resolves when it is over. */
  async runAlone(call: LiveCall, first: DocumentSource): Promise<void> {
    await runCall(call, { first, fallback: undefined });
    const leg = this.legs.get(call.sid);
    // Not waited for: what this leg has under way includes this very run.
    if (leg) void this.finish(leg);
  }

  /** The leg is over: says so, and resolves when all that it set going is done. */
  async finish({ call, reports }: Leg): Promise<CallReport> {
    const { sid: callSid, accountSid } = call;
    const { status } = call.record;
    call.endRecordings();
    reports.tell('completed');
    call.statusChanged(status);
    this.live.delete(callSid);
    this.legs.delete(callSid);
    this.world.bus.emit('call-ended', { accountSid, callSid, status });
    await call.settled();
    const timeline = this.timelines.get(callSid) ?? [];
    this.timelines.delete(callSid);
    return { call: call.record, timeline };
  }

  private async runOutbound(leg: Leg, plan: OutboundPlan, waitMs: number): Promise<CallReport> {
    const options = await establish(leg, plan, waitMs);
    return options ? this.run(leg, options) : this.finish(leg);
  }
}
