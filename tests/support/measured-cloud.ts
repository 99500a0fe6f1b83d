import { createCloud, type Cloud } from '../../emulator/cloud';
import type { ApiReply, Method } from '../../emulator/contract';
import { createDispatcher, type Dispatcher, type DispatchOptions } from '../../emulator/gateway/dispatcher';
import { encodeReply } from '../../emulator/gateway/encode-reply';
import { findDocumented } from '../../emulator/rest/documented-paths';
import { faultsOf } from '../../emulator/testing/documented';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld, type TestWorld } from '../../emulator/testing/world';
import { createWeb } from '../../emulator/web/web';
import { filterFaults } from './filter-faults';

export const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };

type Form = NonNullable<DispatchOptions['form']>;
/** A record, as an answer shows it: the tests read its properties as text. */
export type Body = Readonly<Record<string, string>> & { readonly sid: string };

/** How `tryOut` uses a collection. */
export interface Trial {
  /** Two records to make. */
  readonly make: readonly [Form, Form];
  /** What to change in the first; without it nothing is. */
  readonly change?: Form;
  /** The property that is a record's address. Defaults to "sid". */
  readonly key?: string;
}

/** All products in memory, on a controlled clock, where every JSON answer is measured by Twilio's documents. */
export interface MeasuredCloud {
  readonly world: TestWorld;
  readonly cloud: Cloud;
  /** Every request of this account to a documented route is measured. */
  readonly dispatch: Dispatcher;
  /** Asks "host/path" with the account's credentials; with a form, POSTs. Rejects on 400 and above. */
  readonly get: (address: string) => Promise<Body>;
  readonly post: (address: string, form: Form) => Promise<Body>;
  readonly remove: (address: string) => Promise<void>;
  /** The records of a list. */
  readonly list: (address: string) => Promise<readonly Body[]>;
  /** The only record of the list's first page of one. Rejects when there is none. */
  readonly first: (address: string) => Promise<Body>;
  /** Makes two records, lists them on pages of one, reads and changes the first, deletes the second; resolves with the first. */
  readonly tryOut: (address: string, trial: Trial) => Promise<Body>;
  /** What was wrong with answers so far. */
  readonly faults: string[];
  /** Documented operations that answered well, by host. A list counts when it had a record to measure. */
  seen(host: string): string[];
  close(): Promise<void>;
}

/** Opens one with one account and nothing in it. `projectFolder` is whose packages deployed Functions may require. */
export function openMeasuredCloud(projectFolder: string): MeasuredCloud {
  const world = testWorld();
  const cloud = createCloud(world, { projectFolder }, () => ({ port: 0, caFile: '' }));
  const plain = createDispatcher(cloud.products, world);
  world.setWeb(createWeb(world, plain));
  const faults: string[] = [];
  const seen = new Map<string, Set<string>>();

  function measure(method: Method, url: string, reply: ApiReply): void {
    const { host, pathname } = new URL(url);
    const documented = findDocumented({ host, method, pathname });
    if (!documented) return;
    faults.push(
      ...faultsOf(method, url, reply).map(fault => `${method} ${documented.path} (${reply.status}): ${fault}`),
    );
    const { list } = documented.operation.replies[reply.status] ?? {};
    if (reply.status >= 400 || (list !== undefined && recordsOf(reply, list).length === 0)) return;
    const ofHost = seen.get(host) ?? new Set();
    seen.set(host, ofHost.add(`${method} ${documented.path}`));
  }

  const filtered = new Set<string>();

  /** Once a list: when it first has records. */
  async function tryFilters(method: Method, url: string, reply: ApiReply): Promise<void> {
    const { host, pathname, searchParams } = new URL(url);
    const documented = findDocumented({ host, method, pathname });
    const { list } = documented?.operation.replies[200] ?? {};
    if (!documented || list === undefined || reply.status !== 200 || filtered.has(host + documented.path)) return;
    if (recordsOf(reply, list).length === 0) return;
    filtered.add(host + documented.path);
    const count = async (query: URLSearchParams): Promise<number> => {
      const answer = await plain('GET', `https://${host}${pathname}?${query.toString()}`, { account });
      return answer.status === 200 ? recordsOf(answer, list).length : 0;
    };
    faults.push(...(await filterFaults(documented, searchParams, count)));
  }

  const measured = async (method: Method, url: string, options?: DispatchOptions): Promise<ApiReply> => {
    const reply = await plain(method, url, options);
    measure(method, url, reply);
    await tryFilters(method, url, reply);
    return reply;
  };

  async function ask(method: Method, address: string, form?: Form): Promise<Body> {
    const reply = await measured(method, `https://${address}`, { account, ...(form && { form }) });
    const { bytes } = encodeReply(reply);
    if (reply.status >= 400) throw new Error(`${method} ${address} answered ${reply.status}: ${bytes.toString()}`);
    return JSON.parse(bytes.toString() || '{}') as Body;
  }

  async function list(address: string): Promise<readonly Body[]> {
    const page: Readonly<Record<string, unknown>> = await ask('GET', address);
    return Object.values(page).find((value): value is Body[] => Array.isArray(value)) ?? [];
  }

  async function first(address: string): Promise<Body> {
    const [record] = await list(`${address}${address.includes('?') ? '&' : '?'}PageSize=1`);
    if (!record) throw new Error(`${address} has no records`);
    return record;
  }

  async function tryOut(address: string, { make, change, key = 'sid' }: Trial): Promise<Body> {
    const [one, other] = [await ask('POST', address, make[0]), await ask('POST', address, make[1])];
    await first(address);
    const at = (record: Body): string => address.replace(/(\.json)?$/, `/${record[key]}$1`);
    await ask('GET', at(one));
    if (change) await ask('POST', at(one), change);
    await ask('DELETE', at(other));
    return one;
  }

  return {
    world,
    cloud,
    dispatch: Object.assign(measured, plain),
    get: address => ask('GET', address),
    post: (address, form) => ask('POST', address, form),
    remove: async address => void (await ask('DELETE', address)),
    list,
    first,
    tryOut,
    faults,
    seen: host => [...(seen.get(host) ?? [])].sort(),
    async close() {
      for (const product of cloud.products) await product.close?.();
      world.close();
    },
  };
}

function recordsOf(reply: ApiReply, list: string): unknown[] {
  const page = JSON.parse(encodeReply(reply).bytes.toString()) as Record<string, unknown>;
  const records = page[list];
  return Array.isArray(records) ? records : [];
}
