import { handOverPackage } from '../assistant';
import { untilAborted } from '../errors';
import type { Line } from '../function';
import type { StoryTeller } from '../tasks';
import { conversations } from './conversations';

/** A story is good to have and must not keep a caller waiting. */
const STORY_MS = 1_500;

/** What the client's assistant knows of calls; undefined for a client without one. */
export function storyTeller(line: Line): StoryTeller | undefined {
  const { assistant, numbers } = line.client;
  if (!assistant) return undefined;
  return {
    leads: called => numbers.some(each => each.number === called && each.line === 'assistant'),
    tell: async (callSid, mostBytes) => {
      const held = await untilAborted(conversations(line).read(callSid), AbortSignal.timeout(STORY_MS));
      return held && { ...handOverPackage(held.state, mostBytes) };
    },
  };
}
