import type {
  Bus,
  CallerStep,
  CallWork,
  Collection,
  TimelineEntry,
  TimelineKind,
  Timer,
  WebReply,
  World,
} from '../contract';
import type { TwilioApi } from '../studio/twilio-api';
import type { Audio } from './audio/audio';
import { callParameters } from './call-parameters';
import { endOfCall, type CallRecord, type CallStatus } from './call-record';
import type { Callees } from './callee';
import { playCaller } from './caller';
import type { CallRecording } from './call-recording';
import type { Conferences } from './conference/conferences';
import type { MediaStream } from './streams/media-stream';
import type { Transcription } from './streams/transcription';
import { Line } from './line';
import type { LiveCalls } from './live-calls';
import type { PaymentSession } from './pay/payment-session';
import type { Queues } from './queues';
import type { Recordings } from './recordings';
import { Interruption, Scope, type Cause } from './scope';
import type { DocumentSource } from './twiml/document';

/** What calls share. */
export interface VoiceServices {
  readonly work: () => CallWork;
  readonly api: () => TwilioApi;
  readonly queues: Queues;
  readonly recordings: Recordings;
  readonly callees: Callees;
  readonly conferences: Conferences;
  /** The registry of calls, which is made of these services. */
  readonly calls: () => LiveCalls;
  readonly records: Collection<CallRecord>;
  /** The names of the Pay Connectors that every account has. */
  readonly paymentConnectors: readonly string[];
  readonly speak: (words: string, wav?: Buffer) => Audio;
}

/** Where a call goes when a document fails. */
export interface CallFallback {
  readonly url: string;
  readonly method: 'GET' | 'POST';
}

export type CallWorld = Pick<World, 'clock' | 'web' | 'ids' | 'activity' | 'store' | 'accounts' | 'tunnels'> & {
  readonly bus: Bus;
};

/** One leg of a call that is going on: its record, its line, and what it has under way. */
export class LiveCall {
  readonly sid: string;
  readonly accountSid: string;
  readonly line = new Line();
  /** Ends with the call, unlike `scope`, which also ends with a redirect. */
  readonly callerScope: Scope;
  /** Hears when the call is answered or over. */
  statusChanged: (status: CallStatus) => void = () => undefined;
  /** What the carrier said of a leg that nobody took; undefined for what its status implies. */
  sipResponseCode: string | undefined;
  /** The leg of a Dial was redirected over REST: it runs documents of its own now. */
  isMoved = false;
  /** Where the call goes when a document fails, once. */
  fallback: CallFallback | undefined;
  /** Streams of the leg that run now, by their name. */
  readonly streams = new Map<string, MediaStream>();
  /** Transcriptions of the leg that run now, by their name. */
  readonly transcriptions = new Map<string, Transcription>();
  /** Payments that an agent leads on this leg, by their idempotency key. */
  readonly payments = new Map<string, PaymentSession>();
  /** Recordings of the leg that run now. */
  readonly recordings = new Set<CallRecording>();
  private documents: Scope;
  /** What the far end does now. */
  private script: Scope | undefined;
  private steered: readonly CallerStep[] | undefined;
  private last: CallRecord;
  private readonly pending = new Set<Promise<unknown>>();
  private limit: Timer | undefined;

  constructor(
    record: CallRecord,
    readonly world: CallWorld,
    readonly services: VoiceServices,
  ) {
    this.last = record;
    this.sid = record.sid;
    this.accountSid = record.account_sid;
    this.documents = new Scope(world.clock);
    this.callerScope = new Scope(world.clock);
  }

  /** What the running document waits in. */
  get scope(): Scope {
    return this.documents;
  }

  /** As it is stored; as it last was, when the store was restored to a time before the call. */
  get record(): CallRecord {
    this.last = this.services.records.get(this.sid) ?? this.last;
    return this.last;
  }

  /** Changes the record. */
  change(change: Partial<CallRecord>): CallRecord {
    const { records } = this.services;
    const dated = { ...change, date_updated: new Date(this.world.clock.now()).toISOString() };
    this.last = records.get(this.sid) ? records.update(this.sid, dated) : { ...this.last, ...dated };
    return this.last;
  }

  get isAnswered(): boolean {
    return this.record.start_time !== null;
  }

  get isOver(): boolean {
    return this.callerScope.isOver;
  }

  parameters(): Record<string, string> {
    return callParameters(this.record);
  }

  note(kind: TimelineKind, text: string, extra: Pick<TimelineEntry, 'durationMs' | 'detail'> = {}): void {
    this.world.bus.emit('timeline', { atMs: this.world.clock.now(), kind, text, callSid: this.sid, ...extra });
  }

  /** A request of the call, whatever becomes of the call meanwhile. */
  send({ kind, url, method, parameters }: Omit<DocumentSource, 'twiml'>): Promise<WebReply> {
    const { accountSid, sid: callSid } = this;
    const all = { ...this.parameters(), ...parameters };
    return this.world.web.send({ accountSid, callSid, kind, url, method, parameters: all });
  }

  /** Something that goes on beside the call and may outlast it. */
  background(work: Promise<unknown>): void {
    const kept = work.catch((error: unknown) => this.note('fault', `the local Twilio failed: ${String(error)}`));
    this.pending.add(kept);
    void kept.finally(() => this.pending.delete(kept));
  }

  /** Resolves when nothing is left that the call set going. */
  async settled(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending);
  }

  /** The call is answered, if it wasn't. */
  answer(): void {
    if (this.isAnswered || this.isOver) return;
    this.change({ status: 'in-progress', start_time: new Date(this.world.clock.now()).toISOString() });
    this.note('call', 'answered');
    this.statusChanged('in-progress');
  }

  /** The call is answered: the far end follows its script, or what it was steered to meanwhile. */
  play(steps: readonly CallerStep[]): void {
    this.follow(this.steered ?? steps);
  }

  /** The far end does this instead of what is left of its script: at once, or when the call is answered. */
  steer(steps: readonly CallerStep[]): void {
    this.steered = steps;
    if (this.isAnswered) this.follow(steps);
  }

  private follow(steps: readonly CallerStep[]): void {
    this.script?.interrupt({ kind: 'steered' });
    const caller = this.callerScope.inner(scope => {
      this.script = scope;
      return playCaller(steps, {
        clock: this.world.clock,
        line: this.line,
        scope,
        speak: this.services.speak,
        note: (kind, text, durationMs) => this.note(kind, text, durationMs === undefined ? {} : { durationMs }),
        hangUp: () => this.hangUp(),
      });
    });
    this.background(
      caller.catch((error: unknown) => {
        if (!(error instanceof Interruption)) throw error;
      }),
    );
  }

  /** Whatever records or listens to the leg stops. */
  endRecordings(): void {
    for (const recording of [...this.recordings]) recording.stop();
    for (const stream of [...this.streams.values()]) stream.stop();
    for (const transcription of [...this.transcriptions.values()]) transcription.stop();
    for (const payment of this.payments.values()) payment.stop();
  }

  /** The call lasts so long at most, from its answer on (from now, when it is not answered yet). The last limit counts. */
  limitTo(maxMs: number): void {
    const nowMs = this.world.clock.now();
    const startMs = this.record.start_time === null ? nowMs : Date.parse(this.record.start_time);
    this.limit?.cancel();
    this.limit = this.world.clock.after(Math.max(0, startMs + maxMs - nowMs), () => {
      this.note('call', 'reaches its time limit');
      this.hangUp();
    });
  }

  /** Either end hangs up: whatever is being done in the call stops. */
  hangUp(): void {
    this.over(this.isAnswered ? 'completed' : 'canceled');
    this.documents.interrupt({ kind: 'hang-up' });
  }

  /** The leg runs documents by itself from now on, whatever becomes of the call that it was joined with. */
  goOn(first: DocumentSource): void {
    const calls = this.services.calls();
    this.background(calls.runAlone(this, first));
  }

  /** The running document is dropped for another. */
  redirect(to: DocumentSource): void {
    this.interrupt({ kind: 'redirect', to });
  }

  /** The record says that the call is over; the far end hears nothing any more. Says so once. */
  over(status: CallStatus): void {
    if (this.isOver) return;
    const ended = this.change(endOfCall(this.record, status, this.world.clock.now()));
    this.note('call', `over: ${status}`, { durationMs: Number(ended.duration) * 1000 });
    this.limit?.cancel();
    this.callerScope.interrupt({ kind: 'hang-up' });
    this.endRecordings();
  }

  private interrupt(reason: Cause): void {
    const interrupted = this.documents;
    this.documents = new Scope(this.world.clock);
    interrupted.interrupt(reason);
  }
}
