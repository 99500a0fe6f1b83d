import type { Verb } from '../verb';
import { connect } from './connect';
import { dial } from './dial';
import { enqueue } from './enqueue';
import { gather } from './gather';
import { hangup } from './hangup';
import { leave } from './leave';
import { pause } from './pause';
import { pay } from './pay';
import { play } from './play';
import { record } from './record';
import { redirect } from './redirect';
import { reject } from './reject';
import { say } from './say';
import { refer } from './refer';
import { sms } from './sms';
import { start, stop } from './start';

/** The verbs that the local Twilio has. A new one is a file beside these and a name in this list. */
export const VERBS: ReadonlyMap<string, Verb> = new Map(
  [
    connect,
    dial,
    enqueue,
    gather,
    hangup,
    leave,
    pause,
    pay,
    play,
    record,
    redirect,
    refer,
    reject,
    say,
    sms,
    start,
    stop,
  ].map(verb => [verb.name, verb]),
);
