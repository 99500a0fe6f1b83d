import type { TaskBoard } from '../voicemail';
import { request, type TwilioAccess } from './client';
import { etagOf, twilioTaskDesk } from './task-desk';

export interface TaskBoardPlace {
  readonly workspaceSid: string;
  readonly workflowSid: string;
}

/** Flex shows callbacks and voicemails as voice tasks: the stock view matches on this channel. */
export const CHANNEL = 'voice';

/** Tasks of the client's workflow. The place is asked for at first use, so that a missing variable stops only this step. */
export function twilioTaskBoard(access: TwilioAccess, place: () => TaskBoardPlace): TaskBoard {
  const workspace = () => access.rest.taskrouter.v1.workspaces(place().workspaceSid);
  const desk = twilioTaskDesk(access, () => place().workspaceSid);
  return {
    create: ({ attributes, priority }) =>
      request(async () => {
        const { workflowSid } = place();
        const made = await workspace().tasks.createWithHttpInfo({
          attributes: JSON.stringify(attributes),
          workflowSid,
          taskChannel: CHANNEL,
          priority,
        });
        return { taskSid: made.body.sid, version: etagOf(made.headers) };
      }),
    find: recordingSid =>
      request(async () => {
        // An outbound call's task has a copy of the attributes of the task that it was made from.
        const evaluateTaskAttributes = `callBackData.recordingSid == '${recordingSid}' AND taskType != 'callback-outbound'`;
        const [task] = await workspace().tasks.list({ evaluateTaskAttributes, limit: 1 });
        return task && { taskSid: task.sid, version: undefined };
      }),
    // A task that was completed is deleted five minutes later: nobody is left to read the transcript there.
    addTranscript: async ({ taskSid }, text) => {
      await desk.change(taskSid, { callBackData: { transcriptText: text } });
    },
  };
}
