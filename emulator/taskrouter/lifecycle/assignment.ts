import type { WebReply } from '../../contract';
import type { ReservationRecord, WorkflowRecord } from '../records';
import { accept, reject } from './answers';
import { taskFields, workerFields } from './event-fields';
import type { Office } from './office';

/** How long the assignment callback may take. Source: twilio.com/docs/taskrouter/handle-assignment-callbacks */
const LIMIT_MS = 5000;
/** Instructions that put the worker on the task's call, each in its own way. */
const JOINING = new Set(['dequeue', 'conference', 'call', 'redirect']);

/** Asks each workflow's AssignmentCallbackUrl what to do with a new reservation, and does it. Returns the way to stop. */
export function answerAssignments(office: Office): () => void {
  return office.world.bus.on('reservation-created', ({ reservationSid }) => {
    const reservation = office.records.reservations.get(reservationSid);
    const task = reservation && office.records.tasks.get(reservation.task_sid);
    const workflow = task && office.records.workflows.get(task.workflow_sid ?? '');
    if (!reservation || !workflow?.assignment_callback_url) return;
    void office.world.activity.track(requestInstruction(office, reservation, workflow));
  });
}

async function requestInstruction(
  office: Office,
  reservation: ReservationRecord,
  workflow: WorkflowRecord,
): Promise<void> {
  const parameters = assignmentFields(office, reservation);
  for (const url of [workflow.assignment_callback_url, workflow.fallback_assignment_callback_url]) {
    if (!url) continue;
    const { account_sid: accountSid } = reservation;
    const reply = await office.world.web.send({ accountSid, method: 'POST', url, parameters, kind: 'assignment' });
    const instruction = readInstruction(reply);
    if (instruction) return follow(office, reservation.sid, instruction);
  }
}

/** Fields of the JSON answer; undefined for an answer that is none. */
function readInstruction(reply: WebReply): Readonly<Record<string, unknown>> | undefined {
  if (reply.failure || reply.status !== 200 || reply.durationMs > LIMIT_MS) return undefined;
  try {
    const body: unknown = JSON.parse(reply.body || '{}');
    return typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : undefined;
  } catch {
    return undefined;
  }
}

function follow(office: Office, reservationSid: string, answer: Readonly<Record<string, unknown>>): void {
  const reservation = office.records.reservations.get(reservationSid);
  const { instruction, activity_sid: activitySid } = answer;
  if (reservation?.reservation_status !== 'pending' || typeof instruction !== 'string') return;
  if (instruction === 'accept' || JOINING.has(instruction)) accept(office, reservation);
  else if (instruction === 'reject') {
    reject(office, reservation, typeof activitySid === 'string' ? activitySid : undefined);
  } else {
    const text = `the assignment callback answered with an instruction that TaskRouter does not have: ${instruction}`;
    office.world.bus.emit('timeline', { atMs: office.world.clock.now(), kind: 'fault', text });
  }
}

function assignmentFields(office: Office, reservation: ReservationRecord): Record<string, string> {
  const { records, world } = office;
  const task = records.tasks.get(reservation.task_sid);
  const worker = records.workers.get(reservation.worker_sid);
  return {
    Timestamp: String(Math.floor(world.clock.now() / 1000)),
    AccountSid: reservation.account_sid,
    WorkspaceSid: reservation.workspace_sid,
    ReservationSid: reservation.sid,
    ...(task && taskFields(office, task)),
    ...(worker && workerFields(office, worker)),
  };
}
