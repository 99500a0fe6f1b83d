import { isAppError, retry } from '../errors';
import type { TaskBoard, TaskVersion, VoicemailAttributes } from '../voicemail';
import { request, type TwilioAccess } from './client';

export interface TaskBoardPlace {
  readonly workspaceSid: string;
  readonly workflowSid: string;
}

/** Flex shows callbacks and voicemails as voice tasks: the stock view matches on this channel. */
const CHANNEL = 'voice';

/** Tasks of the client's workflow. The place is asked for at first use, so that a missing variable stops only this step. */
export function twilioTaskBoard({ rest }: TwilioAccess, place: () => TaskBoardPlace): TaskBoard {
  const workspace = () => rest.taskrouter.v1.workspaces(place().workspaceSid);
  const update = async ({ taskSid, version }: TaskVersion, text: string): Promise<void> => {
    const task = workspace().tasks(taskSid);
    const current = await request(() => task.fetchWithHttpInfo());
    const attributes = JSON.parse(current.body.attributes) as Pick<VoicemailAttributes, 'callBackData'>;
    const changed = { ...attributes, callBackData: { ...attributes.callBackData, transcriptText: text } };
    const ifMatch = etagOf(current.headers) ?? version;
    await request(() => task.update({ attributes: JSON.stringify(changed), ...(ifMatch && { ifMatch }) }));
  };
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
        const evaluateTaskAttributes = `callBackData.recordingSid == '${recordingSid}'`;
        const [task] = await workspace().tasks.list({ evaluateTaskAttributes, limit: 1 });
        return task && { taskSid: task.sid, version: undefined };
      }),
    addTranscript: async (task, text) => {
      try {
        // Agents and flows change attributes too: read, merge and write again until nobody was in between.
        await retry(() => update(task, text), {
          attempts: 4,
          baseMs: 50,
          untilMs: Infinity,
          when: error => error.code === 'CONFLICT',
        });
      } catch (error) {
        // A task that was completed is deleted five minutes later: nobody is left to read the transcript there.
        if (!isAppError(error) || error.code !== 'NOT_FOUND') throw error;
      }
    },
  };
}

function etagOf(headers: Record<string, string>): string | undefined {
  return headers['etag'] ?? headers['ETag'];
}
