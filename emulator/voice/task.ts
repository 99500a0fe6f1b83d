import { TwilioError } from '../rest/twilio-error';
import type { LiveCall } from './live-call';

/** Of TaskRouter: attributes that are no JSON object. */
export const BAD_TASK_JSON = 40101;

/** What an Enqueue asks TaskRouter for. */
export interface TaskRequest {
  readonly workflowSid: string;
  /** The text of `<Task>`: a JSON object, or empty. */
  readonly json: string;
  readonly priority: number | undefined;
  /** Seconds. */
  readonly timeout: number | undefined;
}

/** Makes a task of the call: its own attributes, with those of the document over them. Throws TwilioError when it cannot be. */
export function createTask(call: LiveCall, request: TaskRequest): { taskSid: string } {
  const { priority, timeout } = request;
  return call.services.work().enqueue({
    accountSid: call.accountSid,
    callSid: call.sid,
    workflowSid: request.workflowSid,
    attributes: { ...callAttributes(call), ...taskAttributes(request.json) },
    taskChannel: 'voice',
    ...(priority !== undefined && { priority }),
    ...(timeout !== undefined && { timeoutSeconds: timeout }),
  });
}

/** What TaskRouter knows of a call by itself: its request parameters, in snake case. */
function callAttributes(call: LiveCall): Record<string, string> {
  const { CallToken: _, ...known } = call.parameters();
  return Object.fromEntries(
    Object.entries(known).map(([name, value]) => [name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase(), value]),
  );
}

function taskAttributes(json: string): Record<string, unknown> {
  if (json === '') return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    throw new TwilioError(400, BAD_TASK_JSON, 'Invalid Task JSON: the text of <Task> is not JSON');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new TwilioError(400, BAD_TASK_JSON, 'Invalid Task JSON: the text of <Task> is not an object');
  return { ...parsed };
}
