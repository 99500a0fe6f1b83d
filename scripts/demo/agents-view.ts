import { z } from 'zod';
import type { LocalRest } from '../local/local-rest';

const HOST = 'taskrouter.twilio.com';

/** The attributes that an agent's screen reads, and whatever else the task has. */
const attributesSchema = z.looseObject({
  taskType: z.string(),
  name: z.string(),
  call_sid: z.string(),
  callBackData: z.looseObject({
    numberToCall: z.string(),
    numberToCallFrom: z.string(),
    utcDateTimeReceived: z.string(),
    mainTimeZone: z.string(),
    recordingSid: z.string(),
    transcriptText: z.string(),
  }),
});

const taskSchema = z.looseObject({
  sid: z.string(),
  priority: z.number(),
  assignment_status: z.string(),
  attributes: z.string(),
  task_queue_friendly_name: z.string().nullable(),
  workflow_friendly_name: z.string().nullable(),
});

/** A voicemail task, as TaskRouter's REST API shows it to an agent's screen. */
export interface TaskView {
  readonly sid: string;
  readonly priority: number;
  readonly status: string;
  readonly queue: string | null;
  readonly workflow: string | null;
  readonly attributes: z.infer<typeof attributesSchema>;
}

const workspacePage = z.looseObject({ workspaces: z.array(z.looseObject({ sid: z.string() })) });
const taskPage = z.looseObject({ tasks: z.array(taskSchema) });

/** The voicemail tasks that came of this call: one, if all is well. */
export async function voicemailTasks(rest: LocalRest, callSid: string): Promise<TaskView[]> {
  const { workspaces } = workspacePage.parse(await rest.json(HOST, '/v1/Workspaces'));
  const pages = await Promise.all(
    workspaces.map(async ({ sid }) =>
      taskPage.parse(await rest.json(HOST, `/v1/Workspaces/${sid}/Tasks?PageSize=1000`)),
    ),
  );
  return pages.flatMap(({ tasks }) => tasks.flatMap(task => viewOf(task, callSid)));
}

function viewOf(task: z.infer<typeof taskSchema>, callSid: string): TaskView[] {
  const attributes = attributesSchema.safeParse(JSON.parse(task.attributes));
  if (attributes.data?.call_sid !== callSid) return [];
  const { sid, priority, assignment_status: status, task_queue_friendly_name: queue } = task;
  return [{ sid, priority, status, queue, workflow: task.workflow_friendly_name, attributes: attributes.data }];
}
