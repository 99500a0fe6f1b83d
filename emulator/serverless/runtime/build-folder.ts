import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { RouteInfo } from '@twilio/runtime-handler/dev';
import type { Collection } from '../../contract';
import type { BuildRecord, ContentRecord } from '../records';
import type { Packages } from './packages';

/** A build on disk, as the cloud lays it out: every file under the sid of its version, and only the declared packages beside them. */
export interface BuildFolder {
  readonly folder: string;
  /** What Twilio's runtime serves and what `Runtime.getFunctions()` and `getAssets()` list. */
  readonly routes: RouteInfo;
  remove(): void;
}

/** Where the content of versions and the packages of builds come from. */
export interface BuildSources {
  readonly contents: Collection<ContentRecord>;
  readonly packages: Packages;
}

/** Writes the build into a new temporary folder, outside any project, so that nothing undeclared can be required. */
export function writeBuildFolder(build: BuildRecord, { contents, packages }: BuildSources): BuildFolder {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'twilio-build-')));
  packages.link(build.dependencies, folder);
  const write =
    (extension: (path: string) => string) =>
    (version: BuildRecord['function_versions'][number] | BuildRecord['asset_versions'][number]) => {
      const { sid, path, visibility } = version;
      const filePath = join(folder, sid + extension(path));
      writeFileSync(filePath, Buffer.from(contents.get(sid)?.base64 ?? '', 'base64'));
      return { name: path, path, access: visibility, filePath, content: '' };
    };
  return {
    folder,
    routes: {
      functions: build.function_versions.map(write(() => '.js')),
      assets: build.asset_versions.filter(({ visibility }) => visibility === 'private').map(write(extname)),
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
