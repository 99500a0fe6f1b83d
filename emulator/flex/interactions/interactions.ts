import type { Route, World } from '../../contract';
import type { InHouseApi } from '../../in-house-api';
import { jsonObject } from '../../rest/json-parameter';
import { resource, type Context, type ResourceOptions, type Scope } from '../../rest/resource';
import { invalid } from '../../rest/twilio-error';
import { inviteAgent } from './invite';
import { channelTypes, interactionRecords, type Interactions } from './records';
import type { ChannelRecord, InteractionRecord, InviteRecord, ParticipantRecord } from './records';
import { transferRoutes } from './transfers';

const ROOT = '/v1/Interactions';
const CHANNELS = `${ROOT}/{InteractionSid}/Channels`;

/**
 * Interactions with their channels, invites, participants and transfers, as records. An interaction with `Routing`, and each invite, makes a task in
 * TaskRouter; nothing is said over the channel, and a task's life does not change the interaction.
 */
export function interactionRoutes(world: World, api: InHouseApi): Route[] {
  const kept = interactionRecords(world, api);
  return [
    ...interactions(kept),
    ...channels(kept),
    ...invites(kept),
    ...participants(kept),
    ...transferRoutes(kept, parents(kept)),
  ];
}

function interactions(kept: Interactions): Route[] {
  return resource<InteractionRecord>({
    ...common(kept, ROOT),
    sidPrefix: 'KD',
    records: kept.interactions,
    operations: ['create', 'fetch', 'update'],
    async create(record, { parameters, accountSid }) {
      const channel = jsonObject('Channel', parameters['Channel']);
      const type = channelTypes.find(known => known === channel['type']);
      if (type === undefined) throw invalid(`Channel: type must be one of ${channelTypes.join(', ')}`);
      const made: ChannelRecord = {
        sid: kept.world.ids.sid('UO'),
        account_sid: accountSid,
        interaction_sid: record.sid,
        type,
        status: 'active',
        error_code: 0,
        error_message: null,
      };
      const routing = jsonObject('Routing', parameters['Routing']);
      const invite =
        Object.keys(routing).length === 0 ? undefined : await inviteAgent(kept, made, { routing, channel });
      kept.channels.insert(made);
      if (invite) kept.invites.insert(invite);
      for (const participant of given(channel['participants'])) addCustomer(kept, made, participant);
      return {
        ...record,
        channel: { ...channel, sid: made.sid, id: made.sid },
        routing: invite?.routing ?? null,
      };
    },
  });
}

function given(participants: unknown): object[] {
  const list: unknown[] = Array.isArray(participants) ? participants : [];
  return list.filter((one): one is object => typeof one === 'object' && one !== null);
}

function addCustomer(kept: Interactions, channel: ChannelRecord, participant: object): void {
  kept.participants.insert({
    sid: kept.world.ids.sid('UT'),
    account_sid: channel.account_sid,
    interaction_sid: channel.interaction_sid,
    channel_sid: channel.sid,
    type: 'customer',
    routing_properties: null,
    media_properties: participant,
  });
}

function channels(kept: Interactions): Route[] {
  return resource<ChannelRecord>({
    ...common(kept, CHANNELS),
    sidPrefix: 'UO',
    records: kept.channels,
    operations: ['fetch', 'list', 'update'],
    parents: parents(kept),
    update(channel, _change, { parameters }) {
      jsonObject('Routing', parameters['Routing']);
      if (channel.status === 'closed') throw invalid(`Channel ${channel.sid} is closed`);
      return { status: parameters['Status'] === 'closed' ? 'closed' : 'inactive' };
    },
  });
}

function invites(kept: Interactions): Route[] {
  return resource<InviteRecord>({
    ...common(kept, `${CHANNELS}/{ChannelSid}/Invites`),
    sidPrefix: 'KG',
    records: kept.invites,
    operations: ['create', 'list'],
    parents: parents(kept),
    async create(_record, context) {
      const routing = jsonObject('Routing', context.parameters['Routing']);
      return inviteAgent(kept, channelOf(kept, context), { routing, channel: {} });
    },
  });
}

function participants(kept: Interactions): Route[] {
  return resource<ParticipantRecord>({
    ...common(kept, `${CHANNELS}/{ChannelSid}/Participants`),
    sidPrefix: 'UT',
    records: kept.participants,
    operations: ['create', 'list', 'update'],
    parents: parents(kept),
    create(record, context) {
      channelOf(kept, context);
      const media = jsonObject('MediaProperties', context.parameters['MediaProperties']);
      const routing = jsonObject('RoutingProperties', context.parameters['RoutingProperties']);
      return { ...record, media_properties: media, routing_properties: routing };
    },
    update: () => ({}),
  });
}

/** The channel of the path. Throws 400 when it is closed. */
function channelOf(kept: Interactions, { scope }: Context): ChannelRecord {
  const channel = kept.channels.get(scope['channel_sid'] ?? '');
  if (!channel || channel.status === 'closed') throw invalid(`Channel ${scope['channel_sid'] ?? ''} is closed`);
  return channel;
}

/** What the sids of a path stand for. */
function parents(kept: Interactions) {
  return {
    InteractionSid: (key: string) => kept.interactions.get(key),
    ChannelSid(key: string, scope: Scope) {
      const channel = kept.channels.get(key);
      return channel?.interaction_sid === scope['interaction_sid'] ? channel : undefined;
    },
  };
}

function common(
  { world }: Interactions,
  path: string,
): Pick<ResourceOptions<InteractionRecord>, 'world' | 'document' | 'path'> {
  return { world, document: 'flex_v1', path };
}
