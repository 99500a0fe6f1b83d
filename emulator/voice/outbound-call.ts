import type { CallOptions } from './run-call';
import {
  detectBeside,
  detectionParameters,
  detectMachine,
  type AmdCallback,
  type Detected,
  type MachineDetection,
} from './machine-detection';
import { startRecording, type RecordingOptions } from './call-recording';
import type { LiveCall } from './live-call';
import type { StatusCallback } from './status-reports';
import { ring, type Leg } from './ring';

/** How a call that begins is to be run. */
export interface CallPlan extends CallOptions {
  readonly statusCallback: StatusCallback | undefined;
}

/** How a call that Twilio makes is to be run. */
export interface OutboundPlan extends CallPlan {
  readonly ringLimitMs: number;
  readonly detection?: MachineDetection | undefined;
  /** Set: the call goes on meanwhile (AsyncAmd). */
  readonly asyncDetection?: AmdCallback | 'unheard' | undefined;
  /** Keys pressed when the call is answered; "w" waits half a second. */
  readonly sendDigits?: string | undefined;
  readonly recording?: RecordingOptions | undefined;
}

/** How long a new outbound call is `queued` at least: it must be seen. */
const QUEUED_MS = 100;
const KEY_MS = 250;
const WAIT_MS = 500;

/**
 * Waits for its turn, rings, finds out who answered, presses the keys. Resolves with the options to run the documents by, or undefined when nobody
 * answered: the call is over then.
 */
export async function establish(leg: Leg, plan: OutboundPlan, waitMs: number): Promise<CallOptions | undefined> {
  const { call } = leg;
  let detecting: Promise<Detected> | undefined;
  const { detection } = plan;
  try {
    await call.callerScope.sleep(QUEUED_MS + waitMs);
    call.change({ queue_time: String(waitMs) });
    const status = await ring(leg, {
      limitMs: plan.ringLimitMs,
      isListenedTo: detection !== undefined,
      answered: () => {
        if (plan.recording) startRecording(call, plan.recording);
        if (detection) detecting = quiet(detectMachine(call, detection));
      },
    });
    if (status !== 'in-progress') {
      call.over(status);
      return undefined;
    }
    if (plan.sendDigits) await pressKeys(call, plan.sendDigits);
    return await withDetection(call, plan, detecting);
  } catch {
    // Canceled or hung up: the call is over already.
    call.over('completed');
    return undefined;
  }
}

/** Whoever waits for it hears of the failure; nobody else need to. */
function quiet<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

/** Presses keys towards whom the leg called; "w" waits half a second. Resolves when it is done, rejects with an Interruption when the leg ends. */
export async function pressKeys(call: LiveCall, digits: string): Promise<void> {
  call.note('call', `presses ${digits}`);
  const keys = [...digits];
  const waits = keys.filter(key => key.toLowerCase() === 'w').length;
  await call.callerScope.sleep(waits * WAIT_MS + (keys.length - waits) * KEY_MS);
}

async function withDetection(
  call: LiveCall,
  plan: OutboundPlan,
  detecting: Promise<Detected> | undefined,
): Promise<CallOptions> {
  const { asyncDetection } = plan;
  if (!detecting) return plan;
  if (asyncDetection) {
    detectBeside(call, detecting, asyncDetection === 'unheard' ? undefined : asyncDetection);
    return plan;
  }
  const parameters = detectionParameters(await detecting);
  return { ...plan, first: { ...plan.first, parameters: { ...plan.first.parameters, ...parameters } } };
}
