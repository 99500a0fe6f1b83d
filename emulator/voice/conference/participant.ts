import type { StoredRecord } from '../../contract';
import type { LiveCall } from '../live-call';
import type { Scope } from '../scope';
import type { JoinOptions } from './join-options';

/** Why somebody is no longer in a conference. */
export type LeaveReason =
  | 'conference_ended_via_api'
  | 'moderator_ended_conference'
  | 'participant_updated_via_api'
  | 'participant_hung_up'
  | 'participant_add_failed';

/** A participant as the REST API shows it (schema api.v2010.account.conference.participant); `sid` is the call's. */
export interface ParticipantRecord extends StoredRecord {
  readonly account_sid: string;
  readonly call_sid: string;
  readonly label: string | null;
  readonly call_sid_to_coach: string | null;
  readonly coaching: boolean;
  readonly conference_sid: string;
  readonly date_created: string;
  readonly date_updated: string;
  readonly end_conference_on_exit: boolean;
  readonly muted: boolean;
  readonly hold: boolean;
  readonly start_conference_on_enter: boolean;
  readonly status: 'queued' | 'connecting' | 'ringing' | 'connected' | 'complete' | 'failed';
  readonly queue_time: string;
}

/** What may be changed of somebody who takes part. */
export interface ParticipantState {
  muted: boolean;
  hold: boolean;
  coaching: boolean;
  callSidToCoach: string | null;
  endConferenceOnExit: boolean;
  beepOnExit: boolean;
}

/** Somebody who is in a conference. */
export class Participant {
  readonly state: ParticipantState;
  /** What is played while on hold: undefined for Twilio's music. */
  holdMusic: { url: string | undefined; method: 'GET' | 'POST' } = { url: undefined, method: 'GET' };
  /** Why they leave, once they do. */
  left: LeaveReason | undefined;
  /** Stops hearing the others. */
  readonly stops: (() => void)[] = [];
  private doing: Scope | undefined;

  constructor(
    readonly call: LiveCall,
    readonly options: JoinOptions,
  ) {
    this.state = {
      muted: options.muted,
      hold: false,
      coaching: options.coach !== undefined,
      callSidToCoach: options.coach ?? null,
      endConferenceOnExit: options.endConferenceOnExit,
      beepOnExit: options.beep === 'true' || options.beep === 'onExit',
    };
  }

  /** What goes on with the participant now, until `changed`. */
  set activity(scope: Scope | undefined) {
    this.doing = scope;
  }

  /** Whatever they wait in or listen to is over. */
  changed(): void {
    this.doing?.interrupt({ kind: 'conference' });
  }

  /** Takes them out; their call goes on behind the conference. */
  leave(reason: LeaveReason): void {
    this.left ??= reason;
    this.changed();
  }

  /** Whether `other` hears this one now. */
  isHeardBy(other: Participant): boolean {
    const { muted, hold, coaching, callSidToCoach } = this.state;
    if (muted || hold || other.state.hold) return false;
    return !coaching || other.call.sid === callSidToCoach;
  }
}
