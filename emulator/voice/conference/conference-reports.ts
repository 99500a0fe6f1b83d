import { rfc2822 } from '../../rest/dates';
import type { CallWorld } from '../live-call';
import type { Conference, ReasonEnded } from './conference';
import type { ConferenceCallback, ConferenceEvent } from './join-options';
import type { LeaveReason, Participant } from './participant';

type ParticipantEvent =
  'join' | 'leave' | 'mute' | 'unmute' | 'hold' | 'unhold' | 'modify' | 'speech-start' | 'speech-stop';

/** Which of the subscribed words an event belongs to. */
const SUBSCRIBED: Readonly<Record<ParticipantEvent, ConferenceEvent>> = {
  join: 'join',
  leave: 'leave',
  mute: 'mute',
  unmute: 'mute',
  hold: 'hold',
  unhold: 'hold',
  modify: 'modify',
  'speech-start': 'speaker',
  'speech-stop': 'speaker',
};

/** Tells a conference's status callback of what happens. Every event has its number, from 1, whether it is subscribed to or not. */
export class ConferenceReports {
  private sequenceNumber = 0;

  constructor(
    private readonly conference: Pick<Conference, 'sid' | 'accountSid' | 'friendlyName'>,
    private readonly world: CallWorld,
    private readonly callback: ConferenceCallback | undefined,
  ) {}

  started(): void {
    this.tell('start', 'conference-start', {});
  }

  ended(reason: ReasonEnded, by: Participant | undefined): void {
    this.tell('end', 'conference-end', {
      ReasonConferenceEnded: reason,
      Reason: reason.replaceAll('-', ' '),
      ...(by && { CallSidEndingConference: by.call.sid }),
      ...(by?.options.label !== undefined && { ParticipantLabelEndingConference: by.options.label }),
    });
  }

  participant(event: ParticipantEvent, participant: Participant): void {
    this.tell(SUBSCRIBED[event], `participant-${event}`, participantParameters(participant));
  }

  left(participant: Participant, reason: LeaveReason): void {
    const { call } = participant;
    this.tell('leave', 'participant-leave', {
      ...participantParameters(participant),
      ReasonParticipantLeft: reason,
      ParticipantCallStatus: call.record.status,
    });
  }

  /** Somebody who was called and did not come. */
  failed(callSid: string, detail: { callStatus: string; label: string | undefined }): void {
    this.tell('leave', 'participant-leave', {
      CallSid: callSid,
      ...(detail.label !== undefined && { ParticipantLabel: detail.label }),
      ReasonParticipantLeft: 'participant_add_failed',
      ParticipantCallStatus: detail.callStatus,
    });
  }

  announced(announceUrl: string, failure?: string): void {
    this.tell('announcement', failure === undefined ? 'announcement-end' : 'announcement-fail', {
      AnnounceUrl: announceUrl,
      ...(failure !== undefined && { ReasonAnnouncementFailed: failure }),
    });
  }

  private tell(subscribed: ConferenceEvent, event: string, parameters: Readonly<Record<string, string>>): void {
    this.sequenceNumber += 1;
    const { sid, accountSid, friendlyName } = this.conference;
    if (!this.callback?.events.includes(subscribed)) return;
    void this.world.web.send({
      accountSid,
      kind: 'conference-status',
      url: this.callback.url,
      method: this.callback.method,
      ...(parameters['CallSid'] !== undefined && { callSid: parameters['CallSid'] }),
      parameters: {
        ConferenceSid: sid,
        FriendlyName: friendlyName,
        AccountSid: accountSid,
        StatusCallbackEvent: event,
        SequenceNumber: String(this.sequenceNumber),
        Timestamp: rfc2822(new Date(this.world.clock.now()).toISOString()),
        ...parameters,
      },
    });
  }
}

function participantParameters({ call, options, state }: Participant): Record<string, string> {
  return {
    CallSid: call.sid,
    Muted: String(state.muted),
    Hold: String(state.hold),
    Coaching: String(state.coaching),
    ...(state.callSidToCoach !== null && { CallSidToCoach: state.callSidToCoach }),
    StartConferenceOnEnter: String(options.startConferenceOnEnter),
    EndConferenceOnExit: String(state.endConferenceOnExit),
    ...(options.label !== undefined && { ParticipantLabel: options.label }),
  };
}
