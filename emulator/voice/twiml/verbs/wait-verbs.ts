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
/** What the wait or hold document of a conference may hold, and an announcement. */
export const CONFERENCE_WAIT_VERBS = verbs(say, play, pause, redirect);
/** What a callee may be told before they are joined. */
export const WHISPER_VERBS = verbs(say, play, pause, gather, redirect, hangup, reject);

function verbs(...list: Verb[]): ReadonlyMap<string, Verb> {
  return new Map(list.map(verb => [verb.name, verb]));
}
