import type { Reply } from '../assistant';
import type { AssistantSection, Client, SpokenLanguage } from '../config';
import type { HearStep, ListenOptions, SpeechOptions, VoiceStep } from '../voice-steps';
import { leaveTo, pathOf, type CallPlace } from './place';
import { sipHeaders } from './sip-headers';

/** To begin to speak. */
const LISTEN_SECONDS = 5;
/** Between two digits that have to be looked for, too. */
const DIGITS_SECONDS = 8;
/** A recorded turn; nobody says more in one breath. */
const RECORD_SECONDS = 30;
/** Before work goes on that another request is still at. */
const WAIT_SECONDS = 1;

/** Whose reply it is, and where it is heard. */
export interface Telling {
  readonly client: Client;
  readonly settings: AssistantSection;
  readonly place: CallPlace;
  readonly callSid: string;
  /** As the carrier gave it. */
  readonly from: string;
}

/** A reply of the assistant as a phone call goes on: what is heard, then what is listened for or where the call goes. */
export function replySteps(telling: Telling, reply: Reply): VoiceStep[] {
  const hear = wordsOf(telling, reply);
  const { place } = telling;
  switch (reply.then) {
    case 'listen':
    case 'keys':
      return question(telling, reply, hear);
    case 'wait': {
      const pause: HearStep[] = hear.length === 0 ? [{ pause: WAIT_SECONDS }] : [];
      return [...hear, ...pause, { redirect: pathOf(place, 'continue', reply.turn) }];
    }
    case 'handOver':
      return [...hear, handOver(telling, reply)];
    default:
      return [...hear, leaveTo(place, reply.then)];
  }
}

function wordsOf({ client, settings }: Telling, { say, language }: Reply): HearStep[] {
  const voice = spokenLanguage(settings, language)?.voice;
  const isOwn = voice === undefined && language === client.language;
  return say.map(words => (isOwn ? { say: words } : { say: words, spokenIn: { language, voice } }));
}

function spokenLanguage({ speech = [] }: AssistantSection, language: string): SpokenLanguage | undefined {
  return speech.find(each => each.language === language);
}

function question(telling: Telling, reply: Reply, hear: readonly HearStep[]): VoiceStep[] {
  const { settings, place } = telling;
  const { turn, secret, then } = reply;
  const spoken = spokenLanguage(settings, reply.language);
  const isRecorded = spoken?.recogniser === 'deepgram';
  if (isRecorded && then === 'listen' && !secret) {
    const action = `${pathOf(place, 'recorded', turn)}&language=${reply.language}`;
    const silenceSeconds = spoken.silenceSeconds ?? 2;
    return [...hear, { recordTurn: { action, maxSeconds: RECORD_SECONDS, silenceSeconds } }, { redirect: action }];
  }
  // Digits that nobody may write down are not recorded, either: a language that Twilio is not to listen to has keys for them.
  const bySpeech = then === 'listen' && !isRecorded;
  const listen: ListenOptions = {
    action: pathOf(place, 'heard', turn),
    timeoutSeconds: secret || then === 'keys' ? DIGITS_SECONDS : LISTEN_SECONDS,
    interruptible: reply.interruptible,
    hear,
    ...(bySpeech && { speech: speechOf(settings, reply, spoken) }),
    ...(reply.digits && { mostKeys: reply.digits.max }),
  };
  return [{ listen }];
}

function speechOf(
  { hints }: AssistantSection,
  { language, secret }: Reply,
  spoken: SpokenLanguage | undefined,
): SpeechOptions {
  const seconds = spoken?.silenceSeconds;
  const expected = secret ? {} : { hints };
  if (spoken?.model !== undefined)
    return { language, ...expected, speechModel: spoken.model, speechTimeoutSeconds: seconds ?? 1 };
  // People pause between the digits of a number that they read.
  return { language, ...expected, speechTimeoutSeconds: seconds ?? (secret ? 2 : 'auto') };
}

/** The topic's own phone is rung once, where the client's file has one; the flow and the topic's queue otherwise. */
function handOver({ settings, place, callSid, from }: Telling, reply: Reply): VoiceStep {
  const phone = settings.extensions?.find(each => each.topic === reply.topic);
  if (!phone || reply.afterPhone) return leaveTo(place, 'transfer');
  return {
    dialSip: {
      sip: phone.sip,
      headers: sipHeaders({ callSid, from, topic: phone.topic, story: reply.handOver }),
      action: pathOf(place, 'transferred', reply.turn),
      ringSeconds: phone.ringSeconds,
    },
  };
}
