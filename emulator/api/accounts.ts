import { accountRecords, type AccountRecord, type KeyRecord } from '../accounts';
import type { Account, Collection, Route, World } from '../contract';
import { computedCollection } from '../rest/computed-collection';
import { resource } from '../rest/resource';
import { TwilioError } from '../rest/twilio-error';
import { checkFriendlyName } from './number-rules';

/** Accounts: the own one, and subaccounts, which the owner makes, renames, suspends and closes. */
export function accountRoutes(world: World): Route[] {
  const book = new AccountBook(world);
  return resource<AccountRecord>({
    world,
    document: 'api_v2010',
    path: '/2010-04-01/Accounts.json',
    sidPrefix: 'AC',
    records: {
      ...computedCollection(() => world.accounts.all().map(account => book.show(account))),
      update: (sid, change) => book.keep({ ...book.show(accountOf(world, sid)), ...change }),
      insert: record => book.keep(record),
    },
    operations: ['create', 'list', 'fetch', 'update'],
    newestFirst: true,
    find(key, { request }) {
      const account = world.accounts.find(key);
      const own = request.account?.sid;
      return account && (account.sid === own || account.ownerSid === own) ? book.show(account) : undefined;
    },
    create(record, { request, accountSid, parameters }) {
      checkFriendlyName(parameters);
      if (request.account?.ownerSid !== undefined)
        throw new TwilioError(400, 21101, 'Subaccounts cannot contain subaccounts');
      return {
        ...record,
        friendly_name: record.friendly_name || `SubAccount Created at ${record.date_created}`,
        auth_token: world.ids.sid(''),
        owner_account_sid: accountSid,
        status: 'active',
      };
    },
    update(record, change, { parameters }) {
      checkFriendlyName(parameters);
      return changed(record, change);
    },
    keep: (record, query, { request }) =>
      (record.sid === request.account?.sid || record.owner_account_sid === request.account?.sid) &&
      (!query.get('FriendlyName') || query.get('FriendlyName') === record.friendly_name) &&
      (!query.get('Status') || query.get('Status') === record.status),
    present: () => ({ type: 'Full' }),
  });
}

/** Accounts as REST shows them: those that the local Twilio began with, under what was changed of them. */
class AccountBook {
  private readonly changes: Collection<AccountRecord>;
  private readonly startIso: string;

  constructor(world: World) {
    this.changes = accountRecords(world.store).accounts;
    this.startIso = new Date(world.clock.now()).toISOString();
  }

  show(account: Account): AccountRecord {
    const known = this.changes.get(account.sid);
    return (
      known ?? {
        sid: account.sid,
        auth_token: account.authToken,
        friendly_name: account.friendlyName,
        owner_account_sid: account.ownerSid ?? account.sid,
        status: 'active',
        date_created: this.startIso,
        date_updated: this.startIso,
      }
    );
  }

  keep(record: AccountRecord): AccountRecord {
    return this.changes.get(record.sid) ? this.changes.update(record.sid, record) : this.changes.insert(record);
  }
}

/** Throws TwilioError 21477 for the status of an account that owns itself, 21479 for a closed one. */
function changed(record: AccountRecord, change: Partial<AccountRecord>): Partial<AccountRecord> {
  if (change.status === undefined) return change;
  if (record.sid === record.owner_account_sid)
    throw new TwilioError(400, 21477, 'Unable to update Status for parent accounts');
  if (record.status === 'closed')
    throw new TwilioError(400, 21479, 'Unable to update Status for subaccount, subaccount has been closed');
  return change;
}

function accountOf({ accounts }: World, sid: string): Account {
  const account = accounts.find(sid);
  if (!account) throw new Error(`there is no account ${sid}`);
  return account;
}

/** API keys: they are credentials from the moment they are made; the secret is told once. */
export function keyRoutes(world: World): Route[] {
  const { keys } = accountRecords(world.store);
  return ['Keys', 'SigningKeys'].flatMap(name =>
    resource<KeyRecord>({
      world,
      document: 'api_v2010',
      path: `/2010-04-01/Accounts/{AccountSid}/${name}.json`,
      sidPrefix: 'SK',
      records: keys,
      operations: ['create', 'fetch', 'list', 'update', 'delete'],
      create(record, { parameters }) {
        checkFriendlyName(parameters);
        return { ...record, secret: world.ids.sid('') };
      },
      update(_, change, { parameters }) {
        checkFriendlyName(parameters);
        return change;
      },
    }),
  );
}
