import type { Parameters } from '../../rest/resource';
import { invalid } from '../../rest/twilio-error';
import { checkAttributes } from '../attributes';
import { cancelTask, completeTask, wrapUpTask } from '../lifecycle/endings';
import { checkRange, checkStart, findChannel } from '../lifecycle/new-task';
import { matchTask } from '../lifecycle/offers';
import { changeTask, type Office } from '../lifecycle/office';
import { publishTask } from '../lifecycle/publish';
import { rerouteTask } from '../lifecycle/steps';
import type { TaskRecord, TaskStatus } from '../records';

const MAX_PRIORITY = 2_147_483_647;

/** From which states a task may be moved to each by the API; to the others TaskRouter alone moves it. */
const MOVES: Readonly<Partial<Record<TaskStatus, { from: readonly TaskStatus[]; verb: string; because: string }>>> = {
  canceled: { from: ['pending', 'reserved'], verb: 'cancel', because: 'it is not currently pending or reserved' },
  wrapping: { from: ['assigned'], verb: 'wrap up', because: 'it is not currently assigned' },
  completed: { from: ['assigned', 'wrapping'], verb: 'complete', because: 'it is not currently assigned or wrapping' },
};

/**
 * Applies an update of a task: what it is, or where it stands (Twilio wants two requests for both). Returns nothing more for the framework to change.
 * Throws TwilioError 400/20001 for a move that the task's state does not allow.
 */
export function updateTask(office: Office, task: TaskRecord, parameters: Parameters): Partial<TaskRecord> {
  const { AssignmentStatus: status, Reason: reason, ...facts } = parameters;
  if (typeof status === 'string' && status !== '') {
    if (facts.Attributes !== undefined) {
      throw invalid('AssignmentStatus and Attributes cannot be updated in one request: send two');
    }
    move(office, task, { status, reason: typeof reason === 'string' ? reason : null });
  } else if (typeof reason === 'string') {
    changeTask(office, task.sid, { reason });
  }
  const change = changeOf(office, task, facts);
  const hasChange = Object.keys(change).length > 0;
  if (hasChange) changeTask(office, task.sid, change);
  const changed = office.records.tasks.get(task.sid);
  if (!changed || (!hasChange && status === undefined && reason === undefined)) return {};
  publishTask(office, 'task.updated', changed);
  if (change.attributes !== undefined) rerouteTask(office, changed);
  else if (hasChange) matchTask(office, changed);
  return {};
}

function move(office: Office, task: TaskRecord, { status, reason }: { status: string; reason: string | null }): void {
  const allowed = Object.entries(MOVES).find(([to]) => to === status)?.[1];
  if (!allowed)
    throw invalid(`Invalid AssignmentStatus "${status}": a Task can only be canceled, wrapping or completed`);
  if (!allowed.from.includes(task.assignment_status)) {
    const which = `task ${task.sid} in workspace ${task.workspace_sid}`;
    throw invalid(`Cannot ${allowed.verb} ${which} since ${allowed.because}`);
  }
  if (status === 'canceled') cancelTask(office, task.sid, reason ?? '');
  else if (status === 'wrapping') wrapUpTask(office, task.sid, reason);
  else completeTask(office, task.sid, reason);
}

function changeOf(office: Office, task: TaskRecord, facts: Parameters): Partial<TaskRecord> {
  const { Attributes: attributes, Priority: priority, TaskChannel: channelKey, VirtualStartTime: start } = facts;
  const channel =
    typeof channelKey === 'string' && channelKey !== ''
      ? findChannel(office, task.workspace_sid, channelKey)
      : undefined;
  if (channel && channel.sid !== task.task_channel_sid && task.assignment_status !== 'pending') {
    throw invalid('TaskChannel can only be updated while the Task is pending');
  }
  const startTime = checkStart(office, typeof start === 'string' ? start : undefined);
  const newPriority =
    typeof priority === 'number' ? checkRange('Priority', priority, { from: 0, to: MAX_PRIORITY }) : undefined;
  return {
    ...(typeof attributes === 'string' && { attributes: checkAttributes(attributes) }),
    ...(newPriority !== undefined && { priority: newPriority }),
    ...(channel && { task_channel_sid: channel.sid, task_channel_unique_name: channel.unique_name }),
    ...(startTime !== undefined && { virtual_start_time: startTime }),
  };
}
