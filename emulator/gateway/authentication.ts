import type { IncomingHttpHeaders } from 'node:http';
import type { Account, Accounts, ApiReply, Route } from '../contract';
import { TwilioError } from '../rest/twilio-error';

const BASIC = /^basic\s+(\S+)$/i;

/** The account whose Basic credentials (account SID and token, or API key and secret) came with a request. */
export function authenticate(headers: IncomingHttpHeaders, accounts: Accounts): Account | undefined {
  const encoded = BASIC.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0 ? undefined : accounts.authenticate(decoded.slice(0, colon), decoded.slice(colon + 1));
}

/** 401/20003 when the route is for accounts and this one may not use it, 403/20005 when the account is suspended. */
export function refusal(
  route: Route,
  path: Readonly<Record<string, string>>,
  accounts: { credentials: Account | undefined; wanted: Account | undefined },
): ApiReply | undefined {
  if (route.access === 'open') return undefined;
  const { credentials: account, wanted } = accounts;
  const isOpen = path['AccountSid'] === undefined || wanted?.sid === account?.sid || wanted?.ownerSid === account?.sid;
  if (account?.isSuspended) return { status: 403, body: new TwilioError(403, 20005, 'Account not active').toBody() };
  if (account && isOpen && (path['AccountSid'] === undefined || wanted)) return undefined;
  const body = new TwilioError(401, 20003, 'Authenticate').toBody();
  return { status: 401, headers: { 'www-authenticate': 'Basic realm="Twilio API"' }, body };
}
