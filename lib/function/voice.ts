import type { Client } from '../config';
import type VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import { runtimeGlobals } from './runtime';

/** One thing that happens to a caller, in order; rendered as TwiML by `toTwiml`. Times in seconds. */
export type VoiceStep =
  | { readonly say: string }
  | { readonly play: string }
  | { readonly pause: number }
  | { readonly record: RecordOptions }
  | { readonly leave: true }
  | { readonly hangUp: true };

export interface RecordOptions {
  /** Asked when the recording ends with the caller still there, and on hang-up; relative to the document's own URL. */
  readonly action: string;
  /** The reliable signal that a recording is finished and can be fetched. */
  readonly recordingStatusCallback: string;
  readonly maxSeconds: number;
  readonly silenceSeconds: number;
}

/** A voice document. Silence is trimmed, so that a message of nothing has no length. */
export function toTwiml(
  steps: readonly VoiceStep[],
  speech: Pick<Client, 'language' | 'voice'> | undefined,
): VoiceResponse {
  const document = new (runtimeGlobals().Twilio.twiml.VoiceResponse)();
  for (const step of steps) append(document, step, speech);
  return document;
}

function append(
  document: VoiceResponse,
  step: VoiceStep,
  speech: Pick<Client, 'language' | 'voice'> | undefined,
): void {
  if ('say' in step) document.say(speech ? voiceOf(speech) : {}, step.say);
  else if ('play' in step) document.play({}, step.play);
  else if ('pause' in step) document.pause({ length: step.pause });
  else if ('leave' in step) document.leave();
  else if ('hangUp' in step) document.hangup();
  else {
    const { action, recordingStatusCallback, maxSeconds, silenceSeconds } = step.record;
    document.record({
      action,
      recordingStatusCallback,
      recordingStatusCallbackEvent: ['completed', 'absent'],
      maxLength: maxSeconds,
      timeout: silenceSeconds,
      trim: 'trim-silence',
      playBeep: true,
    });
  }
}

type SayAttributes = Parameters<VoiceResponse['say']>[0];

/** twilio-node lists the voices of its day; the client's file may name a newer one. */
function voiceOf({ voice, language }: Pick<Client, 'language' | 'voice'>): SayAttributes {
  return { voice, language } as SayAttributes;
}
