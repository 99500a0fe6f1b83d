import type { StoredRecord } from '../../contract';

/** One event of a workspace, as its API answers it, with the moments that statistics are made of. */
export interface EventRecord extends StoredRecord {
  readonly account_sid: string;
  readonly workspace_sid: string;
  readonly event_type: string;
  readonly event_date: string;
  readonly event_date_ms: number;
  readonly event_data: Readonly<Record<string, string>>;
  readonly description: string;
  readonly actor_sid: string;
  readonly actor_type: string;
  readonly actor_url: string;
  readonly resource_sid: string;
  readonly resource_type: string;
  readonly resource_url: string;
  readonly source: string;
  readonly source_ip_address: string | null;
  /** When the event's task was created, milliseconds since 1970; null where there is none. */
  readonly taskCreatedMs: number | null;
  /** When the event's task came to its queue, milliseconds since 1970; null where there is none. */
  readonly queueEnteredMs: number | null;
}
