import twilio from 'twilio';
import type { Twilio } from 'twilio';
import type { Client } from '../../lib/config';
import { badInput, CommandError } from '../command-error';
import { basicOf, nameOf, type Credentials } from './credentials';

/** twilio-node for one account. Finds the local Twilio by HTTP_PROXY and NODE_EXTRA_CA_CERTS, like every other client. */
export function connect(credentials: Credentials): Twilio {
  const { username, password } = basicOf(credentials);
  return twilio(username, password, { accountSid: credentials.accountSid, autoRetry: true, lazyLoading: true });
}

/**
 * Makes sure that the credentials open the very account that the client's file names, before anything is changed there.
 * Throws WRONG_ACCOUNT or CREDENTIALS_REFUSED.
 */
export async function requireClientsAccount(api: Twilio, client: Client, credentials: Credentials): Promise<void> {
  const sid = await openedAccountSid(api, credentials);
  if (sid === client.accountSid) return;
  throw badInput(
    'WRONG_ACCOUNT',
    `clients/${client.client}.yaml is for ${client.accountSid}, but the credentials open ${sid}. Nothing was changed.`,
  );
}

async function openedAccountSid(api: Twilio, credentials: Credentials): Promise<string> {
  const { accountSid, apiKey } = credentials;
  try {
    if (!apiKey) return (await api.api.v2010.accounts(accountSid).fetch()).sid;
    // A standard key may not read the account itself (Twilio docs, "API keys"), but what the account has. The path names the account, so
    // another account's key does not come through, as it would where the key alone says whose data it is.
    await api.api.v2010.accounts(accountSid).incomingPhoneNumbers.list({ limit: 1 });
    return accountSid;
  } catch (error) {
    if (![401, 403].includes(statusOf(error) ?? 0)) throw error;
    const why = apiKey ? ' Its secret is another one, or it is a key of another account, or was deleted.' : '';
    throw new CommandError(
      'CREDENTIALS_REFUSED',
      `Twilio refused ${nameOf(credentials)} given for ${accountSid}.${why} Nothing was changed.`,
      { exitCode: 2, cause: error },
    );
  }
}

/** HTTP status of an error of twilio-node; undefined when it is none. */
export function statusOf(error: unknown): number | undefined {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' ? status : undefined;
}
