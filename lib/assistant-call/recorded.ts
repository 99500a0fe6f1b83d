import type { Clock } from '../clock';
import { retry, toAppError, type AppError } from '../errors';
import type { Log } from '../log';
import type { RecordingSid } from '../sid';
import type { RecordingStore, SpeechToText } from '../voicemail';

/** What a recorded turn is understood with. */
export interface TurnRecordings {
  readonly recordings: Pick<RecordingStore, 'media' | 'delete'>;
  readonly speech: SpeechToText;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds since 1970: no repetition begins after it. */
  readonly untilMs: number;
  readonly signal: AbortSignal;
}

/** Words of a turn, and how long it took to understand them. */
export interface UnderstoodTurn {
  readonly speech: string;
  readonly sttMs: number;
}

/**
 * Understands a recorded turn and deletes the recording, whatever came of it: no talk is kept, and none is taken for a voicemail. Never
 * throws; what could not be understood is silence, and the caller is asked to say it again.
 */
export async function understandTurn(
  ports: TurnRecordings,
  recordingSid: RecordingSid,
  language: string,
): Promise<UnderstoodTurn> {
  const startMs = ports.clock.now().getTime();
  const speech = await transcribed(ports, recordingSid, language);
  await forget(ports, recordingSid);
  return { speech, sttMs: ports.clock.now().getTime() - startMs };
}

async function transcribed(ports: TurnRecordings, recordingSid: RecordingSid, language: string): Promise<string> {
  const { recordings, speech, clock, log, untilMs, signal } = ports;
  const plan = { attempts: 4, baseMs: 150, untilMs, clock };
  try {
    // Twilio asks for the action a moment before the recording can be fetched.
    const isNotYet = ({ code, retryable }: AppError): boolean => code === 'NOT_FOUND' || retryable;
    const audio = await retry(() => recordings.media(recordingSid), { ...plan, when: isNotYet });
    return await retry(() => speech.transcribe(audio, { language, signal }), { ...plan, attempts: 2 });
  } catch (thrown) {
    const { code, message } = toAppError(thrown);
    log.warn('assistant: a recorded turn was not understood', { code, reason: message });
    return '';
  }
}

async function forget({ recordings, clock, log, untilMs }: TurnRecordings, recordingSid: RecordingSid): Promise<void> {
  try {
    // Deleting twice is no fault.
    const when = (error: AppError): boolean => error.retryable;
    await retry(() => recordings.delete(recordingSid), { attempts: 3, baseMs: 150, untilMs, clock, when });
  } catch (thrown) {
    log.error('assistant: the recording of a turn could not be deleted', { code: toAppError(thrown).code });
  }
}
