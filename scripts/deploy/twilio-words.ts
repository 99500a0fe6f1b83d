import { CommandError } from '../command-error';
import { statusOf } from './account';

const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNABORTED|EPIPE|ERR_SOCKET_CLOSED)$/;

/**
 * Any failure of one of Twilio's clients as an error that says what to do; a CommandError stays as it is, and what is no failure of
 * Twilio too. `doing` is the step that was under way.
 */
export function inWords(error: unknown, { accountSid, doing }: { accountSid: string; doing: string }): unknown {
  if (error instanceof CommandError) return error;
  const status = statusOfAny(error);
  const said = (code: string, words: string) => new CommandError(code, `${words} (while ${doing})`, { cause: error });
  if (status === 401) {
    return said(
      'CREDENTIALS_REFUSED',
      `Twilio no longer takes the auth token or API key of ${accountSid}: it is another one, or was changed. Set the one that the ` +
        'console shows as TWILIO_AUTH_TOKEN (or TWILIO_API_KEY and TWILIO_API_SECRET), and run the command again: it goes on where it stopped.',
    );
  }
  if (status === 429) {
    return said(
      'RATE_LIMITED',
      'Twilio still answers "too many requests" after several tries. Wait a minute and run the command again: it goes on where it stopped.',
    );
  }
  if (status !== undefined && status >= 500) {
    return said('TWILIO_UNAVAILABLE', `Twilio answered ${status}. Run the command again: it goes on where it stopped.`);
  }
  if (UNREACHABLE.test(codeOf(error))) {
    return said(
      'TWILIO_UNREACHABLE',
      `No connection to Twilio came about (${codeOf(error)}). Look at the network, and run the command again.`,
    );
  }
  return error;
}

/** twilio-node gives `status`; the deploy client gives Twilio's code, or its own client's response. */
function statusOfAny(error: unknown): number | undefined {
  const status = statusOf(error);
  if (status !== undefined) return status;
  const code = property(error, 'code');
  if (code === 20003) return 401;
  if (code === 20429) return 429;
  const detailed =
    property(property(error, 'details'), 'status') ?? property(property(error, 'response'), 'statusCode');
  if (typeof detailed === 'number') return detailed;
  return typeof code === 'number' && code >= 400 && code < 600 ? code : undefined;
}

function codeOf(error: unknown): string {
  const code = property(error, 'code') ?? property(property(error, 'cause'), 'code');
  return typeof code === 'string' ? code : '';
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
