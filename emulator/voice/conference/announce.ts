import { Interruption } from '../scope';
import { Session } from '../session';
import { runDocuments } from '../twiml/run-documents';
import { CONFERENCE_WAIT_VERBS } from '../twiml/verbs/wait-verbs';
import { TwimlError } from '../twiml/twiml-error';
import type { Conference } from './conference';
import type { Participant } from './participant';

/** Plays a document to participants while they go on talking; it is requested once. Tells the conference how it went. */
export function announce(
  conference: Conference,
  to: readonly Participant[],
  { url, method }: { url: string; method: 'GET' | 'POST' },
): void {
  const [first] = to;
  if (!first) return;
  const work = async (): Promise<void> => {
    const parameters = { ConferenceSid: conference.sid, FriendlyName: conference.friendlyName };
    const reply = await first.call.send({ kind: 'twiml', url, method, parameters });
    if (reply.failure) {
      conference.reports.announced(url, reply.failure.message);
      return;
    }
    const failures = await Promise.all(to.map(one => play(one, url, reply.body)));
    conference.reports.announced(
      url,
      failures.find(failure => failure !== undefined),
    );
  };
  first.call.background(work());
}

/** Resolves with what went wrong. */
async function play({ call }: Participant, url: string, twiml: string): Promise<string | undefined> {
  const source = { kind: 'twiml', url, method: 'POST', parameters: {}, twiml } as const;
  try {
    await runDocuments(source, new Session(call, call.scope, source), CONFERENCE_WAIT_VERBS);
    return undefined;
  } catch (error) {
    if (error instanceof Interruption) return undefined;
    if (error instanceof TwimlError) return error.message;
    throw error;
  }
}
