import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Client } from '../../lib/config';
import { loadClient } from '../client/client-file';
import { CommandError } from '../command-error';
import { bundleFunctions, type BuiltFunction } from './bundle-functions';
import { filesIn, fillFolder } from './fill-folder';

export interface Build {
  readonly client: Client;
  readonly functions: readonly BuiltFunction[];
  readonly assets: readonly { readonly file: string; readonly bytes: number }[];
  readonly durationMs: number;
}

/** The private asset from which Functions read the client. */
export const CLIENT_ASSET = 'client.private.json';

/**
 * Makes dist/functions and dist/assets (of another `outFolder` below the root, if told) out of functions/, assets/ and one client's file, which is checked first.
 * Throws CLIENT_FILE_INVALID, BUILD_FAILED, or NOT_A_DEPENDENCY when a function needs a package that the cloud would not install.
 */
export async function buildProject(clientName: string, root: string, outFolder = 'dist'): Promise<Build> {
  const startedAt = performance.now();
  const client = loadClient(clientName, join(root, 'clients'));
  const functions = await bundleFunctions(root, outFolder);
  refuseMissingPackages(functions, runtimeDependencies(root));
  const assets = writeAssets(client, root, outFolder);
  return { client, functions, assets, durationMs: performance.now() - startedAt };
}

/** What the cloud installs for the Functions: `dependencies` of package.json, exact versions. */
export function runtimeDependencies(root: string): Record<string, string> {
  const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });
  return manifest.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).dependencies;
}

function refuseMissingPackages(functions: readonly BuiltFunction[], dependencies: Record<string, string>): void {
  const missing = functions.flatMap(each =>
    each.packages.filter(name => !(name in dependencies)).map(name => `  ${each.file} requires ${name}`),
  );
  if (missing.length === 0) return;
  throw new CommandError(
    'NOT_A_DEPENDENCY',
    `Only "dependencies" of package.json are installed in the cloud. Add there, or stop using:\n${missing.join('\n')}`,
  );
}

function writeAssets(client: Client, root: string, outFolder: string): { file: string; bytes: number }[] {
  const source = join(root, 'assets');
  const files = [
    { file: CLIENT_ASSET, bytes: Buffer.from(`${JSON.stringify(client, null, 2)}\n`) },
    ...filesIn(source)
      .filter(file => !file.endsWith('.gitkeep'))
      .map(file => ({ file, bytes: readFileSync(join(source, file)) })),
  ].sort((a, b) => a.file.localeCompare(b.file));
  fillFolder(join(root, outFolder, 'assets'), files);
  return files.map(({ file, bytes }) => ({ file, bytes: bytes.length }));
}
