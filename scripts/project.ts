import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The repository's folder: the nearest one above this code with a package.json, from source and bundle alike. */
export const projectRoot: string = findRoot(__dirname);

/** An absolute path inside the repository. */
export const inProject = (...parts: string[]): string => join(projectRoot, ...parts);

/** Name of the Serverless service (and of the Sync service) that linekit deploys to in each client's account. */
export const SERVICE_NAME = 'linekit';

/** Suffix of the environment that commands take when none is given. */
export const DEFAULT_ENVIRONMENT = 'dev';

function findRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('no package.json above the command line');
  return findRoot(parent);
}
