import { anthropicModel } from '../../lib/anthropic';
import type { LanguageModel } from '../../lib/assistant';
import { badInput } from '../command-error';
import { scriptedCaller, simulatedCaller, type Caller } from './caller';
import { checksOf, type Check } from './checks';
import { jumpingClock, runningClock, type EvalClock } from './clock';
import { listenIn } from './model-log';
import { keepCaller, readRecording, type Recording } from './recordings';
import type { Eval } from './read-eval';
import { recordedModel, scriptedModel, type StandIn } from './scripted-model';
import { play, type Talk } from './talk';
import { buildWorld } from './world';

/** An eval that was run. */
export interface EvalResult {
  readonly name: string;
  readonly about: string;
  /** Who stood in for the model. */
  readonly by: 'script' | 'recording' | 'live';
  readonly ok: boolean;
  readonly checks: readonly Check[];
  readonly talk: Talk;
  /** The client's name, as callers hear it. */
  readonly client: string;
  /** ISO 8601: when the call begins. */
  readonly at: string;
  readonly timeZone: string;
  /** What model and caller said, to be played again. */
  readonly recording: Recording;
  /** Real milliseconds. */
  readonly tookMs: number;
}

/** The real model, for live runs. */
export interface Live {
  readonly model: LanguageModel;
}

/** The real model by its key. Throws ANTHROPIC_KEY_MISSING with what to do. */
export function liveModel(environment: Readonly<Record<string, string | undefined>>): Live {
  const key = environment['ANTHROPIC_API_KEY'] ?? '';
  if (key === '')
    throw badInput(
      'ANTHROPIC_KEY_MISSING',
      '--live asks the real model: set ANTHROPIC_API_KEY to a key of console.anthropic.com, in the environment or in .env. Without --live nothing is asked and nothing costs money.',
    );
  return { model: anthropicModel({ key: () => key }) };
}

/** Runs an eval: with its script or recording, or live with the real model in real time. */
export async function runEval(one: Eval, live?: Live): Promise<EvalResult> {
  const startMs = performance.now();
  const clock = live ? runningClock(one.at) : jumpingClock(one.at);
  const world = await buildWorld(one.world, clock);
  const stand = live ? { model: live.model, faults: () => [] } : standIn(one, clock);
  const heard = listenIn(stand.model, clock);
  const caller = keepCaller(callerOf(one, live));
  const isPlayed = live !== undefined && one.simulated !== undefined;
  const talk = await play({ eval: one, world, heard, caller, isPlayed, clock });
  const checks = checksOf(talk, one.checks, { secrets: world.secrets, modelFaults: stand.faults() });
  const { name, about, at, client } = one;
  return {
    ...{ name, about, at, talk, checks, client: client.name, timeZone: client.timeZone },
    by: live ? 'live' : one.recording !== undefined ? 'recording' : 'script',
    ok: checks.every(each => each.ok),
    recording: { caller: caller.steps, answers: heard.answers },
    tookMs: Math.round(performance.now() - startMs),
  };
}

function standIn(one: Eval, clock: EvalClock): StandIn {
  return one.recording === undefined
    ? scriptedModel(one.model ?? [], clock)
    : recordedModel(readRecording(one.recording, one.folder).answers, clock);
}

/** Live, a simulated caller is played by the model; a script is followed otherwise. */
function callerOf(one: Eval, live: Live | undefined): Caller {
  if (live && one.simulated) return simulatedCaller(one.simulated, live.model);
  if (one.recording !== undefined && !live) return scriptedCaller(readRecording(one.recording, one.folder).caller);
  return scriptedCaller(one.caller ?? []);
}
