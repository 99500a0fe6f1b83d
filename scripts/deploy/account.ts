import twilio from 'twilio';
import type { Twilio } from 'twilio';
import type { Client } from '../../lib/config';
import { badInput, CommandError } from '../command-error';
import type { Credentials } from './settings';

/** twilio-node for one account. Finds the local Twilio by HTTP_PROXY and NODE_EXTRA_CA_CERTS, like every other client. */
export function connect({ accountSid, authToken }: Credentials): Twilio {
  return twilio(accountSid, authToken, { autoRetry: true, lazyLoading: true });
}

/**
 * Makes sure that the credentials open the very account that the client's file names, before anything is changed there.
 * Throws WRONG_ACCOUNT or CREDENTIALS_REFUSED.
 */
export async function requireClientsAccount(api: Twilio, client: Client): Promise<void> {
  const sid = await fetchAccountSid(api);
  if (sid === client.accountSid) return;
  throw badInput(
    'WRONG_ACCOUNT',
    `clients/${client.client}.yaml is for ${client.accountSid}, but the credentials open ${sid}. Nothing was changed.`,
  );
}

async function fetchAccountSid(api: Twilio): Promise<string> {
  try {
    return (await api.api.v2010.accounts(api.accountSid).fetch()).sid;
  } catch (error) {
    if (statusOf(error) !== 401) throw error;
    throw new CommandError('CREDENTIALS_REFUSED', `Twilio refused the auth token given for ${api.accountSid}.`, {
      exitCode: 2,
      cause: error,
    });
  }
}

/** HTTP status of an error of twilio-node; undefined when it is none. */
export function statusOf(error: unknown): number | undefined {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' ? status : undefined;
}
