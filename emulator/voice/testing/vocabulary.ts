import { clientTable, numberTable, sipTable } from '../twiml/nouns/callee-noun';
import { conferenceTable } from '../twiml/nouns/conference-noun';
import { queueTable } from '../twiml/nouns/queue-noun';
import { languageTable, relayTable } from '../twiml/nouns/relay-noun';
import { streamTable } from '../twiml/nouns/stream-noun';
import { promptTable } from '../pay/prompts';
import { transcriptionTable } from '../twiml/nouns/transcription-noun';
import type { AttributeTable } from '../twiml/attributes';
import { VERBS } from '../twiml/verbs';
import { taskTable } from '../twiml/verbs/enqueue';
import { recordingTable } from '../twiml/verbs/start';

/** Every element of TwiML that the local Twilio has, and what its attributes may be. */
export const VOCABULARY: ReadonlyMap<string, AttributeTable> = new Map([
  ...[...VERBS].map(([name, { attributes }]) => [name, attributes] as const),
  ['Prompt', promptTable],
  ['Number', numberTable],
  ['Client', clientTable],
  ['Sip', sipTable],
  ['Conference', conferenceTable],
  ['Queue', queueTable],
  ['Task', taskTable],
  ['Stream', streamTable],
  ['Recording', recordingTable],
  ['Transcription', transcriptionTable],
  ['ConversationRelay', relayTable],
  ['Language', languageTable],
]);
