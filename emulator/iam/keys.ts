import { accountRecords, type KeyRecord } from '../accounts';
import type { ApiRequest, Route, World } from '../contract';
import { rfc2822 } from '../rest/dates';
import type { Schema } from '../rest/facts';
import { pageOf } from '../rest/paging';
import { checkParameters, type Parameters } from '../rest/parameters';
import { invalid, notFound, notImplemented, TwilioError } from '../rest/twilio-error';

const PATH = '/v1/Keys';
const PAGES = { origin: 'https://iam.twilio.com', listKey: 'keys', is2010: false } as const;
const MAX_NAME_CHARACTERS = 64;
const ACCOUNT: Schema = { type: 'string', pattern: '^AC[0-9a-fA-F]{32}$' };
const TEXT: Schema = { type: 'string' };
const NAMED: Readonly<Record<string, Schema>> = { FriendlyName: TEXT, Policy: TEXT };
const LISTED: Readonly<Record<string, Schema>> = {
  AccountSid: ACCOUNT,
  PageSize: { type: 'integer', minimum: 1, maximum: 1000 },
  Page: { type: 'integer', minimum: 0 },
  PageToken: TEXT,
};

/**
 * API keys by the API of IAM, the same ones as by that of 2010. Twilio's document of it is not here: paths, parameters and properties are those of its
 * library for Node (6.2). Restricted keys answer 501: nothing here knows what they may do.
 */
export function keyRoutes(world: World): Route[] {
  const { keys } = accountRecords(world.store);
  const nowIso = (): string => new Date(world.clock.now()).toISOString();
  const found = ({ path, url, account }: ApiRequest): KeyRecord => {
    const key = keys.get(path['Sid'] ?? '');
    if (!key || !isOpen(world, key.account_sid, account?.sid)) throw notFound(url.pathname);
    return key;
  };
  const route = (method: Route['method'], path: string, handle: Route['handle']): Route => {
    return { method, path, access: 'account', handle };
  };
  return [
    route('POST', PATH, request => {
      const fields = { ...NAMED, AccountSid: ACCOUNT, KeyType: TEXT };
      const given = checkParameters(request.form, { fields, required: ['AccountSid'] });
      const account_sid = accountOf(given, request, world);
      const dates = { date_created: nowIso(), date_updated: nowIso() };
      const own = { sid: world.ids.sid('SK'), account_sid, friendly_name: nameOf(given) ?? '' };
      const key = keys.insert({ ...own, ...dates, secret: world.ids.sid('') });
      return { status: 201, body: { ...shown(key), secret: key.secret, policy: null } };
    }),
    route('GET', PATH, request => {
      const given = checkParameters(request.query, { fields: LISTED, required: ['AccountSid'] });
      const accountSid = accountOf(given, request, world);
      const page = pageOf(
        keys.filter(key => key.account_sid === accountSid),
        PAGES,
        request.url,
      );
      // The library has a list of words there, and does not say which; a standard key does both.
      const flags = ['rest_api', 'signing'];
      return { status: 200, body: page.body(page.records.map(key => ({ ...shown(key), flags }))) };
    }),
    route('GET', `${PATH}/{Sid}`, request => ({ status: 200, body: { ...shown(found(request)), policy: null } })),
    route('POST', `${PATH}/{Sid}`, request => {
      const { sid } = found(request);
      const name = nameOf(checkParameters(request.form, { fields: NAMED }));
      const change = name === undefined ? {} : { friendly_name: name };
      return { status: 200, body: { ...shown(keys.update(sid, { ...change, date_updated: nowIso() })), policy: null } };
    }),
    route('DELETE', `${PATH}/{Sid}`, request => {
      keys.delete(found(request).sid);
      return { status: 204 };
    }),
  ];
}

function shown({ sid, friendly_name, date_created, date_updated }: KeyRecord): Readonly<Record<string, unknown>> {
  return { sid, friendly_name, date_created: rfc2822(date_created), date_updated: rfc2822(date_updated) };
}

/** Throws 501 for a restricted key, TwilioError 20002 for a name that is too long. */
function nameOf({ FriendlyName: name, KeyType: type, Policy: policy }: Parameters): string | undefined {
  if (type === 'restricted' || policy) throw notImplemented('restricted API keys');
  if (name !== undefined && String(name).length > MAX_NAME_CHARACTERS)
    throw new TwilioError(400, 20002, `Invalid FriendlyName: longer than ${MAX_NAME_CHARACTERS} characters`);
  return name === undefined ? undefined : String(name);
}

/** The account whose keys are meant: that of the credentials, or one that it owns. Throws TwilioError 20001 for any other. */
function accountOf({ AccountSid: sid }: Parameters, { account }: ApiRequest, world: World): string {
  const wanted = String(sid);
  if (!isOpen(world, wanted, account?.sid)) throw invalid(`AccountSid ${wanted} is not accessible`);
  return wanted;
}

function isOpen({ accounts }: World, sid: string, credentialsSid: string | undefined): boolean {
  const account = accounts.find(sid);
  return account !== undefined && (account.sid === credentialsSid || account.ownerSid === credentialsSid);
}
