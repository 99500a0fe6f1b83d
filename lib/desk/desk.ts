import type { Clock } from '../clock';
import type { Client } from '../config';
import { AppError, retry, type RetryPlan } from '../errors';
import type { Log } from '../log';
import { parseTaskAttributes, type ParsedTask } from '../tasks';
import { leads, type Agent } from './agent';
import type { AgentTask, AgentTasks, DeskLedger } from './ports';

/** What every request of an agent works with. */
export interface Desk {
  readonly agent: Agent;
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
  /** No repetition begins that would end after it; milliseconds since 1970. */
  readonly deadlineMs: number;
  readonly tasks: AgentTasks;
  readonly ledger: DeskLedger;
}

/** A callback or voicemail that the agent may act on. */
export interface HeldTask {
  readonly task: AgentTask;
  readonly parsed: Exclude<ParsedTask, { kind: 'call' | 'foreign' }>;
  /** `conversations.conversation_id`, which all attempts have in common; the task itself where nothing else is known. */
  readonly conversationId: string;
}

/** How a request that was refused for there being too many is repeated. */
export function repeats({ clock, deadlineMs }: Pick<Desk, 'clock' | 'deadlineMs'>): RetryPlan {
  return { attempts: 4, baseMs: 250, untilMs: deadlineMs, clock };
}

/**
 * The callback or voicemail task, if the agent has it, had it, or leads those who do. Throws NOT_FOUND, TASK_NOT_HELD, or BAD_INPUT when the
 * task is neither callback nor voicemail. Who may not have it is not told what it is.
 */
export async function takeHeldTask(taskSid: string, desk: Desk): Promise<HeldTask> {
  const { agent, tasks } = desk;
  const [task, holding] = await Promise.all([
    retry(() => tasks.read(taskSid), repeats(desk)),
    leads(agent) ? ('holds' as const) : retry(() => tasks.holding(taskSid, agent.workerSid), repeats(desk)),
  ]);
  if (!task) throw new AppError('NOT_FOUND', `There is no task ${taskSid}: it ended more than five minutes ago.`);
  if (holding === 'never') throw notHeld();
  const parsed = parseTaskAttributes(task.attributes);
  if (parsed.kind === 'call' || parsed.kind === 'foreign')
    throw new AppError('BAD_INPUT', `Task ${taskSid} is neither a callback nor a voicemail.`);
  return { task, parsed, conversationId: parsed.conversationId || taskSid };
}

/** What somebody is told who asks for another's task. */
export function notHeld(): AppError {
  return new AppError('TASK_NOT_HELD', 'Only the agent who accepted this task may do this.');
}
