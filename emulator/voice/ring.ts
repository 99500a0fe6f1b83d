import type { CallStatus } from './call-record';
import { answers, RING_MS, stepsOf } from './callee';
import type { LiveCall } from './live-call';
import type { StatusReports } from './status-reports';

/** One leg of a call, and where it tells of its progress. */
export interface Leg {
  readonly call: LiveCall;
  readonly reports: StatusReports;
}

export interface RingOptions {
  /** It rings so long at most. */
  readonly limitMs: number;
  /** Custom parameters or SIP headers of the address. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Somebody finds out whether a machine answers. */
  readonly isListenedTo?: boolean;
  /** Runs at the very moment of the answer, before the callee says anything. */
  readonly answered?: () => void;
}

/**
 * Rings whoever the leg is for. Resolves with in-progress when they answer, else with the status that the leg ends in: the leg is not over yet.
 * Rejects with an Interruption when the leg is canceled meanwhile.
 */
export async function ring({ call, reports }: Leg, options: RingOptions): Promise<CallStatus> {
  const { to, from } = call.record;
  const parameters = options.parameters ?? {};
  const callee = call.services.callees(to, { callSid: call.sid, from, parameters });
  reports.tell('initiated');
  call.change({ status: 'ringing' });
  call.statusChanged('ringing');
  // What a SIP phone sees beside the caller, and nothing else shows.
  if (Object.keys(parameters).length > 0)
    call.note('call', `rings with ${Object.keys(parameters).join(', ')}`, { detail: { parameters } });
  reports.tell('ringing');
  const ringMs = callee.afterMs ?? (callee.do === 'no-answer' ? options.limitMs : RING_MS);
  await call.callerScope.sleep(Math.min(ringMs, options.limitMs));
  if (!answers(callee)) {
    if (callee.sipResponseCode !== undefined) call.sipResponseCode = callee.sipResponseCode;
    return callee.do === 'fail' ? 'failed' : callee.do;
  }
  if (ringMs > options.limitMs) return 'no-answer';
  call.answer();
  reports.tell('in-progress');
  options.answered?.();
  call.play(stepsOf(callee, options.isListenedTo ?? false));
  if (callee.do === 'answer' && callee.talkMs !== undefined) hangUpAfter(call, callee.talkMs);
  return 'in-progress';
}

function hangUpAfter(call: LiveCall, talkMs: number): void {
  const talk = call.callerScope.sleep(talkMs).then(
    () => {
      call.note('call', 'the callee hangs up');
      call.hangUp();
    },
    () => undefined,
  );
  call.background(talk);
}
