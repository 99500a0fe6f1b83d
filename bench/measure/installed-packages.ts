import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A package as the lock file names it and this machine has it. */
export interface InstalledPackage {
  /** "node_modules/express/node_modules/debug" */
  readonly path: string;
  readonly bytes: number;
  /** Not needed by the deployed Functions. */
  readonly dev: boolean;
  /** Paths of the packages that it requires, itself not among them. */
  readonly requires: readonly string[];
}

const names = z.record(z.string(), z.string()).optional();
const entrySchema = z.object({
  dev: z.boolean().optional(),
  devOptional: z.boolean().optional(),
  dependencies: names,
  devDependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
});
const lockSchema = z.object({ packages: z.record(z.string(), entrySchema) });
type Entry = z.infer<typeof entrySchema>;

/** The installed packages of a lock file (version 3), by path. Optional ones of other platforms are not among them. */
export function installedPackages(root: string): ReadonlyMap<string, InstalledPackage> {
  const entries = readLock(root);
  const counted = new Set<number>();
  const present = new Set(Object.keys(entries).filter(path => path !== '' && existsSync(join(root, path))));
  return new Map(
    Object.entries(entries)
      .filter(([path]) => present.has(path))
      .map(([path, entry]) => [path, describe({ root, path, entry, counted }, present)]),
  );
}

/** The direct dependencies that package.json names, `dependencies` and `devDependencies`, as paths. */
export function directDependencies(root: string): readonly string[] {
  const own = readLock(root)[''];
  return Object.keys({ ...own?.dependencies, ...own?.devDependencies }).map(name => `node_modules/${name}`);
}

/** What comes with these packages: themselves and all that they require. */
export function withRequired(packages: ReadonlyMap<string, InstalledPackage>, from: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const waiting = [...from];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const found = packages.get(path);
    if (!found || reached.has(path)) continue;
    reached.add(path);
    waiting.push(...found.requires);
  }
  return reached;
}

/**
 * Bytes of all files below a folder, those of nested node_modules left out. A file with several names (esbuild links its program into two packages)
 * counts for the first folder that is asked for with this `counted`.
 */
export function bytesBelow(folder: string, counted = new Set<number>()): number {
  let bytes = 0;
  for (const item of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, item.name);
    if (item.isDirectory() && item.name !== 'node_modules') bytes += bytesBelow(path, counted);
    if (!item.isFile()) continue;
    const { size, nlink, ino } = statSync(path);
    if (nlink > 1 && counted.has(ino)) continue;
    counted.add(ino);
    bytes += size;
  }
  return bytes;
}

function readLock(root: string): Readonly<Record<string, Entry>> {
  return lockSchema.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))).packages;
}

function describe(
  { root, path, entry, counted }: { root: string; path: string; entry: Entry; counted: Set<number> },
  present: ReadonlySet<string>,
): InstalledPackage {
  const wanted = { ...entry.dependencies, ...entry.optionalDependencies, ...entry.peerDependencies };
  const requires = Object.keys(wanted).flatMap(name => resolve(path, name, present) ?? []);
  return {
    path,
    bytes: bytesBelow(join(root, path), counted),
    dev: entry.dev === true || entry.devOptional === true,
    requires,
  };
}

/** Where Node would find the package: in the nearest node_modules upwards. */
function resolve(from: string, name: string, present: ReadonlySet<string>): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules') - 1))) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (present.has(path)) return path;
    if (folder === '') return undefined;
  }
}
