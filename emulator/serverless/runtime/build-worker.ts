import { existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Esbuild from 'esbuild';

const SOURCES = join('emulator', 'serverless', 'worker');
const OUTPUT = join('dist', 'emulator', 'function-worker.js');

/**
 * Builds the program that runs Functions (`emulator/serverless/worker/main.ts`) into linekit's `dist/emulator/function-worker.js`,
 * unless what lies there is newer than its sources. Returns the file's path. Throws when it has to build and esbuild is not installed.
 */
export function buildWorker(): string {
  const linekit = linekitFolder();
  const sources = join(linekit, SOURCES);
  const output = join(linekit, OUTPUT);
  if (isFresh(output, sources)) return output;
  // Loaded here: only a stale worker needs it.
  const { buildSync } = createRequire(join(linekit, 'package.json'))('esbuild') as typeof Esbuild;
  const { outputFiles } = buildSync({
    entryPoints: [join(sources, 'main.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    write: false,
  });
  mkdirSync(dirname(output), { recursive: true });
  for (const { contents } of outputFiles) {
    // Two test processes may build at once: each puts a whole file in place.
    const whole = `${output}.${process.pid}`;
    writeFileSync(whole, contents);
    renameSync(whole, output);
  }
  return output;
}

function isFresh(output: string, sources: string): boolean {
  if (!existsSync(output)) return false;
  if (!existsSync(sources)) return true;
  const builtMs = statSync(output).mtimeMs;
  return readdirSync(sources).every(file => statSync(join(sources, file)).mtimeMs < builtMs);
}

/** Found from this file upwards: it is the source in tests, and a bundle in dist/ otherwise. */
export function linekitFolder(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, SOURCES)) || existsSync(join(folder, OUTPUT))) return folder;
    if (folder === dirname(folder)) throw new Error(`no ${SOURCES} above ${__dirname}`);
  }
}
