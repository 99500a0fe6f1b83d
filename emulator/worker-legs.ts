/** How a worker's phone is rung for a reservation. */
export interface WorkerDial {
  readonly accountSid: string;
  readonly taskSid: string;
  readonly reservationSid: string;
  /** The worker's `contact_uri`: E.164, "client:name" or "sip:…". */
  readonly to: string;
  readonly from: string;
  readonly timeoutMs: number;
  /** "record-from-answer" records the talk (dequeue); of a conference see `WorkerConference`. */
  readonly record?: 'do-not-record' | 'record-from-answer';
  /** Where the leg's progress goes by itself; `parameters` go with each request (TaskRouter's `taskCallSid`). */
  readonly statusCallback?: {
    readonly url: string;
    readonly method: 'GET' | 'POST';
    readonly events: readonly ('initiated' | 'ringing' | 'answered' | 'completed')[];
    readonly parameters?: Readonly<Record<string, string>>;
  };
  /** Hears of the leg at once, in order: "ringing", "in-progress" when the worker answers, then one final status. */
  readonly told: (leg: { readonly callSid: string; readonly status: WorkerLegStatus }) => void;
}
export type WorkerLegStatus = 'ringing' | 'in-progress' | 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled';

/** What the instruction `conference` says of the conference. */
export interface WorkerConference {
  /** Of the conference; the reservation's or the task's sid. */
  readonly friendlyName: string;
  readonly beep?: boolean;
  readonly muted?: boolean;
  readonly startConferenceOnEnter?: boolean;
  readonly endConferenceOnExit?: boolean;
  readonly endConferenceOnCustomerExit?: boolean;
  readonly beepOnCustomerEntrance?: boolean;
  readonly waitUrl?: string;
  readonly waitMethod?: 'GET' | 'POST';
  readonly maxParticipants?: number;
  readonly record?: boolean;
  readonly recordingStatusCallback?: string;
  readonly statusCallback?: {
    readonly url: string;
    readonly method: 'GET' | 'POST';
    readonly events: readonly string[];
  };
}

/** Whom a task without a waiting call is about: the call that its attributes name, or somebody who is yet to be called. */
export type TaskCustomer =
  | { readonly callSid: string }
  /** `dialed` hears which call it has become. */
  | { readonly outboundTo: string; readonly dialed: (callSid: string) => void };

/** Voice dials workers for TaskRouter. Every leg is a call of its own, `outbound-api`, with its record and callbacks. */
export interface WorkerLegs {
  /** Rings the worker; on answer the waiting call leaves its queue and both talk until either hangs up. Undefined when the call no longer waits. */
  dequeue(dial: WorkerDial): { readonly callSid: string } | undefined;
  /** Rings the worker and runs the document at `url` when they answer. The waiting call stays where it is. */
  call(dial: WorkerDial & { readonly url: string }): { readonly callSid: string };
  /** Takes a call to the document at `url`. False when it is over or not there. */
  redirect(to: { readonly accountSid: string; readonly callSid: string; readonly url: string }): boolean;
  /**
   * Rings the worker; on answer the worker and the waiting call are joined in the conference. A call that sits in the conference already (a transfer)
   * stays there, and the worker is added; a call that is anywhere else is brought there, and who is to be called is rung. Undefined when there is nobody.
   */
  conference(
    dial: WorkerDial & { readonly conference: WorkerConference; readonly customer?: TaskCustomer },
  ): { readonly callSid: string; readonly conferenceSid: string } | undefined;
  /** Rings a supervisor and adds them to the conference: monitor hears, whisper is heard by the worker alone, barge by all. Undefined when there is none. */
  supervise(
    dial: WorkerDial & {
      readonly conferenceSid: string;
      readonly mode: 'monitor' | 'whisper' | 'barge';
      readonly callSidToCoach?: string;
    },
  ): { readonly callSid: string } | undefined;
}
