import type { Collection } from '../../contract';
import type { CallWorld, VoiceServices } from '../live-call';
import { Conference, type ConferenceRecord } from './conference';
import type { ConferenceOptions } from './join-options';
import type { Participant, ParticipantRecord } from './participant';

const API_VERSION = '2010-04-01';

/** The conferences of all accounts: their records, and those that go on. */
export class Conferences {
  readonly records: Collection<ConferenceRecord>;
  readonly participants: Collection<ParticipantRecord>;
  private readonly live = new Map<string, Conference>();

  constructor(
    private readonly world: CallWorld,
    private readonly services: () => VoiceServices,
  ) {
    this.records = world.store.collection<ConferenceRecord>('api.conferences');
    this.participants = world.store.collection<ParticipantRecord>('api.participants');
  }

  /** The one that goes on by that name, or begins. */
  open(accountSid: string, friendlyName: string, options: ConferenceOptions): Conference {
    return this.byName(accountSid, friendlyName) ?? this.begin(accountSid, friendlyName, options);
  }

  /** The one that goes on with that sid or name. */
  find(accountSid: string, sidOrName: string): Conference | undefined {
    const found = this.live.get(sidOrName);
    return found?.accountSid === accountSid ? found : this.byName(accountSid, sidOrName);
  }

  /** The conference that a call is in. */
  of(callSid: string): Conference | undefined {
    for (const conference of this.live.values()) if (conference.participants.has(callSid)) return conference;
    return undefined;
  }

  private byName(accountSid: string, name: string): Conference | undefined {
    for (const conference of this.live.values())
      if (conference.accountSid === accountSid && conference.friendlyName === name) return conference;
    return undefined;
  }

  private begin(accountSid: string, friendlyName: string, options: ConferenceOptions): Conference {
    const sid = this.world.ids.sid('CF');
    const now = this.nowIso();
    const record = this.records.insert({
      sid,
      account_sid: accountSid,
      friendly_name: friendlyName,
      api_version: API_VERSION,
      region: options.region ?? 'us1',
      status: 'init',
      date_created: now,
      date_updated: now,
      reason_conference_ended: null,
      call_sid_ending_conference: null,
    });
    const conference: Conference = new Conference(record, options, {
      world: this.world,
      services: this.services,
      change: change => {
        if (this.records.get(sid)) this.records.update(sid, { ...change, date_updated: this.nowIso() });
      },
      show: (callSid, participant) => this.show(conference, callSid, participant),
      ended: () => void this.live.delete(sid),
    });
    this.live.set(sid, conference);
    return conference;
  }

  private show(conference: Conference, callSid: string, participant: Participant | undefined): void {
    const known = this.participants.get(callSid);
    if (!participant) {
      this.participants.delete(callSid);
      return;
    }
    const now = this.nowIso();
    const { state, options, call } = participant;
    const record: ParticipantRecord = {
      sid: callSid,
      account_sid: conference.accountSid,
      call_sid: callSid,
      label: options.label ?? null,
      call_sid_to_coach: state.callSidToCoach,
      coaching: state.coaching,
      conference_sid: conference.sid,
      date_created: known?.date_created ?? now,
      date_updated: now,
      end_conference_on_exit: state.endConferenceOnExit,
      muted: state.muted,
      hold: state.hold,
      start_conference_on_enter: options.startConferenceOnEnter,
      status: 'connected',
      queue_time: call.record.queue_time,
    };
    if (known) this.participants.update(callSid, record);
    else this.participants.insert(record);
  }

  private nowIso(): string {
    return new Date(this.world.clock.now()).toISOString();
  }
}
