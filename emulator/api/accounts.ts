import type { ApiReply, ApiRequest, Route, StoredRecord, World } from '../contract';
import { describe } from '../rest/description';
import { presentRecord } from '../rest/presentation';
import { notFound } from '../rest/twilio-error';

/** Accounts are what the local Twilio was started with: they can be read, each by its own credentials, and not changed. */
export function accountRoutes({ clock }: Pick<World, 'clock'>): Route[] {
  const description = describe('api_v2010', '/2010-04-01/Accounts.json');
  const createdIso = new Date(clock.now()).toISOString();
  const fetch = ({ account, path, url }: ApiRequest): ApiReply => {
    if (!account || path['Sid'] !== account.sid) throw notFound(url.pathname);
    const record: StoredRecord & Record<string, unknown> = {
      sid: account.sid,
      auth_token: account.authToken,
      friendly_name: account.friendlyName,
      owner_account_sid: account.sid,
      status: 'active',
      type: 'Full',
      date_created: createdIso,
      date_updated: createdIso,
    };
    return { status: 200, body: presentRecord(description, record) };
  };
  return [{ method: 'GET', path: '/2010-04-01/Accounts/{Sid}.json', access: 'account', handle: fetch }];
}
