import type { Clock } from '../clock';
import { retry, toAppError, type AppError } from '../errors';
import type { Log } from '../log';
import type { RecordingSid } from '../sid';
import type { RecordingStore } from '../voicemail';

/** Words of a recording; "" when there are none. */
export interface RecognisedTurn {
  readonly text: string;
  /** 0 to 1; undefined when the recogniser does not say. */
  readonly confidence?: number | undefined;
}

/** Port: speech to text of one turn. */
export interface TurnRecogniser {
  /** `expected`: words that are hard to hear, of the client's file. */
  recognise(
    audio: Buffer,
    options: {
      readonly language: string;
      readonly expected?: readonly string[] | undefined;
      readonly signal: AbortSignal;
    },
  ): Promise<RecognisedTurn>;
}

/** What a recorded turn is understood with. */
export interface TurnRecordings {
  readonly recordings: Pick<RecordingStore, 'media' | 'delete'>;
  readonly speech: TurnRecogniser;
  readonly expected?: readonly string[] | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds since 1970: no repetition begins after it. */
  readonly untilMs: number;
  readonly signal: AbortSignal;
}

/** Words of a turn, how sure they are, and how long it took to understand them. */
export interface UnderstoodTurn {
  readonly speech: string;
  readonly confidence?: number | undefined;
  readonly sttMs: number;
}

/**
 * Understands a recorded turn and deletes the recording, whatever came of it: no talk is kept. What can't be deleted now is left to the sweep, which
 * takes no turn for a voicemail. Never throws; what could not be understood is silence, and the caller is asked to say it again.
 */
export async function understandTurn(
  ports: TurnRecordings,
  recordingSid: RecordingSid,
  language: string,
): Promise<UnderstoodTurn> {
  const startMs = ports.clock.now().getTime();
  const { text: speech, confidence } = await recognised(ports, recordingSid, language);
  await forgetTurn(ports, recordingSid);
  return { speech, confidence, sttMs: ports.clock.now().getTime() - startMs };
}

async function recognised(
  ports: TurnRecordings,
  recordingSid: RecordingSid,
  language: string,
): Promise<RecognisedTurn> {
  const { recordings, speech, expected, clock, log, untilMs, signal } = ports;
  const plan = { attempts: 4, baseMs: 150, untilMs, clock };
  try {
    // Twilio asks for the action a moment before the recording can be fetched.
    const isNotYet = ({ code, retryable }: AppError): boolean => code === 'NOT_FOUND' || retryable;
    const audio = await retry(() => recordings.media(recordingSid), { ...plan, when: isNotYet });
    // To listen again changes nothing, whatever became of the first time.
    const when = (error: AppError): boolean => error.retryable;
    return await retry(() => speech.recognise(audio, { language, expected, signal }), { ...plan, attempts: 2, when });
  } catch (thrown) {
    const { code, message } = toAppError(thrown);
    log.warn('assistant: a recorded turn was not understood', { code, reason: message });
    return { text: '' };
  }
}

/** Deletes a recorded turn; the sweep does where this can't. Never throws. */
export async function forgetTurn(
  { recordings, clock, log, untilMs }: TurnRecordings,
  recordingSid: RecordingSid,
): Promise<void> {
  try {
    // Deleting twice is no fault.
    const when = (error: AppError): boolean => error.retryable;
    await retry(() => recordings.delete(recordingSid), { attempts: 3, baseMs: 150, untilMs, clock, when });
  } catch (thrown) {
    log.error('assistant: the recording of a turn could not be deleted', { code: toAppError(thrown).code });
  }
}
