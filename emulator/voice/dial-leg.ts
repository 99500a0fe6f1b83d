import { endOfCall, newCallRecord, type CallRecord, type CallStatus } from './call-record';
import { RING_MS, type Callee } from './callee';
import { Interruption } from './scope';
import type { Session } from './session';

export interface DialRequest {
  readonly to: string;
  readonly from: string;
  readonly timeoutMs: number;
  readonly limitMs: number;
  /** The caller ends the talk with the star key. */
  readonly hangupOnStar: boolean;
}

export interface DialResult {
  readonly status: CallStatus;
  readonly callSid: string;
  /** Set when both talked. */
  readonly bridgedSeconds?: number;
  /** Set when the call was hung up or redirected meanwhile. */
  readonly interruption?: Interruption;
}

/** Calls somebody and joins them with the caller, until either end hangs up. A child call's record tells of it. */
export async function dialOne(session: Session, request: DialRequest): Promise<DialResult> {
  const { call } = session;
  const { records, callees } = call.services;
  const identity = {
    accountSid: call.accountSid,
    from: request.from,
    to: request.to,
    parentCallSid: call.sid,
  } as const;
  const leg = records.insert(newCallRecord({ ...identity, direction: 'outbound-dial' }, call.world));
  records.update(leg.sid, { status: 'ringing' });
  session.note('call', `rings ${request.to}`, { detail: { dialCallSid: leg.sid } });
  try {
    const status = await ring(callees(request.to), request, session);
    if (status !== 'in-progress') return over(session, leg, status);
  } catch (error) {
    return { ...over(session, leg, 'canceled'), interruption: interruptionOf(error) };
  }
  return talk(session, leg, request);
}

/** in-progress: answered. */
async function ring(callee: Callee, { timeoutMs }: DialRequest, session: Session): Promise<CallStatus> {
  const ringMs = callee.afterMs ?? (callee.do === 'no-answer' ? timeoutMs : RING_MS);
  await session.scope.sleep(Math.min(ringMs, timeoutMs));
  if (callee.do === 'answer') return ringMs > timeoutMs ? 'no-answer' : 'in-progress';
  return callee.do === 'fail' ? 'failed' : callee.do;
}

async function talk(session: Session, leg: CallRecord, request: DialRequest): Promise<DialResult> {
  const { records, callees } = session.call.services;
  const startMs = session.nowMs();
  records.update(leg.sid, { status: 'in-progress', start_time: new Date(startMs).toISOString() });
  session.note('call', `talks with ${request.to}`);
  const callee = callees(request.to);
  const talkMs = callee.do === 'answer' ? callee.talkMs : undefined;
  let interruption: Interruption | undefined;
  try {
    await untilHangUp(session, Math.min(talkMs ?? request.limitMs, request.limitMs), request.hangupOnStar);
  } catch (error) {
    interruption = interruptionOf(error);
  }
  const bridgedSeconds = Math.round((session.nowMs() - startMs) / 1000);
  return { ...over(session, leg, 'completed'), bridgedSeconds, ...(interruption && { interruption }) };
}

function untilHangUp(session: Session, talkMs: number, hangupOnStar: boolean): Promise<void> {
  const { line, world } = session.call;
  return session.scope.until(resolve => {
    const timer = world.clock.after(talkMs, resolve);
    const stop = line.on(event => hangupOnStar && event.type === 'key' && event.digit === '*' && resolve());
    return () => {
      timer.cancel();
      stop();
    };
  });
}

function over(session: Session, leg: CallRecord, status: CallStatus): DialResult {
  const { records } = session.call.services;
  const current = records.get(leg.sid);
  if (current) records.update(leg.sid, endOfCall(current, status, session.nowMs()));
  session.note('call', `the dialled call is over: ${status}`);
  return { status, callSid: leg.sid };
}

function interruptionOf(error: unknown): Interruption {
  if (error instanceof Interruption) return error;
  throw error;
}
