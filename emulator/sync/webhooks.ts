import type { World } from '../contract';
import type { ItemRecord, ServiceRecord, SyncObject } from './records';

/** What happens to an item, as its events call it. */
export type ItemChange = 'added' | 'updated' | 'removed';

/** The events of twilio.com/docs/sync/webhooks, but those of endpoints: nobody connects to the local Sync. */
export type SyncEvent =
  | 'document_created'
  | 'document_updated'
  | 'document_removed'
  | `${'list' | 'map' | 'stream'}_${'created' | 'removed'}`
  | `${'list' | 'map'}_item_${ItemChange}`
  | 'stream_message_published';

const PREFIXES = { document: 'Document', list: 'List', map: 'Map', stream: 'Stream' } as const;

/** What an event says of the object itself: its sid, unique name, revision and, of a document that is there, its data. */
export function parametersOf(type: SyncEvent, object: SyncObject): Record<string, string> {
  const [kind = 'document', happened] = type.split('_');
  const prefix = PREFIXES[kind as keyof typeof PREFIXES];
  const { unique_name: name, data } = object as SyncObject & { unique_name?: string | null; data?: unknown };
  return {
    [`${prefix}Sid`]: object.sid,
    ...(name && { [`${prefix}UniqueName`]: name }),
    ...(kind !== 'stream' && { [`${prefix}Revision`]: object.revision }),
    ...(kind === 'document' && happened !== 'removed' && { DocumentData: JSON.stringify(data) }),
  };
}

/** What an event says of an item. */
export function itemParameters(record: ItemRecord, what: ItemChange): Record<string, string> {
  const { key, index, data, revision } = record;
  return {
    ...(key === undefined ? { ItemIndex: String(index) } : { ItemKey: key }),
    ItemRevision: revision,
    ...(what !== 'removed' && { ItemData: JSON.stringify(data) }),
  };
}

/** REST is told only where the service wants it (`WebhooksFromRestEnabled`). Sync does not wait for the answer, nor repeat it. */
export function tellWebhook(
  world: World,
  service: ServiceRecord,
  parameters: Readonly<Record<string, string | undefined>>,
): void {
  const { webhook_url: url, account_sid: accountSid, sid: ServiceSid } = service;
  if (!url || !service.webhooks_from_rest_enabled) return;
  const said = { AccountSid: accountSid, ServiceSid, Identity: 'system', ...parameters };
  const sent = world.web.send({
    accountSid,
    method: 'POST',
    url,
    kind: 'sync-event',
    parameters: Object.fromEntries(Object.entries(said).flatMap(([name, value]) => (value ? [[name, value]] : []))),
  });
  void world.activity.track(sent);
}
