import type { Route } from '../../contract';
import { resource, type Parameters } from '../../rest/resource';
import { invalid } from '../../rest/twilio-error';
import { carryOut } from '../instructions/carry-out';
import { fieldsOfRequest } from '../instructions/fields';
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
      leavesUrls: ['CallUrl', 'RedirectUrl', 'CallStatusCallbackUrl', 'DequeueStatusCallbackUrl', 'StatusCallback'],
      update: (record, _change, { parameters }) => answer(office, record, parameters),
    }),
  );
}

/** Does what the request says; the change is made by then. Throws TwilioError 400 when the reservation's state or a parameter does not allow it. */
function answer(office: Office, reservation: ReservationRecord, parameters: Parameters): Partial<ReservationRecord> {
  const { Instruction: instruction, WorkerActivitySid: activity } = parameters;
  if (typeof instruction === 'string' && instruction !== '') {
    const move = { accept: 'accepted', reject: 'rejected' } as const;
    if (instruction === 'accept' || instruction === 'reject') checkMove(reservation, move[instruction]);
    carryOut(office, reservation, fieldsOfRequest(instruction, parameters));
    return {};
  }
  const move = moveOf(parameters);
  if (move === undefined) return {};
  checkMove(reservation, move);
  const activitySid = checkActivity(office, typeof activity === 'string' ? activity : null, reservation.workspace_sid);
  if (move === 'accepted') accept(office, reservation);
  else if (move === 'rejected') reject(office, reservation, activitySid ?? undefined);
  else if (move === 'wrapping') wrapUpTask(office, reservation.task_sid, null);
  else completeTask(office, reservation.task_sid, null);
  return {};
}

function checkMove(reservation: ReservationRecord, move: Move): void {
  if (MOVES[move].includes(reservation.reservation_status)) return;
  const which = `reservation ${reservation.sid} in workspace ${reservation.workspace_sid}`;
  throw invalid(`Cannot update ${which} to ${move} since it is currently ${reservation.reservation_status}`);
}

function moveOf({ ReservationStatus: status }: Parameters): Move | undefined {
  if (typeof status !== 'string' || status === '') return undefined;
  if (isMove(status)) return status;
  throw invalid(`Invalid ReservationStatus "${status}": must be accepted, rejected, wrapping or completed`);
}

function isMove(status: string): status is Move {
  return Object.hasOwn(MOVES, status);
}
