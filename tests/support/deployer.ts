import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { z } from 'zod';
import type { Emulator } from '../../emulator';

/** What `npx linekit deploy`, its `--rollback` and `client drift` are told. */
export interface DeployerRequest {
  readonly id: number;
  readonly what: 'deploy' | 'rollback' | 'drift';
  readonly clientName: string;
  readonly root: string;
  readonly settings: Readonly<Record<string, string>>;
  /** 'given' is --yes; the others are what a person on a terminal answers. */
  readonly consent: 'given' | 'yes' | 'no';
  readonly dryRun?: boolean;
  readonly environment?: string;
  /** Built in when left out; 'chosen' leaves it to the deployment. */
  readonly wiring?: 'terraform' | 'builtin' | 'chosen';
  readonly flags?: Readonly<Record<string, boolean>>;
  /** Ends the work as if the process were killed, where the step that begins like this is about to begin. */
  readonly killedBefore?: string;
}

export interface DeployerAnswer {
  readonly id: number;
  /** The steps that were shown. */
  readonly steps: readonly string[];
  readonly result?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
}

const change = z.looseObject({
  kind: z.string(),
  name: z.string(),
  outcome: z.string(),
  details: z.array(z.string()).optional(),
});
const report = z.looseObject({
  buildSid: z.string().optional(),
  code: z.looseObject({ outcome: z.string(), changed: z.array(z.string()) }).optional(),
  wiring: z.looseObject({ by: z.string(), changes: z.array(change) }).optional(),
  putBack: z.array(z.looseObject({ kind: z.string(), name: z.string() })).optional(),
  drifts: z
    .array(z.looseObject({ kind: z.string(), name: z.string(), says: z.string(), details: z.array(z.string()) }))
    .optional(),
  notes: z.array(z.string()).optional(),
  warnings: z.array(z.string()).optional(),
});
export type DeployerReport = z.infer<typeof report>;

/** Resolves with the report; rejects with an Error whose `code` is the command's. */
export type RunDeployer = (
  what: DeployerRequest['what'],
  request: Partial<DeployerRequest> & Pick<DeployerRequest, 'clientName' | 'settings'>,
) => Promise<DeployerReport & { readonly steps: readonly string[] }>;

export interface Deployer {
  readonly run: RunDeployer;
  close(): Promise<void>;
}

/** What a failed command says. */
export class DeployerError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly steps: readonly string[],
  ) {
    super(message);
  }
}

/**
 * A process that deploys a project to a local Twilio, which it finds by its environment alone, as every client does; the same code as the
 * command's, without starting Node each time.
 */
export function startDeployer(root: string, emulator: Emulator): Deployer {
  const outfile = join(root, 'dist/tests/deployer.js');
  buildSync({
    entryPoints: [join(__dirname, 'deployer-process.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    packages: 'external',
    nodePaths: [join(root, 'node_modules')],
  });
  const { HTTP_PROXY = '', HTTPS_PROXY = '', NODE_EXTRA_CA_CERTS = '', SSL_CERT_FILE = '' } = emulator.environment();
  const { PATH = '', HOME = '', TMPDIR = '' } = process.env;
  const env = { PATH, HOME, ...(TMPDIR && { TMPDIR }), HTTP_PROXY, HTTPS_PROXY, NODE_EXTRA_CA_CERTS, SSL_CERT_FILE };
  const child = fork(outfile, { env, execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return { run: runner(child, root), close: () => end(child) };
}

function runner(child: ChildProcess, root: string): RunDeployer {
  const waiting = new Map<number, (answer: DeployerAnswer) => void>();
  child.on('message', (answer: DeployerAnswer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  let last = 0;
  return async (what, request) => {
    last += 1;
    const id = last;
    const answered = new Promise<DeployerAnswer>(resolve => waiting.set(id, resolve));
    child.send({ consent: 'given', root, ...request, id, what });
    const { error, result, steps } = await answered;
    if (error) throw new DeployerError(error.code, error.message, steps);
    return { ...report.parse(result), steps };
  };
}

function end(child: ChildProcess): Promise<void> {
  return new Promise(resolve => {
    child.once('close', () => resolve());
    child.kill();
  });
}
