import { existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { fitsRange } from './version-range';

/** One entry of a build's `Dependencies`. `version` is an npm range. */
export interface Dependency {
  readonly name: string;
  readonly version: string;
}

const PACKAGE_NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i;
const dependencyList = z.array(z.object({ name: z.string().regex(PACKAGE_NAME), version: z.string() }));

/**
 * The list in a build's `Dependencies` parameter, or undefined when it is none. Twilio's deploy client sends the JSON inside a pair
 * of literal quotes.
 */
export function parseDependencies(parameter: string): Dependency[] | undefined {
  const json = /^"(\[.*\])"$/s.exec(parameter.trim())?.[1] ?? parameter;
  try {
    const { data } = dependencyList.safeParse(JSON.parse(json));
    return data;
  } catch {
    return undefined;
  }
}

/** What stands against a build with these dependencies: a sentence for each that `modulesFolder` cannot provide. */
export function unmetDependencies(dependencies: readonly Dependency[], modulesFolder: string): string[] {
  return dependencies.flatMap(({ name, version }) => {
    const manifest = join(modulesFolder, name, 'package.json');
    if (!existsSync(manifest)) return [`${name}@${version} is not installed in ${modulesFolder}`];
    const installed = installedVersion(manifest);
    return fitsRange(installed, version)
      ? []
      : [`${name}@${version} is asked for, and ${modulesFolder} has ${installed}`];
  });
}

/** Gives `folder` a node_modules with these packages and no other. They are links: what they need themselves is found beside them. */
export function linkDependencies(dependencies: readonly Dependency[], { modulesFolder, folder }: LinkPlaces): void {
  const target = join(folder, 'node_modules');
  mkdirSync(target, { recursive: true });
  for (const { name } of dependencies) {
    const link = join(target, name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(realpathSync(join(modulesFolder, name)), link, 'junction');
  }
}

/** Where packages are and where they are wanted. */
export interface LinkPlaces {
  readonly modulesFolder: string;
  readonly folder: string;
}

function installedVersion(manifest: string): string {
  const { data } = z.object({ version: z.string() }).safeParse(JSON.parse(readFileSync(manifest, 'utf8')));
  return data?.version ?? 'no version';
}
