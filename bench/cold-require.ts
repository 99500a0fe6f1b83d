import { join } from 'node:path';
import { buildProject } from '../scripts/build/build';
import { projectRoot } from '../scripts/project';
import type { BenchFigure } from './contract';
import { evaluate } from './measure/run-node';
import { median } from './measure/statistics';

/** Fresh processes for each Function. */
const SAMPLES = 5;
/** The closest public kit takes 15 ms on such a machine. */
const GOAL_MS = 10;

/** Milliseconds of one fresh process. */
interface Sample {
  /** Twilio's runtime and twilio-node, which the cloud loads before any Function. */
  readonly runtimeMs: number;
  /** The Function's file after them. */
  readonly ownMs: number;
}

/** What a cold Function costs before it runs: its own code beside what Twilio's runtime costs in the same process. */
export async function figures(): Promise<BenchFigure[]> {
  const { functions } = await buildProject('sample', projectRoot);
  const runtimeMs: number[] = [];
  let worst = { path: '', ownMs: 0 };
  for (const { file, path } of functions) {
    const samples = await measure(join(projectRoot, 'dist/functions', file));
    runtimeMs.push(...samples.map(sample => sample.runtimeMs));
    const ownMs = median(samples.map(sample => sample.ownMs));
    if (ownMs > worst.ownMs) worst = { path, ownMs };
  }
  const ownName = `cold require: own code of the slowest of ${functions.length} functions, ${worst.path}`;
  return [
    { name: ownName, value: worst.ownMs, unit: 'ms', goal: `≤ ${GOAL_MS} ms`, ok: worst.ownMs <= GOAL_MS },
    { name: "cold require: Twilio's runtime and twilio-node, before it", value: median(runtimeMs), unit: 'ms' },
    { name: "cold require: Mailgun's and Deepgram's SDKs, at the first voicemail", value: await sdkMs(), unit: 'ms' },
  ];
}

async function measure(file: string): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let run = 0; run < SAMPLES; run += 1) samples.push(await sample(file));
  return samples;
}

async function sample(file: string): Promise<Sample> {
  const [runtimeMs, ownMs] = await timed(
    "require('@twilio/runtime-handler/dev'); require('twilio')",
    `require(${JSON.stringify(file)})`,
  );
  return { runtimeMs, ownMs };
}

/** What a Function that only speaks never loads. */
async function sdkMs(): Promise<number> {
  const samples: number[] = [];
  for (let run = 0; run < SAMPLES; run += 1) {
    const [, ms] = await timed(
      "require('@twilio/runtime-handler/dev'); require('twilio')",
      "require('mailgun.js'); require('@deepgram/sdk')",
    );
    samples.push(ms);
  }
  return median(samples);
}

/** Runs two programs, one after the other, in one fresh process. */
async function timed(first: string, second: string): Promise<readonly [firstMs: number, secondMs: number]> {
  const output = await evaluate(`
    const beganMs = performance.now();
    ${first};
    const betweenMs = performance.now();
    ${second};
    const endedMs = performance.now();
    process.stdout.write(betweenMs - beganMs + ' ' + (endedMs - betweenMs));
    process.exit();
  `);
  const [firstMs, secondMs] = output.split(' ').map(Number);
  if (!firstMs || !secondMs) throw new Error(`a fresh process printed no times: ${output}`);
  return [firstMs, secondMs];
}
