import { bridge } from './bridge';
import type { DialResult } from './dial-leg';
import type { LiveCall } from './live-call';
import { queueParameters, type Waiting } from './queues';
import { Interruption } from './scope';
import { Session } from './session';
import type { DocumentSource } from './twiml/document';
import { runDocuments } from './twiml/run-documents';
import { TwimlError } from './twiml/twiml-error';
import type { Verb } from './twiml/verb';

export interface DialQueueRequest {
  readonly queueName: string;
  /** Set: the call that a pending reservation is for, instead of the first that waits. */
  readonly reservation?: { readonly reservationSid: string; readonly postWorkActivitySid?: string } | undefined;
  /** What the one who waited hears before both are joined. */
  readonly whisper: DocumentSource | undefined;
  /** How long to wait for somebody to wait. */
  readonly timeoutMs: number;
  readonly limitMs: number;
  readonly hangupOnStar: boolean;
  readonly whisperVerbs: ReadonlyMap<string, Verb>;
}

/**
 * Joins the call with whoever has waited longest in the queue (or whom the reservation is for), until either hangs up. An empty queue is waited for; one
 * that does not exist is an error status ("failed"). https://www.twilio.com/docs/voice/twiml/queue
 */
export async function dialQueue(session: Session, request: DialQueueRequest): Promise<DialResult> {
  if (request.reservation) return takeReserved(session, request, request.reservation);
  const { call } = session;
  const { queues } = call.services;
  const none = { callSid: '', sipResponseCode: undefined } as const;
  if (!queues.has(call.accountSid, request.queueName)) {
    session.note('log', `Dial->Queue: there is no queue ${request.queueName}`);
    return { ...none, status: 'failed' };
  }
  const queue = queues.queue(call.accountSid, request.queueName);
  let waiting: Waiting | undefined;
  try {
    waiting = await session.scope.until<Waiting | undefined>(resolve => {
      const front = queue.members[0];
      if (front) return resolve(front);
      const timer = call.world.clock.after(request.timeoutMs, () => resolve(undefined));
      const stop = queues.whenEntered(queue, resolve);
      return () => {
        timer.cancel();
        stop();
      };
    });
  } catch (error) {
    return { ...none, status: 'canceled', interruption: interruptionOf(error) };
  }
  if (!waiting?.call) return { ...none, status: 'no-answer' };
  return join(session, {
    request,
    waiting,
    member: waiting.call,
    parameters: queueParameters(queue, waiting, session),
  });
}

/** Accepts the reservation, and joins the call with the one that its task was made of. Errors 14215, 14217: the Dial has failed. */
async function takeReserved(
  session: Session,
  request: DialQueueRequest,
  reservation: NonNullable<DialQueueRequest['reservation']>,
): Promise<DialResult> {
  const { call } = session;
  const { queues, work } = call.services;
  const failed = { callSid: '', sipResponseCode: undefined, status: 'failed' } as const;
  if (!/^WR[0-9a-f]{32}$/.test(reservation.reservationSid)) {
    session.warn({ code: 14215, message: 'Dial->Queue: Invalid ReservationSid. Unable to dequeue' });
    return failed;
  }
  const taken = work().takeReservation?.({ accountSid: call.accountSid, ...reservation });
  const waiting = taken && queues.ofTask(taken.taskSid);
  if (!waiting?.call) {
    session.warn({ code: 14217, message: 'Dial->Queue: Could not find or accept provided reservationSid' });
    return failed;
  }
  const queue = queues.holding(waiting);
  return join(session, {
    request,
    waiting,
    member: waiting.call,
    parameters: queue ? queueParameters(queue, waiting, session) : {},
  });
}

interface Joining {
  readonly request: DialQueueRequest;
  readonly waiting: Waiting;
  readonly member: LiveCall;
  readonly parameters: Record<string, string>;
}

async function join(session: Session, { request, waiting, member, parameters }: Joining): Promise<DialResult> {
  const { call } = session;
  const result = { status: 'completed', callSid: member.sid, sipResponseCode: undefined } as const;
  const agentLeft = (): void => waiting.agentHangsUp();
  if (!waiting.connect(call.record.from)) return { ...result, status: 'no-answer' };
  let startMs: number | undefined;
  let part = (): void => undefined;
  try {
    if (request.whisper) await whisper(session, { member, request, parameters });
    // Gone within the whisper: both were never joined.
    if (member.isOver) return result;
    startMs = session.nowMs();
    session.note('call', `talks with ${member.record.from}, who waited in ${request.queueName}`);
    part = bridge(call, member);
    await session.scope.until<void>(resolve => {
      const timer = call.world.clock.after(request.limitMs, resolve);
      const stop = call.line.on(
        event => request.hangupOnStar && event.type === 'key' && event.digit === '*' && resolve(),
      );
      waiting.callerLeft = () => resolve();
      if (member.isOver) resolve();
      return () => {
        timer.cancel();
        stop();
      };
    });
    agentLeft();
    return { ...result, ...bridged(session, startMs) };
  } catch (error) {
    agentLeft();
    return { ...result, ...bridged(session, startMs), interruption: interruptionOf(error) };
  } finally {
    part();
  }
}

function bridged(session: Session, startMs: number | undefined): { bridgedSeconds?: number } {
  return startMs === undefined ? {} : { bridgedSeconds: Math.round((session.nowMs() - startMs) / 1000) };
}

/** The one who waited hears it; whatever goes wrong with it, both are joined. */
async function whisper(
  session: Session,
  { member, request, parameters }: Pick<Joining, 'member' | 'request' | 'parameters'>,
): Promise<void> {
  const { whisper: document, whisperVerbs } = request;
  if (!document) return;
  const source = { ...document, parameters: { ...parameters, DequeingCallSid: session.call.sid } };
  const theirs = new Session(member, member.scope, source);
  const running = runDocuments(source, theirs, whisperVerbs).catch((error: unknown) => {
    if (!(error instanceof TwimlError) && !(error instanceof Interruption)) throw error;
  });
  await session.scope.wait(running);
}

function interruptionOf(error: unknown): Interruption {
  if (error instanceof Interruption) return error;
  throw error;
}
