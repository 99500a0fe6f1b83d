import type { CallerStep, TimelineEntry } from '../contract';
import { notFound, TwilioError } from '../rest/twilio-error';
import type { CallRecord, CallStatus } from './call-record';
import { LiveCall, type CallWorld, type VoiceServices } from './live-call';
import { runCall, type CallOptions } from './run-call';
import { StatusReports, type StatusCallback } from './status-reports';
import type { DocumentSource } from './twiml/document';
import { RING_MS } from './callee';

/** How long a new outbound call is `queued`: Twilio starts one a second; here it only must be seen. */
const QUEUED_MS = 100;

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

/** How a call that begins is to be run. */
export interface CallPlan extends CallOptions {
  readonly statusCallback: StatusCallback | undefined;
}

/** The calls that are going on. */
export class LiveCalls {
  private readonly live = new Map<string, LiveCall>();
  private readonly timelines = new Map<string, TimelineEntry[]>();

  constructor(
    private readonly world: CallWorld,
    private readonly services: VoiceServices,
  ) {
    world.bus.on('timeline', entry => {
      if (entry.callSid !== undefined) this.timelines.get(entry.callSid)?.push(entry);
    });
  }

  /** Somebody calls a number (`record` is stored already): the caller's script runs from the moment the call is answered. */
  receive(record: CallRecord, plan: CallPlan, steps: readonly CallerStep[]): PlacedCall {
    const { call, reports } = this.begin(record, plan);
    call.note('call', `${record.from} calls ${record.to}`);
    call.statusChanged = () => call.play(steps);
    return { callSid: call.sid, ended: this.run({ call, plan, reports }) };
  }

  /** Calls somebody (`record` is stored already): rings, and runs the documents when they answer. */
  dial(record: CallRecord, plan: CallPlan, ringLimitMs: number): PlacedCall {
    const { call, reports } = this.begin(record, plan);
    call.note('call', `calls ${record.to}`);
    call.statusChanged = status => reports.tell(status);
    return { callSid: call.sid, ended: this.ring({ call, plan, reports }, ringLimitMs) };
  }

  /**
   * Takes a running call to another document, or ends it. Throws TwilioError 20404 when there is no such call and 400/21220 when it is over.
   */
  update(sid: string, change: { document?: DocumentSource; status?: 'completed' | 'canceled' }): void {
    const call = this.live.get(sid);
    if (!call && !this.services.records.get(sid)) throw notFound(`/Calls/${sid}.json`);
    if (!call || call.isOver) throw new TwilioError(400, 21220, 'Call is not in-progress. Cannot redirect.');
    if (change.status === 'canceled' && call.isAnswered)
      throw new TwilioError(400, 21220, 'Call is in-progress. Cannot be canceled.');
    if (change.status) {
      call.note('call', `ended over the REST API (${change.status})`);
      call.hangUp();
    } else if (change.document) {
      call.note('call', `redirected over the REST API${change.document.url && ` to ${change.document.url}`}`);
      call.redirect(change.document);
    }
  }

  /** True while somebody is on the phone or it rings. */
  isLive(sid: string): boolean {
    return this.live.has(sid);
  }

  /** Hangs up everything. */
  close(): void {
    for (const call of this.live.values()) call.hangUp();
  }

  private begin(record: CallRecord, plan: CallPlan): { call: LiveCall; reports: StatusReports } {
    this.timelines.set(record.sid, []);
    const call = new LiveCall(record, this.world, this.services);
    this.live.set(call.sid, call);
    return { call, reports: new StatusReports(call, plan.statusCallback) };
  }

  private async ring(started: Started, ringLimitMs: number): Promise<CallReport> {
    const { call, reports } = started;
    const callee = this.services.callees(call.record.to);
    const ringMs = callee.afterMs ?? (callee.do === 'no-answer' ? ringLimitMs : RING_MS);
    try {
      await call.callerScope.sleep(QUEUED_MS);
      reports.tell('initiated');
      call.change({ status: 'ringing' });
      reports.tell('ringing');
      await call.callerScope.sleep(Math.min(ringMs, ringLimitMs));
    } catch {
      // Canceled over the REST API: the call is over already.
      return this.finish(started);
    }
    if (callee.do !== 'answer' || ringMs > ringLimitMs) {
      call.over(callee.do === 'answer' ? 'no-answer' : NOT_ANSWERED[callee.do]);
      return this.finish(started);
    }
    call.answer();
    call.play(callee.steps ?? []);
    return this.run(started);
  }

  private async run(started: Started): Promise<CallReport> {
    await runCall(started.call, started.plan);
    return this.finish(started);
  }

  private async finish({ call, reports }: Started): Promise<CallReport> {
    const { sid: callSid, accountSid } = call;
    const { status } = call.record;
    reports.tell('completed');
    this.live.delete(callSid);
    this.world.bus.emit('call-ended', { accountSid, callSid, status });
    await call.settled();
    const timeline = this.timelines.get(callSid) ?? [];
    this.timelines.delete(callSid);
    return { call: call.record, timeline };
  }
}

interface Started {
  readonly call: LiveCall;
  readonly plan: CallPlan;
  readonly reports: StatusReports;
}

const NOT_ANSWERED: Readonly<Record<'busy' | 'no-answer' | 'fail', CallStatus>> = {
  busy: 'busy',
  'no-answer': 'no-answer',
  fail: 'failed',
};
