import type { Account, ApiRequest, Route, World } from '../contract';
import { rfc2822 } from '../rest/dates';
import { notFound } from '../rest/twilio-error';

const ROOT = '/2010-04-01/Accounts';

/** Links of an account: name → last part of the path. */
const LINKS = [
  ['available_phone_numbers', 'AvailablePhoneNumbers'],
  ['calls', 'Calls'],
  ['conferences', 'Conferences'],
  ['incoming_phone_numbers', 'IncomingPhoneNumbers'],
  ['notifications', 'Notifications'],
  ['outgoing_caller_ids', 'OutgoingCallerIds'],
  ['recordings', 'Recordings'],
  ['transcriptions', 'Transcriptions'],
  ['addresses', 'Addresses'],
  ['signing_keys', 'SigningKeys'],
  ['connect_apps', 'ConnectApps'],
  ['sip', 'SIP'],
  ['authorized_connect_apps', 'AuthorizedConnectApps'],
  ['usage', 'Usage'],
  ['keys', 'Keys'],
  ['applications', 'Applications'],
  ['short_codes', 'SMS/ShortCodes'],
  ['queues', 'Queues'],
  ['messages', 'Messages'],
  ['balance', 'Balance'],
] as const;

/** Accounts are what the local Twilio was started with: they can be read, each by its own credentials, and not changed. */
export function accountRoutes(world: World): Route[] {
  const createdIso = new Date(world.clock.now()).toISOString();
  const fetch = (request: ApiRequest): { status: number; body: object } => {
    const { account, path } = request;
    if (!account || path['Sid'] !== account.sid) throw notFound(request.url.pathname);
    return { status: 200, body: accountBody(account, createdIso) };
  };
  return [{ method: 'GET', path: `${ROOT}/{Sid}.json`, access: 'account', handle: fetch }];
}

function accountBody(account: Account, createdIso: string): object {
  const path = `${ROOT}/${account.sid}`;
  return {
    auth_token: account.authToken,
    date_created: rfc2822(createdIso),
    date_updated: rfc2822(createdIso),
    friendly_name: account.friendlyName,
    owner_account_sid: account.sid,
    sid: account.sid,
    status: 'active',
    subresource_uris: Object.fromEntries(LINKS.map(([name, part]) => [name, `${path}/${part}.json`])),
    type: 'Full',
    uri: `${path}.json`,
  };
}
