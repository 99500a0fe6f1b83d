import { badInput } from '../command-error';
import type { Settings } from './settings';

/** What opens an account: its auth token, or an API key of it. Only the token can sign requests as Twilio does. */
export type Credentials = { readonly accountSid: string } & (
  | { readonly authToken: string; readonly apiKey?: undefined }
  | { readonly authToken?: undefined; readonly apiKey: { readonly sid: string; readonly secret: string } }
);

/**
 * The account that a command works on. The auth token goes before an API key, which may be another account's.
 * Throws CREDENTIALS_MISSING or CREDENTIALS_MALFORMED, with the names to set.
 */
export function readCredentials(settings: Settings): Credentials {
  const accountSid = settings['TWILIO_ACCOUNT_SID'] ?? settings['ACCOUNT_SID'] ?? '';
  const authToken = settings['TWILIO_AUTH_TOKEN'] ?? settings['AUTH_TOKEN'] ?? '';
  const apiKey = { sid: settings['TWILIO_API_KEY'] ?? '', secret: settings['TWILIO_API_SECRET'] ?? '' };
  const byKey = authToken === '' && (apiKey.sid !== '' || apiKey.secret !== '');
  const secrets = byKey
    ? { TWILIO_API_KEY: apiKey.sid, TWILIO_API_SECRET: apiKey.secret }
    : { TWILIO_AUTH_TOKEN: authToken };
  const missing = Object.entries({ TWILIO_ACCOUNT_SID: accountSid, ...secrets }).flatMap(([name, value]) =>
    value === '' ? [name] : [],
  );
  if (missing.length > 0) {
    const instead = byKey ? '' : ' (or TWILIO_API_KEY and TWILIO_API_SECRET instead of the token)';
    throw badInput(
      'CREDENTIALS_MISSING',
      `Set ${missing.join(' and ')}${instead} in the shell or in .env. To try a deploy without an account: npx linekit start.`,
    );
  }
  requireForm(['TWILIO_ACCOUNT_SID', accountSid], /^AC[0-9a-f]{32}$/, 'AC and 32 hexadecimal digits');
  if (byKey) {
    requireForm(['TWILIO_API_KEY', apiKey.sid], /^SK[0-9a-f]{32}$/, 'SK and 32 hexadecimal digits');
    return { accountSid, apiKey };
  }
  requireForm(['TWILIO_AUTH_TOKEN', authToken], /^[0-9a-f]{32}$/, '32 hexadecimal digits');
  return { accountSid, authToken };
}

function requireForm([name, value]: readonly [string, string], form: RegExp, words: string): void {
  if (!form.test(value)) throw badInput('CREDENTIALS_MALFORMED', `${name} is not ${words}.`);
}

/** User and password of Basic authentication. */
export function basicOf({ accountSid, authToken, apiKey }: Credentials): { username: string; password: string } {
  if (apiKey) return { username: apiKey.sid, password: apiKey.secret };
  return { username: accountSid, password: authToken };
}

/** What opens the account, for a person: "the auth token", "API key SK…". Never a secret. */
export function nameOf({ apiKey }: Credentials): string {
  return apiKey ? `API key ${apiKey.sid}` : 'the auth token';
}

/** What an API key leaves untried; nothing with the auth token. */
export function signatureWarnings({ authToken }: Credentials): string[] {
  if (authToken !== undefined) return [];
  return [
    'Requests were not tried with a signature: an API key cannot sign. Whether the functions answer Twilio is known only by a ' +
      'deployment with TWILIO_AUTH_TOKEN, or by a call.',
  ];
}

/** The token, for a command that can do nothing without a signature. Throws AUTH_TOKEN_NEEDED. */
export function requireAuthToken({ authToken }: Credentials, command: string): string {
  if (authToken !== undefined) return authToken;
  throw badInput(
    'AUTH_TOKEN_NEEDED',
    `${command} asks a function that takes only requests signed with the account's auth token, and an API key cannot sign. ` +
      'Set TWILIO_AUTH_TOKEN.',
  );
}
