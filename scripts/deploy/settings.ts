import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { badInput } from '../command-error';

/** The environment of a command: what the shell set, and below it what a file set. */
export type Settings = Readonly<Record<string, string | undefined>>;

/**
 * The shell's variables, completed from `envFile` (".env"); a variable that the shell has set stays. `false` reads no file.
 * Throws ENV_FILE_MISSING when another file than ".env" is asked for and isn't there.
 */
export function readSettings(envFile: string | false, shell: Settings = process.env): Settings {
  if (envFile === false) return shell;
  if (!existsSync(envFile)) {
    if (envFile === '.env') return shell;
    throw badInput('ENV_FILE_MISSING', `There is no file ${envFile}.`);
  }
  const given = Object.entries(shell).filter(([, value]) => value !== undefined && value !== '');
  return { ...parseEnv(readFileSync(envFile, 'utf8')), ...Object.fromEntries(given) };
}
