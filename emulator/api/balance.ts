import type { Route, World } from '../contract';
import { describe } from '../rest/description';
import { presentRecord } from '../rest/presentation';
import { notFound } from '../rest/twilio-error';

const PATH = '/2010-04-01/Accounts/{AccountSid}/Balance.json';

/** What an account has: nothing is paid in and nothing is charged here. "Child accounts do not contain balance information": 404. */
export function balanceRoutes({ accounts }: World): Route[] {
  const description = describe('api_v2010', PATH);
  return [
    {
      method: 'GET',
      path: PATH,
      access: 'account',
      handle({ account, url }) {
        if (!account || accounts.find(account.sid)?.ownerSid !== undefined) throw notFound(url.pathname);
        const record = { sid: '', account_sid: account.sid, balance: '0.00', currency: 'USD' };
        return { status: 200, body: presentRecord(description, { ...record }) };
      },
    },
  ];
}
