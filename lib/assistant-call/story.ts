import { handOverPackage, type ConversationState, type HandOverPackage } from '../assistant';
import type { Client } from '../config';
import { ATTRIBUTES_BYTES, SCHEMA, type LinekitMark } from '../tasks';

/** Twilio adds who called, from where and in which call to a voice task; about 900 bytes with every name of a city. */
const TWILIO_BYTES = 1_150;

/** The task of a caller whom the assistant hands over: a call as Flex has it, and the story. */
export interface AssistedCallAttributes {
  readonly type: 'inbound';
  /** What the task list shows. */
  readonly name: string;
  readonly topic: string;
  readonly flow_execution_sid: string;
  readonly linekit: LinekitMark;
  readonly assistant?: HandOverPackage | undefined;
}

export interface StoryFacts {
  /** As the carrier gave it. */
  readonly from: string;
  /** The line that was called. */
  readonly line: string;
  readonly executionSid: string;
}

/** Keys of what Studio is told of a hand-over. */
export const storyKeys = ['attributes', 'topic', 'words'] as const;

/** What Studio is told: the task's attributes as JSON that fits with what Twilio adds, the topic, and the summary in words. */
export type Story = Readonly<Record<(typeof storyKeys)[number], string>>;

/** The story of a call for the person who takes over; without a conversation, a task like any other. */
export function tellStory(client: Client, facts: StoryFacts, state: ConversationState | undefined): Story {
  const topic = state?.outcome?.topic ?? '';
  const task: AssistedCallAttributes = {
    type: 'inbound',
    name: facts.from,
    topic,
    flow_execution_sid: facts.executionSid,
    linekit: {
      schema: SCHEMA,
      client: client.client,
      line: facts.line,
      language: state?.language ?? client.language,
    },
  };
  if (!state) return { attributes: JSON.stringify(task), topic, words: '' };
  const room = ATTRIBUTES_BYTES - TWILIO_BYTES - Buffer.byteLength(JSON.stringify({ ...task, assistant: {} }));
  const assistant = handOverPackage(state, room);
  return { attributes: JSON.stringify({ ...task, assistant }), topic, words: assistant.summary };
}
