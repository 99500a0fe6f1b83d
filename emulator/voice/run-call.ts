import type { LiveCall } from './live-call';
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
  readonly fallback: { readonly url: string; readonly method: 'GET' | 'POST' } | undefined;
  readonly maxMs?: number;
}

/** Runs a call's documents until the call is over. Never rejects. */
export async function runCall(call: LiveCall, options: CallOptions): Promise<void> {
  const limit = call.world.clock.after(options.maxMs ?? MAX_CALL_MS, () => {
    call.note('call', 'reaches its time limit');
    call.hangUp();
  });
  try {
    await runUntilOver(call, options);
  } catch (error) {
    call.note(
      'fault',
      `the local Twilio failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    call.over('failed');
  } finally {
    limit.cancel();
  }
}

async function runUntilOver(call: LiveCall, { first, fallback }: CallOptions): Promise<void> {
  let source = first;
  let fallbackLeft = fallback;
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
        const next = afterFailure(error, fallbackLeft);
        call.note('log', `error ${error.code}: ${error.message}`, { detail: { code: error.code, url: error.url } });
        if (!next) return apologise(call);
        source = next;
        fallbackLeft = undefined;
      } else throw error;
    }
  }
}

function afterFailure(error: TwimlError, fallback: CallOptions['fallback']): DocumentSource | undefined {
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
