import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Client } from '../../lib/config';
import { loadClient } from '../client/client-file';
import { CommandError } from '../command-error';
import { bundleFunctions, type BuiltFunction } from './bundle-functions';
import { BUILD_ASSET, CLIENT_ASSET, digestBuild, type CodeDigest } from './code-digest';
import { filesIn, fillFolder, type FolderFile } from './fill-folder';

export interface Build {
  readonly client: Client;
  readonly functions: readonly BuiltFunction[];
  readonly assets: readonly { readonly file: string; readonly bytes: number }[];
  /** What the deployed code will say of itself. */
  readonly digest: CodeDigest;
  readonly durationMs: number;
}

/** The newest runtime of Twilio Functions that the deploy API's client names. */
export const RUNTIME = 'node22';

/**
 * Makes dist/functions and dist/assets (of another `outFolder` below the root, if told) out of functions/, assets/ and one client's file, which is checked first.
 * Throws CLIENT_FILE_INVALID, BUILD_FAILED, or NOT_A_DEPENDENCY when a function needs a package that the cloud would not install.
 */
export async function buildProject(clientName: string, root: string, outFolder = 'dist'): Promise<Build> {
  const startedAt = performance.now();
  const client = loadClient(clientName, join(root, 'clients'));
  const functions = await bundleFunctions(root, outFolder);
  const packages = runtimeDependencies(root);
  refuseMissingPackages(functions, packages);
  const assets = assetsOf(client, root);
  const built = readFolder(join(root, outFolder, 'functions'));
  const digest = digestBuild({ functions: built, assets, packages: { ...packages, node: RUNTIME } });
  const all = [...assets, { file: BUILD_ASSET, bytes: json({ fingerprint: digest.all }) }];
  fillFolder(join(root, outFolder, 'assets'), all);
  const sizes = all
    .map(({ file, bytes }) => ({ file, bytes: bytes.length }))
    .sort((a, b) => a.file.localeCompare(b.file));
  return { client, functions, assets: sizes, digest, durationMs: performance.now() - startedAt };
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

/** The client's file, as Functions read it, and what lies in assets/. */
function assetsOf(client: Client, root: string): FolderFile[] {
  const own = readFolder(join(root, 'assets')).filter(({ file }) => !file.endsWith('.gitkeep'));
  return [{ file: CLIENT_ASSET, bytes: json(client) }, ...own];
}

function readFolder(folder: string): FolderFile[] {
  return filesIn(folder).map(file => ({ file, bytes: readFileSync(join(folder, file)) }));
}

function json(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}
