import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { badInput } from '../command-error';

const firstLine = '# The environment of a local Twilio, written by `npx linekit`. Gone when it stops.';

/** One variable a line, fit for `set -a; . FILE; set +a`, for `node --env-file` and for `docker --env-file` where no value needs quotes. */
export function envFileText(environment: Readonly<Record<string, string>>): string {
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${quoted(value)}`);
  return [firstLine, ...lines, ''].join('\n');
}

/**
 * Writes the variables, readable by this user only. Returns the way to remove the file again.
 * Throws ENV_FILE_TAKEN when there is a file that this did not write.
 */
export function writeEnvFile(file: string, environment: Readonly<Record<string, string>>): () => void {
  if (existsSync(file) && !isOurs(file))
    throw badInput(
      'ENV_FILE_TAKEN',
      `${file} holds something else and stays as it is: name another file with --env-file`,
    );
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  const text = envFileText(environment);
  writeFileSync(file, text, { mode: 0o600 });
  return () => {
    if (existsSync(file) && readFileSync(file, 'utf8') === text) rmSync(file);
  };
}

function isOurs(file: string): boolean {
  const text = readFileSync(file, 'utf8');
  return text === '' || text.startsWith(firstLine);
}

function quoted(value: string): string {
  return /^[\w@%+=:,./-]*$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
