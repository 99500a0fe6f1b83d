import type { Session } from './session';
import { runDocuments, type DocumentsEnd } from './twiml/run-documents';
import { TwimlError } from './twiml/twiml-error';
import type { Verb } from './twiml/verb';

/** Twilio's own hold music, when there is no waitUrl: long tracks, one after the other. Fetched from nowhere here. */
const HOLD_MUSIC = { text: 'hold music', durationMs: 180_000 };
/** A wait document that takes no time would be requested without end; Twilio's requests take at least as long as this. */
const MIN_ROUND_MS = 1000;

export interface HoldOptions {
  /** Undefined: Twilio's hold music. '': silence. */
  readonly waitUrl: string | undefined;
  readonly method: 'GET' | 'POST';
  readonly verbs: ReadonlyMap<string, Verb>;
  /** What each request tells of the queue. */
  readonly parameters: () => Record<string, string>;
}

/**
 * Keeps a caller entertained until the scope is interrupted, or the wait document hangs up or leaves the queue.
 * Rejects with a TwimlError when the wait document cannot be had or carried out.
 */
export async function hold(session: Session, options: HoldOptions): Promise<DocumentsEnd> {
  const { waitUrl, method, verbs } = options;
  if (waitUrl === undefined) for (;;) await session.hear(HOLD_MUSIC);
  if (waitUrl === '') return silence(session);
  const source = session.resolve(waitUrl);
  for (;;) {
    const startMs = session.nowMs();
    const parameters = options.parameters();
    const end = await runDocuments({ kind: 'wait-url', method, parameters, ...source }, session, verbs);
    if (end.then !== 'end') return end;
    const tookMs = session.nowMs() - startMs;
    if (tookMs < MIN_ROUND_MS) await session.scope.sleep(MIN_ROUND_MS - tookMs);
  }
}

/** The same for a conference: whoever waits there without music is still joined when it starts. */
export async function holdForConference(session: Session, options: HoldOptions): Promise<DocumentsEnd> {
  try {
    return await hold(session, options);
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error;
    session.warn({ code: error.code, message: `waitUrl: ${error.message}` });
    return silence(session);
  }
}

function silence(session: Session): Promise<never> {
  return session.scope.until<never>(() => undefined);
}
