import { statusParameters } from './call-parameters';
import type { CallStatus } from './call-record';
import type { LiveCall } from './live-call';

export type StatusEvent = 'initiated' | 'ringing' | 'answered' | 'completed';

/** Where a call tells of its progress. */
export interface StatusCallback {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly events: readonly StatusEvent[];
  /** Sent with each besides the call's own. */
  readonly parameters?: Readonly<Record<string, string>>;
}

const EVENTS: Readonly<Record<CallStatus | 'initiated', StatusEvent>> = {
  initiated: 'initiated',
  queued: 'initiated',
  ringing: 'ringing',
  'in-progress': 'answered',
  completed: 'completed',
  busy: 'completed',
  failed: 'completed',
  'no-answer': 'completed',
  canceled: 'completed',
};

/** Tells one call's status callback of what happens, numbered from 0. They go out in order but none waits for another's answer. */
export class StatusReports {
  private sequenceNumber = 0;

  constructor(
    private readonly call: LiveCall,
    private callback: StatusCallback | undefined,
  ) {}

  /** Tells somebody else from now on (`StatusCallback` of `calls(sid).update`). */
  redirect(callback: StatusCallback): void {
    this.callback = callback;
  }

  /** Every end of a call, whatever its status, is the event `completed`. */
  tell(status: CallStatus | 'initiated'): void {
    const { call, callback } = this;
    const event = EVENTS[status];
    if (!callback?.events.includes(event)) return;
    const { record } = call;
    const shown = event === 'completed' ? record.status : status;
    const parameters = statusParameters(record, {
      status: shown,
      sequenceNumber: this.sequenceNumber,
      nowMs: call.world.clock.now(),
      sipResponseCode: call.sipResponseCode,
    });
    this.sequenceNumber += 1;
    const { url, method } = callback;
    call.background(
      call.send({ kind: 'call-status', url, method, parameters: { ...parameters, ...callback.parameters } }),
    );
  }
}
