import type { WorkerDial } from '../../contract';
import { attributesOf } from '../attributes';
import type { Office } from '../lifecycle/office';
import type { ReservationRecord, TaskRecord } from '../records';
import { listOf, textOf, type InstructionFields } from './fields';
import { refusal, type CallInstruction } from './refusals';

/** Twilio's default and limits of how long a worker's phone rings, seconds. Source: twilio.com/docs/taskrouter/handle-assignment-callbacks */
const RING_SECONDS = { usual: 60, from: 1, to: 999 };
const EVENTS = ['initiated', 'ringing', 'answered', 'completed'] as const;

/** One instruction about a reservation, with the task that it is for. */
export interface Order {
  readonly kind: CallInstruction;
  readonly fields: InstructionFields;
  readonly reservation: ReservationRecord;
  readonly task: TaskRecord;
}

/** Checks what all dialing instructions have in common, and says how to dial. Throws the instruction's own TwilioError. */
export function dialOf(office: Office, order: Order): Omit<WorkerDial, 'told'> {
  const { kind, fields, reservation, task } = order;
  const to = textOf(fields, 'to') ?? contactOf(office, kind, order);
  if (to === undefined || !isAddress(to)) throw refusal(kind, 'to');
  return {
    accountSid: reservation.account_sid,
    taskSid: task.sid,
    reservationSid: reservation.sid,
    to,
    from: callerIdOf(order),
    timeoutMs: ringSeconds(order) * 1000,
    record: textOf(fields, 'record') === 'record-from-answer' ? 'record-from-answer' : 'do-not-record',
    ...callbackOf(order),
  };
}

/** The activity that the worker goes to after the talk, checked. */
export function postWorkActivity(office: Office, { kind, fields, reservation }: Order): string | undefined {
  const sid = textOf(fields, 'post_work_activity_sid');
  if (sid === undefined) return undefined;
  if (office.records.activities.get(sid)?.workspace_sid === reservation.workspace_sid) return sid;
  throw refusal(kind, 'activity');
}

/** True for an absolute HTTP address. */
export function isUrl(text: string | undefined): text is string {
  return text !== undefined && /^https?:\/\/\S+$/i.test(text);
}

/** `contact_uri` of whom the instruction is about: the reservation's worker, or the supervisor whom it names. */
function contactOf(office: Office, kind: CallInstruction, { fields, reservation }: Order): string | undefined {
  const sid = kind === 'supervise' ? textOf(fields, 'supervisor') : reservation.worker_sid;
  const worker = office.records.workers.get(sid ?? '');
  const contact = worker && attributesOf(worker)['contact_uri'];
  return typeof contact === 'string' ? contact : undefined;
}

/** The caller id; where the instruction has none, the number that the caller dialed, which `<Enqueue>` put into the attributes; of an outbound task its own. */
function callerIdOf({ kind, fields, task }: Order): string {
  const attributes = attributesOf(task);
  const isOwn = kind === 'supervise' || typeof attributes['outbound_to'] === 'string';
  const instead = kind === 'call' ? undefined : attributes[isOwn ? 'from' : 'to'];
  const from = textOf(fields, 'from') ?? (typeof instead === 'string' ? instead : undefined);
  if (from === undefined) throw refusal(kind, 'from');
  return from;
}

function isAddress(to: string): boolean {
  return /^\+[1-9]\d{1,14}$|^sips?:\S+@\S+$|^client:\S+$|^[\w.@+-]+$/i.test(to);
}

function ringSeconds({ kind, fields }: Order): number {
  const text = textOf(fields, 'timeout');
  if (text === undefined) return RING_SECONDS.usual;
  const seconds = /^\d+$/.test(text) ? Number(text) : 0;
  if (seconds < RING_SECONDS.from || seconds > RING_SECONDS.to) throw refusal(kind, 'timeout');
  return seconds;
}

function callbackOf({ kind, fields, task }: Order): Pick<WorkerDial, 'statusCallback'> {
  const url = textOf(fields, 'status_callback_url');
  if (url === undefined) return {};
  if (!isUrl(url)) throw refusal(kind, 'callback');
  const wanted = listOf(fields, 'status_callback_events');
  const events = EVENTS.filter(event => wanted.includes(event));
  if (events.length < wanted.length) throw refusal(kind, 'events');
  const { call_sid: taskCallSid } = attributesOf(task);
  const isConference = kind === 'conference' || kind === 'supervise';
  return {
    statusCallback: {
      url,
      // Twilio documents GET for what callbacks of assignments ask for, and POST as the default of a conference's.
      method: isConference && textOf(fields, 'status_callback_method') !== 'GET' ? 'POST' : 'GET',
      events: events.length > 0 ? events : ['completed'],
      ...(typeof taskCallSid === 'string' && { parameters: { taskCallSid } }),
    },
  };
}
