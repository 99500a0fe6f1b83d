import type { Collection, Store, StoredRecord } from '../contract';

/** What Sync keeps, in wire case. Properties that no API document names are ours: they stay in the store and are never answered. */
export interface ServiceRecord extends StoredRecord {
  readonly account_sid: string;
  readonly unique_name: string | null;
  readonly friendly_name: string | null;
  readonly date_created: string;
  readonly date_updated: string;
  readonly webhook_url: string | null;
  readonly webhooks_from_rest_enabled: boolean;
  readonly reachability_webhooks_enabled: boolean;
  readonly acl_enabled: boolean;
  readonly reachability_debouncing_enabled: boolean;
  readonly reachability_debouncing_window: number;
}

/** What Documents, Maps, Lists and items share. */
export interface SyncObject extends StoredRecord {
  readonly account_sid: string;
  readonly service_sid: string;
  readonly date_created: string;
  readonly date_updated: string;
  /** ISO 8601; from then on the object is not there any more. Null lives for ever. */
  readonly date_expires: string | null;
  /** Counts changes from "0". */
  readonly revision: string;
  readonly created_by: string;
}

export interface DocumentRecord extends SyncObject {
  readonly unique_name: string | null;
  readonly data: unknown;
}

/** A Map or a List. */
export interface ContainerRecord extends SyncObject {
  readonly unique_name: string | null;
  /** The index that a List's next item gets; indices are never used again. */
  readonly nextIndex: number;
}

/** An item of a Map (`map_sid`, `key`) or of a List (`list_sid`, `index`). Its sid is ours: container and key. */
export interface ItemRecord extends SyncObject {
  readonly key?: string;
  readonly index?: number;
  readonly map_sid?: string;
  readonly list_sid?: string;
  readonly data: unknown;
}

/** A Message Stream. Its revision, which no answer has, is what all objects of Sync have. */
export interface StreamRecord extends SyncObject {
  readonly unique_name: string | null;
}

/** What an identity may do with an object. Its sid is ours: object and identity. */
export interface PermissionRecord extends StoredRecord {
  readonly account_sid: string;
  readonly service_sid: string;
  readonly object_sid: string;
  readonly identity: string;
  readonly read: boolean;
  readonly write: boolean;
  readonly manage: boolean;
}

/** Which object a unique name stands for. Its sid is service, kind and name. */
export interface NameRecord extends StoredRecord {
  readonly target: string;
}

export interface SyncRecords {
  readonly services: Collection<ServiceRecord>;
  readonly documents: Collection<DocumentRecord>;
  readonly maps: Collection<ContainerRecord>;
  readonly lists: Collection<ContainerRecord>;
  readonly streams: Collection<StreamRecord>;
  readonly permissions: Collection<PermissionRecord>;
  readonly mapItems: Collection<ItemRecord>;
  readonly listItems: Collection<ItemRecord>;
  readonly names: Collection<NameRecord>;
}

/** The collections of Sync in the store. */
export function openSyncRecords(store: Store): SyncRecords {
  return {
    services: store.collection('sync.services'),
    documents: store.collection('sync.documents'),
    maps: store.collection('sync.maps'),
    lists: store.collection('sync.lists'),
    streams: store.collection('sync.streams'),
    permissions: store.collection('sync.permissions'),
    mapItems: store.collection('sync.map-items'),
    listItems: store.collection('sync.list-items'),
    names: store.collection('sync.names'),
  };
}
