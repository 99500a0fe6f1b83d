import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkflowJob, WorkflowStep } from './workflow-file';

export interface JobRun {
  readonly job: WorkflowJob;
  /** The checkout. */
  readonly folder: string;
  /** What GitHub would fill in: "secrets.TWILIO_AUTH_TOKEN" → its value. An expression that is not here fails the run. */
  readonly expressions: Readonly<Record<string, string>>;
  /** Of the runner: how it reaches Twilio. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface JobResult {
  readonly exitCode: number;
  /** The step that failed. */
  readonly failed?: string;
  /** Everything that the steps printed, as the log shows it. */
  readonly log: string;
  readonly summary: string;
  /** What steps wrote for other jobs: "name=value" lines. */
  readonly output: string;
  /** The steps that ran. */
  readonly ran: readonly string[];
}

/**
 * Runs the shell steps of a job one after the other, as a runner of GitHub does: each in a bash of its own with the environment of job and
 * step and nothing else of this machine's. Actions are left out, and so is `npm ci`: the checkout has its packages.
 */
export async function runJob({ job, folder, expressions, environment }: JobRun): Promise<JobResult> {
  const scratch = mkdtempSync(join(tmpdir(), 'linekit-runner-'));
  const files = { GITHUB_OUTPUT: join(scratch, 'output'), GITHUB_STEP_SUMMARY: join(scratch, 'summary') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const fill = (value: unknown) => fillIn(String(value), expressions);
  const common = { ...environment, ...files, CI: 'true', NO_UPDATE_NOTIFIER: '1', ...mapped(job.env, fill) };
  const ran: string[] = [];
  let log = '';
  let result = { exitCode: 0 };
  try {
    for (const step of job.steps) {
      const env = { ...common, ...mapped(step.env, fill) };
      if (step.run === undefined || step.run === 'npm ci' || !holds(step, env)) continue;
      ran.push(step.name ?? step.run);
      const { exitCode, output } = await runScript(step.run, { folder, env, file: join(scratch, 'step.sh') });
      log += output;
      if (exitCode !== 0) {
        result = { exitCode, ...{ failed: step.name ?? step.run } };
        break;
      }
    }
    const [output, summary] = Object.values(files).map(file => readFileSync(file, 'utf8'));
    return { ...result, log, ran, output: output ?? '', summary: summary ?? '' };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The one form of condition that steps here have. */
function holds({ if: condition }: WorkflowStep, env: Readonly<Record<string, string>>): boolean {
  if (condition === undefined) return true;
  const [, name = '', value] = /^env\.(\w+) == '(\w+)'$/.exec(condition) ?? [];
  if (value === undefined) throw new Error(`a condition that this runner does not know: ${condition}`);
  return env[name] === value;
}

function fillIn(text: string, expressions: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{\s*([\s\S]*?)\s*\}\}/g, (_, expression: string) => {
    const value = expressions[expression];
    if (value === undefined) throw new Error(`nobody said what ${expression} is`);
    return value;
  });
}

function mapped(values: Readonly<Record<string, unknown>> | undefined, map: (value: unknown) => string) {
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, map(value)]));
}

/** `shell: bash` of a workflow: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell */
const BASH = ['--noprofile', '--norc', '-eo', 'pipefail'];

function runScript(
  script: string,
  { folder, env, file }: { folder: string; env: Readonly<Record<string, string>>; file: string },
): Promise<{ exitCode: number; output: string }> {
  writeFileSync(file, script);
  return new Promise((resolve, reject) => {
    const child = spawn('bash', [...BASH, file], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => void (output += chunk));
    }
    child.on('error', reject);
    child.on('close', exitCode => resolve({ exitCode: exitCode ?? 1, output }));
  });
}
