import type { Collection, Route, World } from '../contract';
import type { CallRecord } from '../voice/call-record';
import type { Conferences } from '../voice/conference/conferences';
import type { LiveCalls } from '../voice/live-calls';
import type { Recordings } from '../voice/recordings';
import { accountRoutes, keyRoutes } from './accounts';
import { addressRoutes, applicationRoutes } from './applications';
import { availablePhoneNumberRoutes } from './available-phone-numbers';
import { balanceRoutes } from './balance';
import { callMessageRoutes } from './call-messages';
import { outgoingCallerIdRoutes } from './outgoing-caller-ids';
import { queueRoutes } from './queues';
import { recordingTranscriptionRoutes } from './recording-transcriptions';
import { paymentRoutes } from './payments';
import { streamRoutes } from './streams';
import { transcriptionRoutes } from './transcriptions';
import type { Queues } from '../voice/queues';
import { callTroubleRoutes } from './call-troubles';
import { callRoutes } from './calls';
import { conferenceRoutes } from './conferences';
import { participantRoutes } from './participants';
import { incomingPhoneNumberRoutes } from './incoming-phone-numbers';
import { mediaRoutes, type MediaOptions } from './media';
import { recordingRoutes } from './recordings';

export interface ApiParts {
  readonly world: World;
  readonly calls: LiveCalls;
  readonly callRecords: Collection<CallRecord>;
  readonly recordings: Recordings;
  readonly conferences: Conferences;
  readonly queues: Queues;
  readonly media: MediaOptions;
}

/** The routes of api.twilio.com. */
export function apiRoutes(parts: ApiParts): Route[] {
  return [
    ...accountRoutes(parts.world),
    ...keyRoutes(parts.world),
    ...balanceRoutes(parts.world),
    ...outgoingCallerIdRoutes(parts),
    ...callMessageRoutes(parts),
    ...recordingTranscriptionRoutes(parts),
    ...applicationRoutes(parts.world),
    ...addressRoutes(parts.world),
    ...availablePhoneNumberRoutes(parts.world),
    ...queueRoutes(parts),
    ...streamRoutes(parts),
    ...paymentRoutes(parts),
    ...transcriptionRoutes(parts),
    ...incomingPhoneNumberRoutes(parts.world),
    ...callRoutes(parts),
    ...callTroubleRoutes(parts.world),
    ...recordingRoutes(parts),
    ...conferenceRoutes(parts.world, parts.conferences),
    ...participantRoutes(parts),
    ...mediaRoutes(parts.recordings, parts.media),
  ];
}
