import { hold, type HoldOptions } from './hold';
import { queueParameters, type Queue, type Waiting } from './queues';
import { Interruption } from './scope';
import type { Session } from './session';
import { TwilioError } from '../rest/twilio-error';
import { BAD_TASK_JSON, createTask, type TaskRequest } from './task';
import { TwimlError } from './twiml/twiml-error';

export type QueueResult =
  'bridged' | 'error' | 'hangup' | 'leave' | 'redirected' | 'redirected-from-bridged' | 'queue-full';

export interface StayRequest {
  /** The queue's name, or the workflow's sid. */
  readonly queueName: string;
  /** At most so many wait; undefined for as many as the queue takes. */
  readonly maxSize?: number | undefined;
  /** Set when TaskRouter routes the call. */
  readonly task: TaskRequest | undefined;
  readonly wait: Omit<HoldOptions, 'parameters'>;
}

/** How a stay in a queue ended, and what Twilio tells of it. */
export interface Stay {
  readonly result: QueueResult;
  /** QueueResult, QueueSid, QueueTime. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Set when the call went away: hung up (by either end or the wait document) or redirected. */
  readonly interruption?: Interruption;
}

type Ending = Pick<Stay, 'result' | 'interruption'>;

/**
 * Queues the call until an agent takes it and the talk is over, or it leaves otherwise. Never rejects for a hang-up or a redirect: they end the stay.
 * A task that times out or is canceled does not end it (Twilio: the call stays active in the queue).
 */
export async function stayInQueue(session: Session, request: StayRequest): Promise<Stay> {
  const queue = session.call.services.queues.queue(session.call.accountSid, request.queueName);
  const enteredMs = session.nowMs();
  const { leftMs = session.nowMs(), ...ending } = await enter(queue, request, session);
  const queueSeconds = Math.floor((leftMs - enteredMs) / 1000);
  return {
    ...ending,
    parameters: { QueueResult: ending.result, QueueSid: queue.sid, QueueTime: String(queueSeconds) },
  };
}

/** `leftMs` is when an agent took the call: the talk is no time in the queue. */
async function enter(
  queue: Queue,
  request: StayRequest,
  session: Session,
): Promise<Ending & { readonly leftMs?: number }> {
  const { queues } = session.call.services;
  if (queue.members.length >= Math.min(request.maxSize ?? Infinity, queues.maxSize(queue.sid))) {
    session.warn({ code: 14207, message: 'Enqueue: The targeted queue reached max queue size' });
    return { result: 'queue-full' };
  }
  let task: { taskSid?: string };
  try {
    task = request.task ? createTask(session.call, request.task) : {};
  } catch (error) {
    session.warn({
      code: error instanceof TwilioError && error.code === BAD_TASK_JSON ? 14221 : 14222,
      message: `Enqueue: ${error instanceof Error ? error.message : String(error)}`,
    });
    return { result: 'error' };
  }
  const waiting: Waiting = {
    ...task,
    call: session.call,
    enteredMs: session.nowMs(),
    connect: () => false,
    agentHangsUp: () => undefined,
  };
  queues.enter(queue, waiting);
  session.note('call', 'waits in a queue', { detail: { queueSid: queue.sid, ...task } });
  try {
    const taken = await waitForAgent({ queue, waiting, wait: request.wait }, session);
    if (!('workerName' in taken)) return taken;
    queues.leave(queue, waiting);
    const leftMs = session.nowMs();
    return { ...(await talk(waiting, taken, session)), leftMs };
  } finally {
    queues.leave(queue, waiting);
    queues.forget(waiting);
  }
}

interface Place {
  readonly queue: Queue;
  readonly waiting: Waiting;
  readonly wait: StayRequest['wait'];
}

interface Taken {
  readonly workerName: string;
  readonly talk: ((session: Session) => Promise<void>) | undefined;
}

async function waitForAgent(place: Place, session: Session): Promise<Ending | Taken> {
  const { queue, waiting, wait } = place;
  let taken: Taken = { workerName: '', talk: undefined };
  try {
    const end = await session.scope.inner(scope => {
      waiting.connect = (workerName, talkOtherwise) => {
        if (scope.isOver) return false;
        taken = { workerName, talk: talkOtherwise };
        scope.interrupt({ kind: 'dequeued' });
        return true;
      };
      // Whoever dials the queue may take the call at once, but only once it waits.
      queueMicrotask(() => session.call.services.queues.entered(queue, waiting));
      const parameters = (): Record<string, string> => queueParameters(queue, waiting, session);
      return hold(session.within(scope), { ...wait, parameters });
    });
    abandon(waiting, end.then === 'leave' ? 'leave' : 'hangup', session);
    if (end.then === 'leave') return { result: 'leave' };
    session.call.over('completed');
    return { result: 'hangup', interruption: new Interruption({ kind: 'hang-up' }) };
  } catch (error) {
    if (error instanceof TwimlError && error.goesToFallback) return waitFailed(error, waiting, session);
    if (!(error instanceof Interruption)) throw error;
    if (error.reason.kind === 'dequeued') return taken;
    const result = error.reason.kind === 'hang-up' ? 'hangup' : 'redirected';
    abandon(waiting, result, session);
    return { result, interruption: error };
  }
}

/**
 * The wait document cannot be had or carried out: the call leaves the queue and goes on at the action, or the next verb. "The TwiML contained an
 * error, either in the <Enqueue> verb itself or in the TwiML retrieved from a waitUrl", https://www.twilio.com/docs/voice/twiml/enqueue#queueresult-values.
 */
function waitFailed(error: TwimlError, waiting: Waiting, session: Session): Ending {
  const { code, message, url } = error;
  session.note('log', `error ${code}: waitUrl: ${message}`, { detail: { code, url } });
  abandon(waiting, 'error', session);
  return { result: 'error' };
}

/** The caller left without an agent. */
function abandon(waiting: Waiting, reason: string, session: Session): void {
  if (waiting.taskSid !== undefined) session.call.services.work().abandon(waiting.taskSid, reason);
}

/** The caller talks with the agent until either hangs up or the call is redirected. */
async function talk(waiting: Waiting, { workerName, talk: otherwise }: Taken, session: Session): Promise<Ending> {
  session.note('call', `talks with ${workerName}`);
  try {
    if (otherwise) await otherwise(session);
    else
      await session.scope.until<void>(resolve => {
        waiting.agentHangsUp = () => resolve();
      });
    session.note('call', `${workerName} hangs up`);
    return { result: 'bridged' };
  } catch (error) {
    if (!(error instanceof Interruption)) throw error;
    const result = error.reason.kind === 'hang-up' ? 'bridged' : 'redirected-from-bridged';
    return { result, interruption: error };
  } finally {
    waiting.callerLeft?.();
    if (waiting.taskSid !== undefined) session.call.services.work().hangUp(waiting.taskSid);
  }
}
