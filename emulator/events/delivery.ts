import { createHash } from 'node:crypto';
import type { StreamEvent, Timer, WebReply, World } from '../contract';
import { findType, schemaUrl } from './catalogue';
import type { EventRecords, SinkRecord } from './records';

/** Source of all: twilio.com/docs/events/event-delivery-and-duplication, and errors 91305, 91308 */
const ANSWER_LIMIT_MS = 5000;
const GIVE_UP_AFTER_MS = 4 * 3_600_000;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 15 * 60_000;
/** The most events of one request. */
const BATCH = 100;

type CloudEvent = Readonly<Record<string, unknown>>;

/** Events on their way to one sink. */
interface Parcel {
  readonly sinkSid: string;
  readonly events: readonly CloudEvent[];
  readonly firstTriedMs: number;
  readonly tries: number;
}

/**
 * Brings events to webhook sinks: CloudEvents in batches, signed with the hash of the body, repeated with growing and random pauses for four hours.
 * What is on its way is not in the store.
 */
export class Delivery {
  private readonly waiting = new Map<string, CloudEvent[]>();
  private readonly retries = new Set<Timer>();

  constructor(
    private readonly world: World,
    private readonly records: EventRecords,
  ) {}

  /** Sends an event to every active sink that a subscription to its type leads to. */
  tell(event: StreamEvent): void {
    const { sinks, subscriptions, subscribed } = this.records;
    for (const wanted of subscribed.all()) {
      if (wanted.type !== event.type || wanted.account_sid !== event.accountSid) continue;
      const sink = sinks.get(subscriptions.get(wanted.subscription_sid)?.sink_sid ?? '');
      if (sink?.status === 'active') this.enqueue(sink, this.envelope(event, wanted.schema_version));
    }
  }

  /** Sends a test event, whatever the sink's status. */
  test(sink: SinkRecord, testId: string): void {
    const type = 'com.twilio.eventstreams.test-event';
    const source = `https://events.twilio.com/v1/Sinks/${sink.sid}`;
    this.enqueue(sink, this.envelope({ type, source, data: () => ({ test_id: testId }) }, 1));
  }

  close(): void {
    for (const timer of this.retries) timer.cancel();
    this.retries.clear();
    this.waiting.clear();
  }

  private envelope({ type, source, data }: Pick<StreamEvent, 'type' | 'source' | 'data'>, version: number): CloudEvent {
    return {
      specversion: '1.0',
      type,
      source,
      id: this.world.ids.sid('EZ'),
      dataschema: schemaUrl(findType(type)?.schemaId ?? 'EventStreams.TestSink', version),
      datacontenttype: 'application/json',
      time: new Date(this.world.clock.now()).toISOString(),
      data: data(),
    };
  }

  /** What happens at one moment goes in one batch. */
  private enqueue(
    { sid, sink_type: type, sink_configuration: { batch_events: batches } }: SinkRecord,
    event: CloudEvent,
  ): void {
    if (type !== 'webhook') return;
    const queue = this.waiting.get(sid) ?? [];
    this.waiting.set(sid, queue);
    queue.push(event);
    if (queue.length > 1) return;
    void this.world.activity.track(
      Promise.resolve().then(async () => {
        this.waiting.delete(sid);
        const size = batches === false ? 1 : BATCH;
        for (let from = 0; from < queue.length; from += size) {
          const events = queue.slice(from, from + size);
          await this.send({ sinkSid: sid, events, firstTriedMs: this.world.clock.now(), tries: 1 });
        }
      }),
    );
  }

  private async send(parcel: Parcel): Promise<void> {
    const sink = this.records.sinks.get(parcel.sinkSid);
    if (!sink) return;
    const text = JSON.stringify(parcel.events);
    const reply = await this.world.web.send({
      accountSid: sink.account_sid,
      method: 'POST',
      url: String(sink.sink_configuration['destination']),
      // In the URL, and so under the signature: the body is not.
      parameters: { bodySHA256: createHash('sha256').update(text).digest('hex') },
      body: { contentType: 'application/json', text },
      kind: 'event',
    });
    const problem = problemOf(reply);
    if (!problem) return;
    this.alert(sink, problem);
    if (problem.isFinal) return;
    const delayMs = this.pauseMs(parcel.tries);
    if (this.world.clock.now() + delayMs - parcel.firstTriedMs > GIVE_UP_AFTER_MS) return;
    const timer = this.world.clock.after(
      delayMs,
      () => {
        this.retries.delete(timer);
        return this.send({ ...parcel, tries: parcel.tries + 1 });
      },
      { background: true },
    );
    this.retries.add(timer);
  }

  /** Twice as long after each try, less up to half of it by chance. */
  private pauseMs(tries: number): number {
    const fullMs = Math.min(FIRST_RETRY_MS * 2 ** (tries - 1), LONGEST_RETRY_MS);
    const chance = Number.parseInt(this.world.ids.sid('EB').slice(2, 10), 16) / 2 ** 32;
    return Math.round(fullMs * (1 - chance / 2));
  }

  private alert(sink: SinkRecord, { code, message }: Problem): void {
    this.world.bus.emit('timeline', {
      atMs: this.world.clock.now(),
      kind: 'fault',
      text: `error ${code}: ${message}`,
      detail: { code, sinkSid: sink.sid },
    });
  }
}

interface Problem {
  readonly code: number;
  readonly message: string;
  /** Not worth another try. */
  readonly isFinal: boolean;
}

function problemOf({ status, durationMs }: WebReply): Problem | undefined {
  if (durationMs > ANSWER_LIMIT_MS) {
    return { code: 91308, message: 'Sink endpoint did not respond in time', isFinal: false };
  }
  if (status >= 200 && status < 300) return undefined;
  if (status >= 400 && status < 500) {
    return { code: 91305, message: `Sink endpoint rejected the event with ${status}`, isFinal: true };
  }
  return { code: 91300, message: `Event delivery failed: ${status || 'no answer'}`, isFinal: false };
}
