import { existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Esbuild from 'esbuild';

/**
 * Builds the program that runs Functions (`emulator/serverless/worker/main.ts`) into `dist/emulator/function-worker.js` of the
 * project, unless what lies there is newer than its sources. Returns the file's path. Throws when it has to build and esbuild is
 * not installed.
 */
export function buildWorker(projectFolder: string): string {
  const sources = join(projectFolder, 'emulator', 'serverless', 'worker');
  const output = join(projectFolder, 'dist', 'emulator', 'function-worker.js');
  if (isFresh(output, sources)) return output;
  // Loaded here: only a stale worker needs it.
  const { buildSync } = createRequire(join(projectFolder, 'package.json'))('esbuild') as typeof Esbuild;
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
