import type { Collection, Store } from '../../contract';
import type { EventRecord } from './event-record';

/** So many events of a workspace are remembered at least. Twilio keeps 30 days; here what a busy hour brings must do. */
const KEPT = 20_000;
/** The oldest are dropped in bundles of this size: to drop them one by one would cost a look at all. */
const BUNDLE = 2000;

/** What happened in each workspace, oldest first, bounded. Lies in the store, so that a snapshot has it. */
export class Journal {
  private readonly sinceTrimmed = new Map<string, number>();

  constructor(private readonly store: Store) {}

  append(event: EventRecord): void {
    const events = this.of(event.workspace_sid);
    events.insert(event);
    const count = (this.sinceTrimmed.get(event.workspace_sid) ?? 0) + 1;
    this.sinceTrimmed.set(event.workspace_sid, count % BUNDLE);
    if (count < BUNDLE) return;
    const excess = events.all().slice(0, Math.max(0, events.all().length - KEPT));
    for (const { sid } of excess) events.delete(sid);
  }

  of(workspaceSid: string): Collection<EventRecord> {
    return this.store.collection(`taskrouter.events.${workspaceSid}`);
  }

  /** Those of a time, both ends included, milliseconds since 1970; oldest first. */
  between(workspaceSid: string, { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): EventRecord[] {
    const events = this.of(workspaceSid).all();
    const first = firstAt(events, fromMs);
    return events.slice(first).filter(({ event_date_ms: atMs }) => atMs <= toMs);
  }

  /** The workspace is gone, and its events with it. */
  forget(workspaceSid: string): void {
    const events = this.of(workspaceSid);
    for (const { sid } of events.all()) events.delete(sid);
    this.sinceTrimmed.delete(workspaceSid);
  }
}

/** Place of the first event at or after a moment: events lie in the order of their time. */
function firstAt(events: readonly EventRecord[], fromMs: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.event_date_ms ?? Infinity) < fromMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
