import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { badInput } from '../command-error';
import { inProject } from '../project';
import type { Caller } from './caller';
import type { CallerStep } from './eval-schema';
import type { Answered } from './model-log';

/** What model and caller said in a run. */
export interface Recording {
  readonly caller: readonly CallerStep[];
  readonly answers: readonly Answered[];
}

/** Where the recording of that name lies, beside the evals. */
export function recordingFile(name: string, evalsFolder: string = inProject('evals')): string {
  return join(evalsFolder, 'recordings', `${name}.json`);
}

/** Keeps a recording; made by ourselves and read by ourselves. */
export function writeRecording(file: string, recording: Recording): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(recording, null, 2)}\n`);
}

/** Throws RECORDING_MISSING. */
export function readRecording(name: string, evalsFolder: string): Recording {
  const file = recordingFile(name, evalsFolder);
  if (!existsSync(file))
    throw badInput(
      'RECORDING_MISSING',
      `There is no evals/recordings/${name}.json. Make it with: npx linekit evals ${name} --live --record`,
    );
  return JSON.parse(readFileSync(file, 'utf8')) as Recording;
}

/** The same caller; what they do is kept. */
export function keepCaller(caller: Caller): Caller & { readonly steps: readonly CallerStep[] } {
  const steps: CallerStep[] = [];
  return {
    steps,
    async next(reply) {
      const step = await caller.next(reply);
      if (step) steps.push(step);
      return step;
    },
  };
}
