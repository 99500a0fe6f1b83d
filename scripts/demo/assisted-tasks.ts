import { z } from 'zod';
import type { Office } from '../desk/agent-desk';
import { assistedTask, type AssistedView } from './assistant-report';

const taskPage = z.object({
  tasks: z.array(
    z.object({
      sid: z.string(),
      priority: z.number(),
      assignment_status: z.string(),
      attributes: z.string(),
      task_queue_friendly_name: z.string().nullable(),
    }),
  ),
});

/** The tasks of a call that an assistant handed over, as TaskRouter's REST API shows them. */
export async function assistedTasks(office: Office, callSid: string): Promise<AssistedView[]> {
  const { tasks } = taskPage.parse(
    await office.rest('taskrouter.twilio.com', `${office.workspace}/Tasks?PageSize=1000`),
  );
  return tasks.flatMap(({ sid, priority, assignment_status: status, task_queue_friendly_name: queue, attributes }) => {
    const read = assistedTask.safeParse(JSON.parse(attributes));
    return read.success && read.data.call_sid === callSid
      ? [{ sid, priority, status, queue, attributes: read.data }]
      : [];
  });
}
