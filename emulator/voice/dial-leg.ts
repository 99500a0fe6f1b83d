import { bridge } from './bridge';
import { newCallRecord, type CallStatus } from './call-record';
import type { LiveCall } from './live-call';
import { detectBeside, detectMachine, type AmdCallback, type MachineDetection } from './machine-detection';
import { pressKeys } from './outbound-call';
import { ring, type Leg, type RingOptions } from './ring';
import { Interruption } from './scope';
import { Session } from './session';
import type { StatusCallback } from './status-reports';
import type { DocumentSource } from './twiml/document';
import { runDocuments } from './twiml/run-documents';
import { TwimlError } from './twiml/twiml-error';
import type { Verb } from './twiml/verb';

/** Somebody to call: a Number, Client or Sip of a Dial. */
export interface DialTarget {
  readonly to: string;
  /** Custom parameters of a client, headers of a SIP address. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly statusCallback: StatusCallback | undefined;
  /** What the callee hears before both are joined. */
  readonly whisper: DocumentSource | undefined;
  readonly sendDigits: string | undefined;
  /** Set when it is to be found out, beside the call, who answers. */
  readonly detection: { readonly options: MachineDetection; readonly callback: AmdCallback | undefined } | undefined;
}

export interface DialRequest {
  readonly targets: readonly DialTarget[];
  readonly from: string;
  readonly timeoutMs: number;
  readonly limitMs: number;
  /** The caller ends the talk with the star key. */
  readonly hangupOnStar: boolean;
  /** One after the other instead of all at once. */
  readonly isSequential: boolean;
  /** What a whisper may hold. */
  readonly whisperVerbs: ReadonlyMap<string, Verb>;
  /** A callee who sends SIP REFER takes the call elsewhere; otherwise that is passed over (13802). */
  readonly takesRefer: boolean;
  /** Both are joined. */
  readonly joined: () => void;
}

export interface DialResult {
  readonly status: CallStatus;
  readonly callSid: string;
  readonly sipResponseCode: string | undefined;
  /** Set when both talked. */
  readonly bridgedSeconds?: number;
  /** Where the callee's SIP REFER sends the call. */
  readonly referredTo?: string;
  /** Set when the call was hung up or redirected meanwhile. */
  readonly interruption?: Interruption;
}

/** Calls somebody and joins them with the caller, until either end hangs up. Each callee is a call of its own, which this one is the parent of. */
export async function dialTargets(session: Session, request: DialRequest): Promise<DialResult> {
  const rounds = request.isSequential ? request.targets.map(target => [target]) : [request.targets];
  let last: DialResult = { status: 'failed', callSid: '', sipResponseCode: undefined };
  for (const targets of rounds) {
    const legs = targets.map(target => ({ target, leg: beginLeg(session, request, target) }));
    const rung = await ringAll(session, legs, request.timeoutMs);
    last = rung.result;
    if (rung.winner) return talk(session, rung.winner, request);
    if (last.interruption) return last;
  }
  return last;
}

interface TargetLeg {
  readonly target: DialTarget;
  readonly leg: Leg;
}

function beginLeg({ call }: Session, { from }: DialRequest, { to, statusCallback }: DialTarget): Leg {
  const { records, calls } = call.services;
  const identity = { accountSid: call.accountSid, from, to, parentCallSid: call.sid };
  const record = records.insert(newCallRecord({ ...identity, direction: 'outbound-dial' }, call.world));
  call.note('call', `rings ${to}`, { detail: { dialCallSid: record.sid } });
  return calls().begin(record, statusCallback);
}

/** Rings all; the first to answer wins, and the others stop ringing. */
async function ringAll(
  session: Session,
  legs: readonly TargetLeg[],
  limitMs: number,
): Promise<{ result: DialResult; winner?: TargetLeg }> {
  const first = legs[0];
  if (!first) return { result: { status: 'failed', callSid: '', sipResponseCode: undefined } };
  let ringing = legs.length;
  let result = resultOf(first.leg, 'failed');
  try {
    const winner = await session.scope.until<TargetLeg | undefined>((resolve, reject) => {
      for (const one of legs) {
        const { leg } = one;
        ring(leg, ringOptions(one, limitMs)).then(
          status => {
            if (status === 'in-progress') return resolve(one);
            result = resultOf(leg, status);
            endLeg(session, leg, status);
            ringing -= 1;
            if (ringing === 0) resolve(undefined);
          },
          // Somebody ended this leg over REST, or another callee was faster.
          (error: Error) => {
            if (!(error instanceof Interruption)) return reject(error);
            ringing -= 1;
            result = resultOf(leg, leg.call.record.status);
            if (ringing === 0) resolve(undefined);
          },
        );
      }
    });
    for (const { leg } of legs) if (leg !== winner?.leg) endLeg(session, leg, 'canceled');
    return winner ? { result: resultOf(winner.leg, 'in-progress'), winner } : { result };
  } catch (error) {
    for (const { leg } of legs) endLeg(session, leg, 'canceled');
    return { result: { ...resultOf(first.leg, 'canceled'), interruption: interruptionOf(error) } };
  }
}

function ringOptions({ leg: { call }, target: { parameters, detection } }: TargetLeg, limitMs: number): RingOptions {
  if (!detection) return { limitMs, parameters };
  const answered = (): void => detectBeside(call, detectMachine(call, detection.options), detection.callback);
  return { limitMs, parameters, isListenedTo: true, answered };
}

function resultOf({ call }: Leg, status: CallStatus): DialResult {
  return { status, callSid: call.sid, sipResponseCode: call.sipResponseCode };
}

/** Once: a leg that is over already stays as it is. */
function endLeg({ call: parent }: Session, leg: Leg, status: CallStatus): void {
  const { call } = leg;
  const wasLive = parent.services.calls().isLive(call.sid);
  if (!call.isOver) {
    call.over(status);
    parent.note('call', `the dialled call is over: ${status}`, { detail: { dialCallSid: call.sid } });
  }
  if (wasLive) parent.background(parent.services.calls().finish(leg));
}

/** The callee answered: whisper, join, part. */
async function talk(session: Session, { leg, target }: TargetLeg, request: DialRequest): Promise<DialResult> {
  const { call: child } = leg;
  const answered = resultOf(leg, 'completed');
  let startMs: number | undefined;
  let referredTo: string | undefined;
  try {
    if (target.sendDigits !== undefined) await session.scope.wait(pressKeys(child, target.sendDigits));
    if (target.whisper && !(await whisper(session, child, { source: target.whisper, verbs: request.whisperVerbs }))) {
      endLeg(session, leg, 'completed');
      return answered;
    }
    startMs = session.nowMs();
    session.note('call', `talks with ${target.to}`);
    request.joined();
    referredTo = await untilParted(session, child, request);
  } catch (error) {
    child.hangUp();
    endLeg(session, leg, 'completed');
    return { ...answered, ...bridged(session, startMs), interruption: interruptionOf(error) };
  }
  if (!child.isMoved) {
    child.hangUp();
    endLeg(session, leg, 'completed');
  }
  return { ...answered, ...bridged(session, startMs), ...(referredTo !== undefined && { referredTo }) };
}

function bridged(session: Session, startMs: number | undefined): { bridgedSeconds?: number } {
  return startMs === undefined ? {} : { bridgedSeconds: Math.round((session.nowMs() - startMs) / 1000) };
}

/** False when the callee is gone afterwards: hung up, by themselves or by the document. */
async function whisper(
  session: Session,
  child: LiveCall,
  { source, verbs }: { source: DocumentSource; verbs: ReadonlyMap<string, Verb> },
): Promise<boolean> {
  const theirs = new Session(child, child.scope, source);
  const running = runDocuments(source, theirs, verbs).catch((error: unknown) => {
    if (error instanceof Interruption) return { then: 'hang-up' } as const;
    if (!(error instanceof TwimlError)) throw error;
    child.note('log', `error ${error.code}: ${error.message}`, { detail: { code: error.code, url: source.url } });
    return { then: 'hang-up' } as const;
  });
  const end = await session.scope.wait(running);
  return end.then === 'end' && !child.isOver;
}

/**
 * Both talk until one hangs up, the time is over, the caller presses the star key, or the callee's leg is taken elsewhere. Resolves with where the
 * callee refers the call to, when that is how it ends.
 */
async function untilParted(session: Session, child: LiveCall, request: DialRequest): Promise<string | undefined> {
  const { call } = session;
  const part = bridge(call, child);
  const referred = (to: string, resolve: (to: string) => void): void => {
    if (request.takesRefer) resolve(to);
    else session.warn({ code: 13802, message: 'Dial: No referUrl attribute specified' });
  };
  try {
    return await session.scope.until<string | undefined>((resolve, reject) => {
      const timer = call.world.clock.after(request.limitMs, () => {
        call.note('call', 'reaches the time limit of the Dial');
        resolve(undefined);
      });
      const stop = call.line.on(
        event => request.hangupOnStar && event.type === 'key' && event.digit === '*' && resolve(undefined),
      );
      const stopReferring = child.line.on(event => event.type === 'refer' && referred(event.to, resolve));
      child.scope
        .until<void>(() => undefined)
        .catch((error: Error) =>
          error instanceof Interruption ? moved(child, error, () => resolve(undefined)) : reject(error),
        );
      return () => {
        timer.cancel();
        stop();
        stopReferring();
      };
    });
  } finally {
    part();
  }
}

/** The callee hung up, or is redirected over REST: then their leg goes on by itself. */
function moved(child: LiveCall, { reason }: Interruption, resolve: () => void): void {
  if (reason.kind === 'redirect' && !child.isOver) {
    child.isMoved = true;
    child.goOn(reason.to);
  }
  resolve();
}

function interruptionOf(error: unknown): Interruption {
  if (error instanceof Interruption) return error;
  throw error;
}
