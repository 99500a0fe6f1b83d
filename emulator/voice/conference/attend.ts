import { holdForConference } from '../hold';
import { Interruption } from '../scope';
import type { Session } from '../session';
import type { Verb } from '../twiml/verb';
import type { Conference } from './conference';
import type { JoinOptions } from './join-options';
import { Participant, type LeaveReason } from './participant';

export interface AttendOptions {
  readonly friendlyName: string;
  readonly join: JoinOptions;
  /** The participant leaves with the star key. */
  readonly hangupOnStar: boolean;
  readonly limitMs: number;
  /** What wait and hold documents may hold. */
  readonly verbs: ReadonlyMap<string, Verb>;
}

/** How a stay in a conference ended. */
export interface Attended {
  readonly conferenceSid: string;
  readonly seconds: number;
  /** Set when the call was hung up or redirected. */
  readonly interruption?: Interruption;
}

/** Takes part in a conference until it is over for this call. Undefined when the conference is full. */
export async function attend(session: Session, options: AttendOptions): Promise<Attended | undefined> {
  const { call } = session;
  const { friendlyName, join } = options;
  const conference = call.services.conferences.open(call.accountSid, friendlyName, join);
  if (conference.participants.size >= join.maxParticipants) return undefined;
  const participant = new Participant(call, join);
  const startMs = session.nowMs();
  const done = { conferenceSid: conference.sid };
  const seconds = (): number => Math.round((session.nowMs() - startMs) / 1000);
  const guards = guard(session, participant, options);
  try {
    conference.admit(participant);
    const reason = await takePart(session, { conference, participant, options });
    conference.dismiss(participant, reason);
    return { ...done, seconds: seconds() };
  } catch (error) {
    if (!(error instanceof Interruption)) throw error;
    const isHangUp = error.reason.kind === 'hang-up';
    conference.dismiss(participant, isHangUp ? 'participant_hung_up' : 'participant_updated_via_api');
    return { ...done, seconds: seconds(), interruption: error };
  } finally {
    guards();
  }
}

/** What takes somebody out besides the call's end; returns the way to stop watching. */
function guard({ call }: Session, participant: Participant, { hangupOnStar, limitMs }: AttendOptions): () => void {
  const timer = call.world.clock.after(limitMs, () => participant.leave('participant_hung_up'));
  const stop = call.line.on(event => {
    if (hangupOnStar && event.type === 'key' && event.digit === '*') participant.leave('participant_hung_up');
  });
  return () => {
    timer.cancel();
    stop();
  };
}

interface Attendance {
  readonly conference: Conference;
  readonly participant: Participant;
  readonly options: AttendOptions;
}

/** Waits, talks and is held, until the participant leaves; resolves with the reason. */
async function takePart(session: Session, attendance: Attendance): Promise<LeaveReason> {
  const { participant } = attendance;
  while (participant.left === undefined) {
    try {
      await session.scope.inner(async scope => {
        participant.activity = scope;
        await nowDoing(session.within(scope), attendance);
      });
    } catch (error) {
      if (!(error instanceof Interruption) || error.reason.kind !== 'conference') throw error;
    }
  }
  return participant.left;
}

async function nowDoing(session: Session, { conference, participant, options }: Attendance): Promise<void> {
  const { verbs, join } = options;
  const parameters = (): Record<string, string> => ({
    ConferenceSid: conference.sid,
    FriendlyName: conference.friendlyName,
  });
  if (conference.isStarted && !participant.state.hold) return session.scope.until<void>(() => undefined);
  const { holdMusic } = participant;
  const music = participant.state.hold
    ? { waitUrl: holdMusic.url, method: holdMusic.method }
    : { waitUrl: join.waitUrl, method: join.waitMethod };
  const end = await holdForConference(session, { ...music, verbs, parameters });
  // A wait document that hangs up takes the call out.
  if (end.then !== 'end') {
    session.call.hangUp();
    throw new Interruption({ kind: 'hang-up' });
  }
}
