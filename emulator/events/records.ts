import type { Collection, Store, StoredRecord } from '../contract';

export type SinkType = 'kinesis' | 'webhook' | 'segment' | 'email';
export type SinkStatus = 'initialized' | 'validating' | 'active' | 'failed';

/** Where events go. Properties that no API document names are ours, and never answered. */
export interface SinkRecord extends StoredRecord {
  readonly account_sid: string;
  readonly description: string;
  readonly sink_type: SinkType;
  readonly sink_configuration: Readonly<Record<string, unknown>>;
  readonly status: SinkStatus;
  readonly date_created: string;
  readonly date_updated: string;
  /** Of the latest test event; null before there was one. */
  readonly testId: string | null;
}

export interface SubscriptionRecord extends StoredRecord {
  readonly account_sid: string;
  readonly description: string;
  readonly sink_sid: string;
  readonly date_created: string;
  readonly date_updated: string;
}

/** One type of events that a subscription wants. */
export interface SubscribedEventRecord extends StoredRecord {
  readonly account_sid: string;
  readonly subscription_sid: string;
  readonly type: string;
  readonly schema_version: number;
}

export interface EventRecords {
  readonly sinks: Collection<SinkRecord>;
  readonly subscriptions: Collection<SubscriptionRecord>;
  readonly subscribed: Collection<SubscribedEventRecord>;
}

/** The collections of Event Streams in the store. */
export function openEventRecords(store: Store): EventRecords {
  return {
    sinks: store.collection('events.sinks'),
    subscriptions: store.collection('events.subscriptions'),
    subscribed: store.collection('events.subscribed'),
  };
}
