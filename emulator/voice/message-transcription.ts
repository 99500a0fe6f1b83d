import type { StoredRecord } from '../contract';
import { API_VERSION } from './call-record';
import type { Message } from './record-message';
import type { Session } from './session';

/** What somebody said in a recording, as the REST API shows it (schema api.v2010.account.transcription); dates ISO 8601. */
export interface TranscriptionRecord extends StoredRecord {
  readonly account_sid: string;
  readonly api_version: string;
  readonly date_created: string;
  readonly date_updated: string;
  /** Seconds. */
  readonly duration: string;
  readonly price: null;
  readonly price_unit: string;
  readonly recording_sid: string;
  readonly status: 'in-progress' | 'completed' | 'failed';
  readonly transcription_text: string | null;
  readonly type: 'fast';
}

/** The longest recording that Twilio transcribes, https://www.twilio.com/docs/voice/twiml/record#transcribe; shorter than 2 s it does not, either. */
export const MAX_TRANSCRIBED_SECONDS = 120;
const MIN_TRANSCRIBED_SECONDS = 2;
/** Twilio names no figure: "asynchronous". */
const TRANSCRIBING_MS = 2000;

/**
 * Transcribes a message beside the call, every word right, and requests the callback (none when '') when it is done. Fails for a recording that is too
 * short or too long; there is none of an empty one.
 */
export function transcribeMessage(message: Message, callbackUrl: string, session: Session): void {
  const { call } = session;
  const { world } = call;
  const { recording, words, isEmpty } = message;
  if (isEmpty) return;
  const records = world.store.collection<TranscriptionRecord>('api.transcriptions');
  const nowIso = (): string => new Date(world.clock.now()).toISOString();
  const { sid } = records.insert({
    sid: world.ids.sid('TR'),
    account_sid: call.accountSid,
    api_version: API_VERSION,
    date_created: nowIso(),
    date_updated: nowIso(),
    duration: recording.duration,
    price: null,
    price_unit: 'USD',
    recording_sid: recording.sid,
    status: 'in-progress',
    transcription_text: null,
    type: 'fast',
  });
  const seconds = Number(recording.duration);
  const isFit = seconds >= MIN_TRANSCRIBED_SECONDS && seconds <= MAX_TRANSCRIBED_SECONDS;
  if (!isFit)
    session.warn({ code: 13617, message: `Record: Recording length is out of range for transcription: ${seconds} s` });
  const result = isFit
    ? ({ status: 'completed', transcription_text: words } as const)
    : ({ status: 'failed', transcription_text: '(blank)' } as const);
  const callback = callbackUrl === '' ? undefined : session.resolve(callbackUrl).url;
  async function finish(): Promise<void> {
    await new Promise<void>(resolve => world.clock.after(TRANSCRIBING_MS, resolve));
    if (!records.get(sid)) return;
    records.update(sid, { ...result, date_updated: nowIso() });
    session.note('transcript', result.transcription_text, { detail: { transcriptionSid: sid } });
    if (callback === undefined) return;
    const parameters = {
      TranscriptionSid: sid,
      TranscriptionText: result.transcription_text,
      TranscriptionStatus: result.status,
      TranscriptionType: 'fast',
      TranscriptionUrl: `${recording.media_url}/Transcriptions/${sid}`,
      RecordingSid: recording.sid,
      RecordingUrl: recording.media_url,
    };
    await call.send({ kind: 'transcription-status', url: callback, method: 'POST', parameters });
  }
  call.background(finish());
}
