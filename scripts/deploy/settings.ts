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

export interface Credentials {
  readonly accountSid: string;
  readonly authToken: string;
}

/** The account that a command works on. Throws CREDENTIALS_MISSING or CREDENTIALS_MALFORMED, with the names to set. */
export function readCredentials(settings: Settings): Credentials {
  const accountSid = settings['TWILIO_ACCOUNT_SID'] ?? settings['ACCOUNT_SID'] ?? '';
  const authToken = settings['TWILIO_AUTH_TOKEN'] ?? settings['AUTH_TOKEN'] ?? '';
  const missing = [...(accountSid ? [] : ['TWILIO_ACCOUNT_SID']), ...(authToken ? [] : ['TWILIO_AUTH_TOKEN'])];
  if (missing.length > 0) {
    throw badInput(
      'CREDENTIALS_MISSING',
      `Set ${missing.join(' and ')} in the shell or in .env. To try a deploy without an account: npx linekit start.`,
    );
  }
  if (!/^AC[0-9a-f]{32}$/.test(accountSid)) {
    throw badInput('CREDENTIALS_MALFORMED', 'TWILIO_ACCOUNT_SID is not AC and 32 hexadecimal digits.');
  }
  if (!/^[0-9a-f]{32}$/.test(authToken)) {
    throw badInput('CREDENTIALS_MALFORMED', 'TWILIO_AUTH_TOKEN is not 32 hexadecimal digits.');
  }
  return { accountSid, authToken };
}
