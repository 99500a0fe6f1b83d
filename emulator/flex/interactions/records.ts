import type { Collection, StoredRecord, World } from '../../contract';
import type { InHouseApi } from '../../in-house-api';

/** The types of a channel that the document knows. */
export const channelTypes = ['voice', 'sms', 'email', 'web', 'whatsapp', 'chat', 'messenger', 'gbm'] as const;

/** KD…. */
export interface InteractionRecord extends StoredRecord {
  readonly account_sid: string;
  readonly channel: Readonly<Record<string, unknown>> | null;
  readonly routing: Readonly<Record<string, unknown>> | null;
}
interface OfInteraction extends StoredRecord {
  readonly account_sid: string;
  readonly interaction_sid: string;
}
/** UO…. */
export interface ChannelRecord extends OfInteraction {
  readonly type: (typeof channelTypes)[number];
  readonly status: 'active' | 'closed' | 'inactive';
  readonly error_code: number;
  readonly error_message: string | null;
}
interface OfChannel extends OfInteraction {
  readonly channel_sid: string;
}
/** KG…. */
export interface InviteRecord extends OfChannel {
  readonly routing: Readonly<Record<string, unknown>>;
}
/** UT…. */
export interface ParticipantRecord extends OfChannel {
  readonly type: string;
  readonly routing_properties: unknown;
  readonly media_properties: unknown;
}
/** UX…. */
export interface TransferRecord extends OfChannel {
  readonly instance_sid: string;
  readonly type: string;
  readonly status: 'active' | 'completed' | 'failed';
  readonly from: string | null;
  readonly to: string | null;
  readonly execution_sid: null;
  readonly note_sid: null;
  readonly summary_sid: null;
  readonly date_created: string;
  readonly date_updated: string;
}

/** All that interactions are made of, and TaskRouter, where their tasks are. */
export interface Interactions {
  readonly world: World;
  readonly api: InHouseApi;
  readonly interactions: Collection<InteractionRecord>;
  readonly channels: Collection<ChannelRecord>;
  readonly invites: Collection<InviteRecord>;
  readonly participants: Collection<ParticipantRecord>;
  readonly transfers: Collection<TransferRecord>;
}

/** The collections of a world's store. */
export function interactionRecords(world: World, api: InHouseApi): Interactions {
  const { store } = world;
  return {
    world,
    api,
    interactions: store.collection('flex.interactions'),
    channels: store.collection('flex.interaction-channels'),
    invites: store.collection('flex.interaction-invites'),
    participants: store.collection('flex.interaction-participants'),
    transfers: store.collection('flex.interaction-transfers'),
  };
}
