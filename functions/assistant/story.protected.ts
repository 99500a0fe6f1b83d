import { conversations } from '../../lib/assembly';
import { storyKeys, tellStory } from '../../lib/assistant-call';
import { defineWeb, optional, sid, text } from '../../lib/function';

/** Studio asks what the person should know to whom the call goes: the task's attributes, before there is a task. */
export const handler = defineWeb({
  fields: { CallSid: sid('CA'), From: optional(text), To: optional(text), executionSid: optional(sid('FN')) },
  answers: storyKeys,
  run: async ({ CallSid, From = '', To = '', executionSid = '' }, line) => {
    const held = await conversations(line).read(CallSid);
    return { body: tellStory(line.client, { from: From, line: To, executionSid }, held?.state) };
  },
});
