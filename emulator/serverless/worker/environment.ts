import { mkdtempSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { join } from 'node:path';

/**
 * Makes `process.env` what a Function finds in the cloud: the environment's variables, and of the machine only where programs lie.
 * Node itself has read what it needs (NODE_EXTRA_CA_CERTS) by then.
 */
export function replaceProcessEnvironment(environment: Readonly<Record<string, string>>): void {
  const { PATH } = process.env;
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment, { TZ: 'UTC' }, PATH !== undefined && { PATH });
}

/** Gives this process a temporary folder of its own inside `folder`, as in the cloud, instead of the machine's: it lives as long as the build's folder. */
export function replaceTemporaryFolder(folder: string): void {
  const own = mkdtempSync(join(folder, 'tmp-'));
  Reflect.set(os, 'tmpdir', () => own);
  syncBuiltinESMExports();
}
