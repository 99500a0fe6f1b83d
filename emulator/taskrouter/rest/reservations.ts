import type { Route } from '../../contract';
import { resource, type Parameters } from '../../rest/resource';
import { invalid, notImplemented } from '../../rest/twilio-error';
import { accept, reject } from '../lifecycle/answers';
import { completeTask, wrapUpTask } from '../lifecycle/endings';
import type { Office } from '../lifecycle/office';
import type { ReservationRecord, ReservationStatus } from '../records';
import { checkActivity, common } from './shared-rules';

type Move = 'accepted' | 'rejected' | 'wrapping' | 'completed';

/** From which states a reservation may be moved to each by the API. */
const MOVES: Readonly<Record<Move, readonly ReservationStatus[]>> = {
  accepted: ['pending'],
  rejected: ['pending'],
  wrapping: ['accepted'],
  completed: ['accepted', 'wrapping'],
};

/** What `Instruction` means for the reservation; all but the first two put the worker on the task's call. */
const INSTRUCTIONS: Readonly<Record<string, Move>> = {
  accept: 'accepted',
  reject: 'rejected',
  call: 'accepted',
  conference: 'accepted',
  dequeue: 'accepted',
  redirect: 'accepted',
};

/** Reservations under their task and under their worker: the same records. */
export function reservationRoutes(office: Office): Route[] {
  const paths = [
    '/v1/Workspaces/{WorkspaceSid}/Tasks/{TaskSid}/Reservations',
    '/v1/Workspaces/{WorkspaceSid}/Workers/{WorkerSid}/Reservations',
  ];
  return paths.flatMap(path =>
    resource<ReservationRecord>({
      ...common(office),
      path,
      sidPrefix: 'WR',
      records: office.records.reservations,
      operations: ['fetch', 'list', 'update'],
      etag: { of: ({ version }) => String(version) },
      update: (record, _change, { parameters }) => answer(office, record, parameters),
    }),
  );
}

/** Does what the request says; the change is made by then. Throws TwilioError 400/20001 when the reservation's state does not allow it. */
function answer(office: Office, reservation: ReservationRecord, parameters: Parameters): Partial<ReservationRecord> {
  const move = moveOf(parameters);
  if (move === undefined) return {};
  if (!MOVES[move].includes(reservation.reservation_status)) {
    const which = `reservation ${reservation.sid} in workspace ${reservation.workspace_sid}`;
    throw invalid(`Cannot update ${which} to ${move} since it is currently ${reservation.reservation_status}`);
  }
  if (parameters.Instruction === 'dequeue') refuseWithoutCall(office, reservation);
  const { WorkerActivitySid: activity } = parameters;
  const activitySid = checkActivity(office, typeof activity === 'string' ? activity : null, reservation.workspace_sid);
  if (move === 'accepted') accept(office, reservation);
  else if (move === 'rejected') reject(office, reservation, activitySid ?? undefined);
  else if (move === 'wrapping') wrapUpTask(office, reservation.task_sid, null);
  else completeTask(office, reservation.task_sid, null);
  return {};
}

function moveOf({ ReservationStatus: status, Instruction: instruction }: Parameters): Move | undefined {
  if (typeof instruction === 'string' && instruction !== '') {
    if (instruction === 'supervise') throw notImplemented('the instruction supervise');
    const move = INSTRUCTIONS[instruction];
    if (!move) throw invalid(`Invalid Instruction "${instruction}"`);
    return move;
  }
  if (typeof status !== 'string' || status === '') return undefined;
  if (isMove(status)) return status;
  throw invalid(`Invalid ReservationStatus "${status}": must be accepted, rejected, wrapping or completed`);
}

function isMove(status: string): status is Move {
  return Object.hasOwn(MOVES, status);
}

function refuseWithoutCall({ records }: Office, { task_sid: taskSid }: ReservationRecord): void {
  if (records.tasks.get(taskSid)?.routing.callSid) return;
  throw invalid(`Cannot dequeue: task ${taskSid} was not created by <Enqueue>`);
}
