import type { TaskCustomer, WorkerDial, WorkerLegs } from '../../contract';
import { TwilioError } from '../../rest/twilio-error';
import { attributesOf } from '../attributes';
import { alertOf } from '../lifecycle/alerts';
import { accept, acceptAndJoin, fail, reject } from '../lifecycle/answers';
import { cancelTask, wrapUpTask } from '../lifecycle/endings';
import { matchWorker } from '../lifecycle/offers';
import { changeTask, type Office } from '../lifecycle/office';
import { publishTask } from '../lifecycle/publish';
import { setActivity } from '../lifecycle/workers';
import type { ReservationRecord } from '../records';
import { conferenceOf } from './conference';
import { dialOf, isUrl, postWorkActivity, type Order } from './dial';
import { flagOf, textOf, type InstructionFields } from './fields';
import { refusal, type CallInstruction } from './refusals';

const KINDS: readonly CallInstruction[] = ['call', 'redirect', 'dequeue', 'conference', 'supervise'];

/**
 * Does what an instruction says about a reservation: `accept` and `reject` at once; the others ring the worker's phone, and what comes of that decides.
 * Throws TwilioError 400 with the code of what is wrong; 55555 for an instruction that there is none.
 * Source: twilio.com/docs/taskrouter/handle-assignment-callbacks
 */
export function carryOut(office: Office, reservation: ReservationRecord, fields: InstructionFields): void {
  const instruction = textOf(fields, 'instruction');
  const kind = KINDS.find(known => known === instruction);
  const task = office.records.tasks.get(reservation.task_sid);
  if (!task) throw new Error(`reservation of a task that is not there: ${reservation.task_sid}`);
  if (kind) return startCall(office, { kind, fields, reservation, task });
  if (instruction === 'accept') return void accept(office, reservation);
  if (instruction !== 'reject') throw new TwilioError(400, 55555, `Invalid Instruction "${instruction ?? ''}"`);
  const activitySid = textOf(fields, 'activity_sid');
  if (activitySid !== undefined && office.records.activities.get(activitySid)?.workspace_sid !== task.workspace_sid) {
    throw new TwilioError(400, 40100, 'Your Reject instruction does not include a valid activity_sid parameter');
  }
  reject(office, reservation, activitySid);
}

function startCall(office: Office, order: Order): void {
  const { kind, reservation } = order;
  const isOpen =
    kind === 'supervise'
      ? reservation.reservation_status === 'accepted' || reservation.reservation_status === 'wrapping'
      : reservation.reservation_status === 'pending';
  if (!isOpen) throw refusal(kind, 'state');
  const { legs } = office.calls();
  if (kind === 'redirect') redirect(office, order, legs);
  else if (kind === 'call') call(office, order, legs);
  else if (kind === 'supervise') supervise(office, order, legs);
  else join(office, order, legs);
}

/** `dequeue` and `conference`: on answer the worker and the waiting call talk. */
function join(office: Office, order: Order, legs: WorkerLegs | undefined): void {
  const { kind, task, reservation } = order;
  const attributes = attributesOf(task);
  const isForCall = task.routing.callSid !== null || typeof attributes['call_sid'] === 'string';
  const isOutbound = kind === 'conference' && typeof attributes['outbound_to'] === 'string';
  if (kind === 'dequeue' ? task.routing.callSid === null : !isForCall && !isOutbound) throw refusal(kind, 'call');
  const activitySid = postWorkActivity(office, order);
  // Where voice rings no phones, the worker counts as answering at once.
  if (!legs) return acceptAndJoin(office, reservation);
  const dial: WorkerDial = { ...dialOf(office, order), told: followLeg(office, order, activitySid) };
  let met: (customer: unknown) => void = () => undefined;
  const leg =
    kind === 'dequeue'
      ? legs.dequeue(dial)
      : legs.conference({
          ...dial,
          conference: conferenceOf(order),
          ...customerOf(attributes, customer => met(customer)),
        });
  if (!leg) {
    // The caller has just gone.
    cancelTask(office, task.sid, 'hangup');
    throw kind === 'conference'
      ? new TwilioError(400, 40144, 'Reservation is no longer Pending - Conference Instruction')
      : refusal(kind, 'failed');
  }
  if (!('conferenceSid' in leg)) return note(office, order, { worker_call_sid: leg.callSid });
  const { callSid: worker, conferenceSid: sid } = leg;
  met = customer =>
    note(office, order, { conference: { sid, participants: { worker, customer } }, worker_call_sid: worker });
  met(task.routing.callSid ?? attributes['call_sid'] ?? null);
}

/** Whom a task is about that no waiting call has made. */
function customerOf(
  { call_sid: callSid, outbound_to: outboundTo }: Readonly<Record<string, unknown>>,
  dialed: (callSid: string) => void,
): { readonly customer?: TaskCustomer } {
  if (typeof callSid === 'string') return { customer: { callSid } };
  return typeof outboundTo === 'string' ? { customer: { outboundTo, dialed } } : {};
}

/** `call`: the worker's phone rings, and runs a document when they answer. The reservation is theirs to accept, unless told otherwise. */
function call(office: Office, order: Order, legs: WorkerLegs | undefined): void {
  const url = textOf(order.fields, 'url');
  if (!isUrl(url)) throw refusal('call', 'url');
  const dial = dialOf(office, order);
  if (!legs) return acceptAndJoin(office, order.reservation);
  const { callSid } = legs.call({ ...dial, url, told: () => undefined });
  note(office, order, { worker_call_sid: callSid });
  if (flagOf(order.fields, 'accept')) accept(office, order.reservation);
}

function redirect(office: Office, { fields, reservation }: Order, legs: WorkerLegs | undefined): void {
  const [callSid, url] = [textOf(fields, 'call_sid'), textOf(fields, 'url')];
  if (callSid === undefined || !/^CA[0-9a-f]{32}$/i.test(callSid)) throw refusal('redirect', 'call');
  if (!isUrl(url)) throw refusal('redirect', 'url');
  if (!legs) return acceptAndJoin(office, reservation);
  // Accepted first: the call leaves its queue, which would cancel a task that nobody has.
  const accepts = flagOf(fields, 'accept') ?? false;
  if (accepts) accept(office, reservation);
  if (!legs.redirect({ accountSid: reservation.account_sid, callSid, url })) throw refusal('redirect', 'failed');
}

function supervise(office: Office, order: Order, legs: WorkerLegs | undefined): void {
  const mode = textOf(order.fields, 'supervisor_mode') ?? 'monitor';
  const attributes = attributesOf(order.task);
  const conference: unknown = attributes['conference'];
  const sid = conference && typeof conference === 'object' && 'sid' in conference ? conference.sid : undefined;
  if (typeof sid !== 'string') throw refusal('supervise', 'call');
  const { worker_call_sid: coached } = attributes;
  const dial = { ...dialOf(office, order), told: () => undefined };
  const leg = legs?.supervise({
    ...dial,
    conferenceSid: sid,
    mode: mode === 'whisper' || mode === 'barge' ? mode : 'monitor',
    ...(typeof coached === 'string' && { callSidToCoach: coached }),
  });
  if (!leg) throw refusal('supervise', 'failed');
}

/** What the worker's leg does to the reservation: answered accepts it, not reached ends the offer, hung up ends the talk. */
function followLeg(office: Office, order: Order, activitySid: string | undefined): WorkerDial['told'] {
  const { reservation, task, kind } = order;
  let answered = false;
  return ({ status }) => {
    if (status === 'ringing') return;
    if (status === 'in-progress') {
      answered = true;
      const current = office.records.reservations.get(reservation.sid);
      if (current?.reservation_status === 'pending') accept(office, current);
    } else if (answered) {
      wrapUpTask(office, task.sid, null);
      if (activitySid === undefined) return;
      setActivity(office, reservation.worker_sid, activitySid);
      matchWorker(office, reservation.worker_sid);
    } else {
      const { code } = refusal(kind, 'failed');
      alertOf(office, { code, message: `the worker's phone: ${status}`, resourceSid: reservation.sid });
      fail(office, reservation.sid);
    }
  };
}

/** Adds to the task's attributes which call the worker has. */
function note(office: Office, { task: { sid } }: Order, noted: Readonly<Record<string, unknown>>): void {
  const task = office.records.tasks.get(sid);
  if (!task) return;
  const attributes = JSON.stringify({ ...attributesOf(task), ...noted });
  publishTask(office, 'task.updated', changeTask(office, sid, { attributes }));
}
