import type { CallFallback, LiveCall } from './live-call';
import { Interruption } from './scope';
import { Session } from './session';
import { speakingMs } from './speaking';
import { runDocuments } from './twiml/run-documents';
import type { DocumentSource } from './twiml/document';
import { TwimlError } from './twiml/twiml-error';
import { VERBS } from './twiml/verbs';

/** The longest a call lasts unless it asks for less. Twilio's default. */
export const MAX_CALL_MS = 4 * 60 * 60 * 1000;

/** What a caller hears when there is no fallback left. */
const APPLICATION_ERROR = 'We are sorry, an application error has occurred. Goodbye.';

export interface CallOptions {
  readonly first: DocumentSource;
  readonly fallback: CallFallback | undefined;
  readonly maxMs?: number;
}

/** Runs a call's documents until the call is over. Never rejects. */
export async function runCall(call: LiveCall, options: CallOptions): Promise<void> {
  call.fallback = options.fallback;
  call.limitTo(options.maxMs ?? MAX_CALL_MS);
  try {
    await runUntilOver(call, options.first);
  } catch (error) {
    call.note(
      'fault',
      `the local Twilio failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    call.over('failed');
  }
}

async function runUntilOver(call: LiveCall, first: DocumentSource): Promise<void> {
  let source = first;
  while (!call.isOver) {
    const session = new Session(call, call.scope, source);
    try {
      const end = await runDocuments(source, session, VERBS);
      call.over(end.then === 'reject' ? end.status : 'completed');
      return;
    } catch (error) {
      if (error instanceof Interruption) {
        if (error.reason.kind !== 'redirect') return;
        source = error.reason.to;
      } else if (error instanceof TwimlError) {
        const next = afterFailure(error, call.fallback);
        call.note('log', `error ${error.code}: ${error.message}`, { detail: { code: error.code, url: error.url } });
        if (!next) return apologise(call);
        source = next;
        call.fallback = undefined;
      } else throw error;
    }
  }
}

function afterFailure(error: TwimlError, fallback: CallFallback | undefined): DocumentSource | undefined {
  if (!fallback || !error.goesToFallback) return undefined;
  return {
    kind: 'voice-url',
    ...fallback,
    parameters: { ErrorCode: String(error.code), ErrorUrl: error.url },
  };
}

async function apologise(call: LiveCall): Promise<void> {
  call.answer();
  const session = new Session(call, call.scope, { kind: 'twiml', url: '', method: 'POST', parameters: {} });
  try {
    await session.hear({ text: APPLICATION_ERROR, durationMs: speakingMs(APPLICATION_ERROR) });
  } catch (error) {
    if (!(error instanceof Interruption)) throw error;
  }
  call.over('completed');
}
