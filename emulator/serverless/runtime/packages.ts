import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linkDependencies, unmetDependencies, type Dependency } from './dependencies';
import { npmInstall } from './npm-install';

/** Where packages come from. */
export interface PackageOptions {
  /** Whose packages are there already: the node_modules of the project that the local Twilio was started for. */
  readonly modulesFolder: string;
  /** Where what is missing there gets installed and is kept, one folder for each list of dependencies. Without it nothing is installed. */
  readonly packagesFolder?: string;
  /** Installs what the package.json in that folder declares; resolves with what went wrong, or undefined. npm does it unless told otherwise. */
  readonly install?: (folder: string) => Promise<string | undefined>;
}

/** The packages of builds. */
export interface Packages {
  /** Sees to it that all of them are there, which may take as long as npm does; resolves with a sentence for each reason why they are not. */
  provide(dependencies: readonly Dependency[]): Promise<string[]>;
  /** Gives `folder` a node_modules with what was provided. Throws when a package has gone since. */
  link(dependencies: readonly Dependency[], folder: string): void;
}

/** Packages of the project where they fit; else, as in the cloud, a folder that npm fills with just what the build declares. */
export function createPackages({ modulesFolder, packagesFolder, install = npmInstall }: PackageOptions): Packages {
  const running = new Map<string, Promise<string | undefined>>();
  const unmet = (dependencies: readonly Dependency[]) => unmetDependencies(dependencies, modulesFolder);

  async function installed(dependencies: readonly Dependency[], folder: string): Promise<string | undefined> {
    mkdirSync(join(folder, '..'), { recursive: true });
    // Renamed when it is whole: an installation that was interrupted is none.
    const unfinished = mkdtempSync(`${folder}-`);
    const wanted = Object.fromEntries(dependencies.map(({ name, version }) => [name, version]));
    writeFileSync(join(unfinished, 'package.json'), JSON.stringify({ private: true, dependencies: wanted }));
    const fault = await install(unfinished);
    if (fault === undefined && !existsSync(folder)) renameSync(unfinished, folder);
    else rmSync(unfinished, { recursive: true, force: true });
    return fault;
  }

  return {
    async provide(dependencies) {
      const missing = unmet(dependencies);
      if (missing.length === 0 || packagesFolder === undefined) return missing;
      const folder = folderFor(dependencies, packagesFolder);
      if (existsSync(folder)) return [];
      const installation = running.get(folder) ?? installed(dependencies, folder);
      running.set(folder, installation);
      const fault = await installation
        .catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
        .finally(() => running.delete(folder));
      return fault === undefined ? [] : [...missing, `npm could not install them: ${fault}`];
    },
    link(dependencies, folder) {
      const own = packagesFolder === undefined ? undefined : folderFor(dependencies, packagesFolder);
      if (own === undefined || !existsSync(own) || unmet(dependencies).length === 0)
        return linkDependencies(dependencies, { modulesFolder, folder });
      // All that npm put side by side can be required there, as in the cloud.
      mkdirSync(join(own, 'node_modules'), { recursive: true });
      symlinkSync(join(own, 'node_modules'), join(folder, 'node_modules'), 'junction');
    },
  };
}

function folderFor(dependencies: readonly Dependency[], packagesFolder: string): string {
  const list = dependencies.map(({ name, version }) => `${name}@${version}`).sort();
  return join(packagesFolder, createHash('sha256').update(list.join('\n')).digest('hex').slice(0, 16));
}
