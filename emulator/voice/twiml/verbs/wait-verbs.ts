import { TwimlError } from '../twiml-error';
import type { Verb } from '../verb';
import { gather } from './gather';
import { hangup } from './hangup';
import { leave } from './leave';
import { pause } from './pause';
import { play } from './play';
import { redirect } from './redirect';
import { reject } from './reject';
import { say } from './say';

/** What the wait document of a queue may hold; a Record or Dial in it is ignored with a warning. */
export const QUEUE_WAIT_VERBS = verbs(say, play, pause, hangup, redirect, leave, gather);
/** What the wait or hold document of a conference may hold, and an announcement; any other verb is an error. */
export const CONFERENCE_WAIT_VERBS = verbs(
  ...[say, play, pause, redirect],
  ...[
    'Connect',
    'Dial',
    'Enqueue',
    'Gather',
    'Hangup',
    'Leave',
    'Pay',
    'Record',
    'Refer',
    'Reject',
    'Sms',
    'Start',
    'Stop',
  ].map(name =>
    forbidden(name, 13238, 'Dial->Conference: Invalid Verb used in waitUrl, holdUrl, or announceUrl TwiML'),
  ),
);
/** What a callee may be told before they are joined. */
export const WHISPER_VERBS = verbs(
  ...[say, play, pause, gather, redirect, hangup, reject],
  forbidden('Dial', 13201, 'Dial: Cannot Dial out from a Dial Call Segment'),
);

/** A verb that makes the document fail where it stands. */
function forbidden(name: string, code: number, message: string): Verb {
  return {
    name,
    answers: false,
    attributes: {},
    run: () => Promise.reject(new TwimlError(code, `${message}: <${name}>`)),
  };
}

function verbs(...list: Verb[]): ReadonlyMap<string, Verb> {
  return new Map(list.map(verb => [verb.name, verb]));
}
