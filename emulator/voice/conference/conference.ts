import type { StoredRecord } from '../../contract';
import { carry } from '../bridge';
import { recordTape, type CallRecording, type RecordedBy, type RecordingOptions } from '../call-recording';
import type { CallWorld, VoiceServices } from '../live-call';
import { Tape } from '../tape';
import { ConferenceReports } from './conference-reports';
import type { ConferenceOptions } from './join-options';
import type { LeaveReason, Participant, ParticipantState } from './participant';

export type ReasonEnded =
  | 'conference-ended-via-api'
  | 'participant-with-end-conference-on-exit-left'
  | 'participant-with-end-conference-on-exit-kicked'
  | 'last-participant-kicked'
  | 'last-participant-left';

/** A conference as the REST API shows it (schema api.v2010.account.conference); dates ISO 8601. */
export interface ConferenceRecord extends StoredRecord {
  readonly account_sid: string;
  readonly friendly_name: string;
  readonly api_version: string;
  readonly region: string;
  readonly status: 'init' | 'in-progress' | 'completed';
  readonly date_created: string;
  readonly date_updated: string;
  readonly reason_conference_ended: ReasonEnded | null;
  readonly call_sid_ending_conference: string | null;
}

export interface ConferenceParts {
  readonly world: CallWorld;
  readonly services: () => VoiceServices;
  /** Stores what changed. */
  change(change: Partial<ConferenceRecord>): void;
  /** The record of a participant came, changed or (undefined) went. */
  show(callSid: string, participant: Participant | undefined): void;
  ended(): void;
}

/** A conference that goes on: who is in it, who hears whom, what it tells. */
export class Conference {
  readonly participants = new Map<string, Participant>();
  readonly reports: ConferenceReports;
  readonly recordings = new Map<string, CallRecording>();
  isStarted = false;
  isOver = false;
  private readonly tapes = new Set<Tape>();

  readonly sid: string;
  readonly accountSid: string;
  readonly friendlyName: string;

  constructor(
    record: ConferenceRecord,
    private readonly options: ConferenceOptions,
    private readonly parts: ConferenceParts,
  ) {
    this.sid = record.sid;
    this.accountSid = record.account_sid;
    this.friendlyName = record.friendly_name;
    this.reports = new ConferenceReports(this, parts.world, options.statusCallback);
  }

  /** Lets somebody in. The conference starts when the second is in and one of them may start it. */
  admit(participant: Participant): void {
    const { call, options } = participant;
    for (const other of this.participants.values()) this.connect(participant, other);
    this.participants.set(call.sid, participant);
    participant.stops.push(
      call.line.on(event => {
        if (event.type === 'speech-start') this.speaks(participant, event.speech);
        if (event.type === 'speech-end' && this.isStarted) this.reports.participant('speech-stop', participant);
      }),
    );
    this.parts.show(call.sid, participant);
    call.note('call', `joins the conference ${this.friendlyName}`, { detail: { conferenceSid: this.sid } });
    this.reports.participant('join', participant);
    if (options.beep === 'true' || options.beep === 'onEnter') this.beep();
    this.startIfReady();
  }

  /** Somebody is gone; the conference ends with the last, or with one who ends it. */
  dismiss(participant: Participant, reason: LeaveReason): void {
    const { call, state } = participant;
    if (!this.participants.delete(call.sid)) return;
    for (const stop of participant.stops.splice(0)) stop();
    this.parts.show(call.sid, undefined);
    call.note('call', `leaves the conference ${this.friendlyName}: ${reason}`);
    this.reports.left(participant, reason);
    if (this.isOver) return;
    if (state.beepOnExit) this.beep();
    const kicked = reason === 'participant_updated_via_api';
    if (state.endConferenceOnExit)
      this.end(
        kicked ? 'participant-with-end-conference-on-exit-kicked' : 'participant-with-end-conference-on-exit-left',
        participant,
      );
    else if (this.participants.size === 0)
      this.end(kicked ? 'last-participant-kicked' : 'last-participant-left', participant);
  }

  /** Over for everybody. */
  end(reason: ReasonEnded, by?: Participant): void {
    if (this.isOver) return;
    this.isOver = true;
    const why = reason === 'conference-ended-via-api' ? 'conference_ended_via_api' : 'moderator_ended_conference';
    for (const participant of [...this.participants.values()]) {
      this.dismiss(participant, why);
      participant.leave(why);
    }
    for (const recording of [...this.recordings.values()]) recording.stop();
    const callSid = by?.call.sid ?? null;
    this.parts.change({ status: 'completed', reason_conference_ended: reason, call_sid_ending_conference: callSid });
    this.reports.ended(reason, by);
    this.parts.ended();
  }

  /** Nobody came, and nobody is on the way. */
  endIfDeserted(isDeserted: boolean): void {
    if (isDeserted && this.participants.size === 0) this.end('last-participant-left');
  }

  /** Changes somebody, and tells what changed. */
  update(participant: Participant, change: Partial<ParticipantState>): void {
    const before = { ...participant.state };
    Object.assign(participant.state, change);
    const { state } = participant;
    this.parts.show(participant.call.sid, participant);
    if (state.muted !== before.muted) this.reports.participant(state.muted ? 'mute' : 'unmute', participant);
    if (state.hold !== before.hold) this.reports.participant(state.hold ? 'hold' : 'unhold', participant);
    if (state.hold !== before.hold) participant.changed();
    if (
      state.coaching !== before.coaching ||
      state.callSidToCoach !== before.callSidToCoach ||
      state.endConferenceOnExit !== before.endConferenceOnExit
    )
      this.reports.participant('modify', participant);
  }

  /** Records what is said from now on. */
  record(options: RecordingOptions): CallRecording {
    const { world, services } = this.parts;
    const tape = new Tape(world.clock);
    this.tapes.add(tape);
    for (const { call } of this.participants.values()) if (call.line.speech) tape.hear(call.line.speech, 'inbound');
    const recording = recordTape(this.owner(), {
      tape,
      options,
      recordings: services().recordings,
      stopped: () => {
        this.tapes.delete(tape);
        this.recordings.delete(recording.sid);
      },
    });
    this.recordings.set(recording.sid, recording);
    return recording;
  }

  private owner(): RecordedBy {
    const [callSid = this.sid] = this.participants.keys();
    // The promise tracks itself: nothing of one call waits for it.
    return { accountSid: this.accountSid, sid: callSid, conferenceSid: this.sid, background: () => undefined };
  }

  private connect(one: Participant, other: Participant): void {
    const started = (): boolean => this.isStarted;
    one.stops.push(carry(one.call, other.call, () => started() && one.isHeardBy(other)));
    one.stops.push(carry(other.call, one.call, () => started() && other.isHeardBy(one)));
    other.stops.push(...one.stops.slice(-2));
  }

  private speaks(participant: Participant, speech: Parameters<Tape['hear']>[0]): void {
    if (!this.isStarted || participant.state.muted || participant.state.hold) return;
    for (const tape of this.tapes) tape.hear(speech, 'inbound');
    this.reports.participant('speech-start', participant);
  }

  private startIfReady(): void {
    const members = [...this.participants.values()];
    if (this.isStarted || members.length < 2 || !members.some(one => one.options.startConferenceOnEnter)) return;
    this.isStarted = true;
    this.parts.change({ status: 'in-progress' });
    this.reports.started();
    const { isRecorded, trim, recordingCallback: callback } = this.options;
    if (isRecorded) this.record({ source: 'Conference', channels: 1, track: 'both', trim, callback });
    for (const participant of members) participant.changed();
  }

  private beep(): void {
    if (!this.isStarted) return;
    for (const { call } of this.participants.values()) call.note('heard', 'beep');
  }
}
