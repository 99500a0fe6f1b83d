import type { LocalRest } from '../../scripts/local/local-rest';

/** One object of an account, as REST shows it, without what differs from run to run. */
export type InventoryItem = Readonly<Record<string, unknown>> & { readonly kind: string; readonly name: string };

type Json = Readonly<Record<string, unknown>>;

/**
 * Everything that wiring leaves in an account, read through REST. SIDs stand as the kind and name of their object, dates and
 * links are left out, JSON in strings is read: two accounts that are wired alike have equal inventories.
 */
export async function readInventory(rest: LocalRest, accountSid: string): Promise<InventoryItem[]> {
  const list = listsOf(rest);
  const found: { kind: string; item: Json }[] = [];
  const note = async (kind: string, host: string, path: string): Promise<Json[]> => {
    const items = await list(host, path);
    found.push(...items.map(item => ({ kind, item })));
    return items;
  };
  await note('number', 'api.twilio.com', `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`);
  for (const flow of await list('studio.twilio.com', '/v2/Flows')) {
    found.push({
      kind: 'flow',
      item: asJson(await rest.json('studio.twilio.com', `/v2/Flows/${String(flow['sid'])}`)),
    });
  }
  for (const { sid } of await note('workspace', 'taskrouter.twilio.com', '/v1/Workspaces')) {
    for (const part of ['Activities', 'TaskQueues', 'Workflows', 'TaskChannels', 'Workers'])
      await note(part, 'taskrouter.twilio.com', `/v1/Workspaces/${String(sid)}/${part}`);
  }
  for (const { sid } of await note('sync service', 'sync.twilio.com', '/v1/Services')) {
    // Documents are what commands and functions write down, not what wiring leaves.
    for (const part of ['Maps', 'Lists'])
      await note(`sync ${part}`, 'sync.twilio.com', `/v1/Services/${String(sid)}/${part}`);
  }
  for (const { sid } of await note('service', 'serverless.twilio.com', '/v1/Services')) {
    const service = `/v1/Services/${String(sid)}`;
    for (const environment of await note('environment', 'serverless.twilio.com', `${service}/Environments`))
      await note(
        'variable',
        'serverless.twilio.com',
        `${service}/Environments/${String(environment['sid'])}/Variables`,
      );
    await note('function', 'serverless.twilio.com', `${service}/Functions`);
  }
  return withoutSids(found);
}

/** Reads a whole list, whatever Twilio calls its items on that page. */
function listsOf(rest: LocalRest): (host: string, path: string) => Promise<Json[]> {
  return async (host, path) => {
    const page = asJson(await rest.json(host, `${path}?PageSize=100`));
    const items = Object.values(page).find(Array.isArray) as unknown[] | undefined;
    return (items ?? []).map(asJson);
  };
}

const RUN_DEPENDENT = /^(date_|url$|uri$|links$|subresource_uris$|sid$)/;
const SID = /\b[A-Z]{2}[0-9a-f]{32}\b/g;

function withoutSids(found: readonly { kind: string; item: Json }[]): InventoryItem[] {
  const labels = new Map(found.map(({ kind, item }) => [item['sid'], `<${kind} ${nameOf(item)}>`]));
  const label = (value: unknown): unknown => {
    if (typeof value === 'string') return labelText(value);
    if (Array.isArray(value)) return value.map(label);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, label(each)]));
  };
  const labelText = (text: string): unknown =>
    /^\{"/.test(text) ? label(JSON.parse(text)) : text.replace(SID, sid => labels.get(sid) ?? sid);
  return found
    .map(({ kind, item }) => {
      const lasting = Object.fromEntries(Object.entries(item).filter(([key]) => !RUN_DEPENDENT.test(key)));
      return { kind, name: nameOf(item), ...(label(lasting) as Json) };
    })
    .sort((a, b) => (`${a.kind} ${a.name}` < `${b.kind} ${b.name}` ? -1 : 1));
}

function nameOf(item: Json): string {
  const name = item['phone_number'] ?? item['key'] ?? item['unique_name'] ?? item['friendly_name'];
  return String(name);
}

function asJson(value: unknown): Json {
  if (typeof value === 'object' && value !== null) return value as Json;
  throw new Error(`Twilio answered ${JSON.stringify(value)}`);
}
