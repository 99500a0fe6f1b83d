import type { CallSid } from '../sid';
import { ATTRIBUTES_BYTES } from './merge';

/**
 * What an assistant knows of the talk that led to a task: summary, wishes, what was done, verified or not, language and sentiment, as the task of a
 * call has it (lib/assistant, `HandOverPackage`). Redacted.
 */
export type TalkStory = Readonly<Record<string, unknown>>;

/** Port: the stories of calls that an assistant leads. */
export interface StoryTeller {
  /** Whether an assistant answers this number: only then there is something to ask for. */
  leads(line: string): boolean;
  /** At most so many bytes of JSON; undefined when the call came to no talk. May throw. */
  tell(callSid: CallSid, mostBytes: number): Promise<TalkStory | undefined>;
}

/** Left for what Flex, agents and further tries write on a callback or voicemail, and on the call that is made from it. */
const LATER_BYTES = 1_150;

/** Of a voicemail, whose transcript comes later and has what is left. */
export const VOICEMAIL_STORY_BYTES = 1_200;

/** Room for a story in a task with these attributes. */
export function storyRoom(attributes: object): number {
  return ATTRIBUTES_BYTES - LATER_BYTES - Buffer.byteLength(JSON.stringify({ ...attributes, assistant: {} }));
}

/** The attributes with the story, where there is one that fits. */
export function withStory<T extends object>(
  attributes: T,
  story: TalkStory | undefined,
): T & { assistant?: TalkStory } {
  const told = { ...attributes, ...(story && { assistant: story }) };
  return Buffer.byteLength(JSON.stringify(told)) <= ATTRIBUTES_BYTES ? told : attributes;
}
