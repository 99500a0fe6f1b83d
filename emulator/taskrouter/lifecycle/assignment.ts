import type { WebReply } from '../../contract';
import type { ReservationRecord, WorkflowRecord } from '../records';
import { TwilioError } from '../../rest/twilio-error';
import { carryOut } from '../instructions/carry-out';
import type { InstructionFields } from '../instructions/fields';
import { alertOf } from './alerts';
import { taskFields, workerFields } from './event-fields';
import type { Office } from './office';

/** How long the assignment callback may take. Source: twilio.com/docs/taskrouter/handle-assignment-callbacks */
const LIMIT_MS = 5000;
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
    const instruction = readInstruction(office, reservation, reply);
    if (instruction) return follow(office, reservation.sid, instruction);
  }
}

/** Fields of the JSON answer; undefined for an answer that is none, which is then asked of the fallback. */
function readInstruction(
  office: Office,
  reservation: ReservationRecord,
  reply: WebReply,
): InstructionFields | undefined {
  if (reply.failure || reply.status !== 200 || reply.durationMs > LIMIT_MS) return undefined;
  // Nothing to say is an answer: the application decides later.
  if (reply.body.trim() === '') return {};
  const warn = (code: number, message: string): undefined => {
    alertOf(office, { code, message, resourceSid: reservation.sid });
    return undefined;
  };
  if (!/^application\/json\b/i.test(reply.headers['content-type'] ?? '')) {
    return warn(40000, "Content-Type of 'application/json' not set");
  }
  try {
    const body: unknown = JSON.parse(reply.body);
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return Object.fromEntries(Object.entries(body));
  } catch {
    // Said below, with what is JSON but no object.
  }
  return warn(40001, 'Could not parse Assignment Instruction response as JSON');
}

function follow(office: Office, reservationSid: string, fields: InstructionFields): void {
  const reservation = office.records.reservations.get(reservationSid);
  if (reservation?.reservation_status !== 'pending' || Object.keys(fields).length === 0) return;
  try {
    if (fields['instruction'] === undefined) {
      throw new TwilioError(400, 40005, 'Assignment Callback response does not contain Instruction');
    }
    carryOut(office, reservation, fields);
  } catch (error) {
    if (!(error instanceof TwilioError)) throw error;
    alertOf(office, { code: error.code, message: error.message, resourceSid: reservationSid });
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
