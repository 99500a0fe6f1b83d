import type { Method, Product } from '../../contract';
import { documentedRoutes, findDocumented } from '../../rest/documented-paths';
import type { Schema } from '../../rest/facts';
import type { Dice } from './dice';
import { flowDefinition, twimlDocument } from './documents';
import { junk, prefixOf, valueFor, type Pool, type Wanted } from './values';

/** One request of a fuzz run. */
export interface FuzzRequest {
  readonly method: Method;
  readonly url: string;
  readonly form?: URLSearchParams;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where a request may go: every route that is served, and every one that Twilio documents. */
export interface Target {
  /** False: Twilio documents it, and here it answers 501. */
  readonly isServed: boolean;
  readonly host: string;
  readonly method: Method;
  readonly path: string;
}

/** The targets of these products. Deployed Functions are left out: their processes are another matter. */
export function targetsOf(products: readonly Product[]): readonly Target[] {
  const targets = new Map<string, Target>();
  const add = (target: Target): void => {
    const key = `${target.method} ${target.host}${target.path}`;
    if (!targets.has(key)) targets.set(key, target);
  };
  for (const { hosts, routes } of products) {
    for (const host of hosts.filter(name => !name.includes('*'))) {
      for (const { method, path } of routes)
        add({ host, path, method: method === 'ANY' ? 'POST' : method, isServed: true });
    }
  }
  for (const [host, documented] of documentedRoutes()) {
    for (const text of documented) {
      const [method = 'GET', path = '/'] = text.split(' ');
      // The documents have no other methods.
      add({ host, path, method: method as Method, isServed: false });
    }
  }
  return [...targets.values()];
}

/** A random request to that target: one in three is wild, the others could be meant. */
export function requestTo(target: Target, chance: Chance): FuzzRequest {
  const { host, method, path } = target;
  const { dice, pool } = chance;
  const isWild = dice.once(3);
  const documented = findDocumented({ host, method, pathname: path });
  const schemaOf = (schema: Schema): Schema =>
    (schema.$ref === undefined ? undefined : documented?.facts.schemas[schema.$ref]) ?? schema;
  const url = new URL(`https://${host}/`);
  url.pathname = path
    .replace(/\{(\w+)\}/g, (_all, name: string) => {
      const schema = schemaOf(documented?.operation.path[name] ?? UNDOCUMENTED[name] ?? {});
      return name === 'AccountSid' ? chance.accountSid : pathPart({ name, schema, isWild }, chance);
    })
    .replace('*', 'x');
  for (const [name, schema] of Object.entries(documented?.operation.query ?? {})) {
    const wanted = { name, schema: schemaOf(schema.items ?? schema), isWild };
    if (dice.once(isWild ? 3 : 8)) url.searchParams.append(name, valueFor(dice, pool, wanted));
  }
  if (method !== 'POST') return { method, url: url.href, headers: headersOf(dice) };
  if (isWild && dice.once(8))
    return { method, url: url.href, body: junk(dice, pool), headers: { 'content-type': 'application/json' } };
  const required = new Set(documented?.operation.required ?? []);
  const fields = Object.entries(documented?.operation.form ?? UNDOCUMENTED).map(([name, schema]) => ({
    name,
    schema: schemaOf(schema.items ?? schema),
    isWild,
    isRequired: required.has(name),
  }));
  return { method, url: url.href, headers: headersOf(dice), form: formOf(fields, chance) };
}

/** What a request is made by. */
export interface Chance {
  readonly dice: Dice;
  readonly pool: Pool;
  readonly accountSid: string;
}

const UNDOCUMENTED: Readonly<Record<string, Schema>> = {
  FlowSid: { pattern: '^FW[0-9a-f]{32}$' },
  CallSid: { pattern: '^CA[0-9a-f]{32}$' },
  MessageSid: { pattern: '^SM[0-9a-f]{32}$' },
  From: { type: 'string', format: 'phone-number' },
  To: { type: 'string', format: 'phone-number' },
  FlowEvent: { type: 'string', enum: ['return', 'timeout', 'audioComplete', 'gather', 'callComplete'] },
  CallStatus: { type: 'string', enum: ['in-progress', 'completed', 'busy'] },
};

function formOf(
  fields: readonly (Wanted & { readonly isRequired: boolean })[],
  { dice, pool }: Chance,
): URLSearchParams {
  const form = new URLSearchParams();
  for (const field of fields) {
    const { name, isWild, isRequired } = field;
    const prefix = prefixOf(field.schema);
    if (!isWild && !isRequired && prefix !== undefined && pool.sid(prefix) === undefined) continue;
    if (!(isRequired ? !isWild || !dice.once(8) : dice.once(NEARLY_REQUIRED.has(name) ? 1 : isWild ? 5 : 12))) continue;
    form.append(name, DOCUMENTS[name]?.(dice, pool) ?? valueFor(dice, pool, field));
    if (isWild && dice.once(10)) form.append(name, junk(dice, pool));
  }
  return form;
}

/** What a request needs though the documents do not say so. */
const NEARLY_REQUIRED: ReadonlySet<string> = new Set(['From', 'To', 'Twiml', 'Body', 'CallSid', 'WorkflowSid', 'Data']);

/** Parameters that are documents of their own. */
const DOCUMENTS: Readonly<Record<string, (dice: Dice, pool: Pool) => string>> = {
  Twiml: twimlDocument,
  Definition: flowDefinition,
  Configuration: (dice, pool) => workflow(dice, pool),
  UpdateRequest: dice => dice.pick(['[{"iso_code":"DE","low_risk_numbers_enabled":"true"}]', '[null]', '{}']),
  Parameters: dice => dice.pick(['{}', '{"a":1}', '[]', '{']),
  Types: dice => dice.pick(['{"type":"com.twilio.taskrouter.task.created"}', '{}', 'null', '[']),
  TargetWorkers: dice => dice.pick(['1==1', 'a HAS "b"', '((', 'n > 1']),
  Dependencies: dice => dice.pick(['[]', '"[]"', '[{"name":"twilio","version":"6.2.0"}]', 'null']),
  Channel: dice => dice.pick(['{"type":"sms"}', '{"type":"web","participants":[1,{}]}', 'voice', '{}', 'null']),
  Routing: (dice, pool) =>
    dice.pick([
      `{"properties":{"workspace_sid":"${pool.sid('WS') ?? ''}","workflow_sid":"${pool.sid('WW') ?? ''}"}}`,
      '{"properties":null}',
      '{"properties":{"attributes":"{"}}',
    ]),
  Data: dice => dice.pick(['{}', '{"a":1}', '[1]', 'null', '{']),
  Attributes: dice => dice.pick(['{}', '{"skills":["a"],"n":1}', '[]', '{', 'null']),
  SinkConfiguration: dice =>
    dice.pick(['{"destination":"https://app.example/e","method":"POST","batch_events":true}', '{}', 'null', '[']),
};

function workflow(dice: Dice, pool: Pool): string {
  const queue = pool.sid('WQ') ?? `WQ${'0'.repeat(32)}`;
  const expression = dice.pick(['1==1', 'a HAS "b"', 'a ==', '(((', 'n > 1 AND m IN [1,2]', '']);
  const target = {
    queue,
    expression,
    priority: dice.pick([1, '5', 'x', null]),
    timeout: dice.pick([1, '10', -1, 'x']),
  };
  const filters = [{ filter_friendly_name: 'a', expression, targets: dice.pick([[target], [], null, [null]]) }];
  const task_routing = dice.pick([
    { filters },
    { default_filter: { queue } },
    { filters, default_filter: { queue } },
    null,
  ]);
  return JSON.stringify(dice.once(10) ? dice.pick([null, [], 1, 'x']) : { task_routing });
}

function headersOf(dice: Dice): Record<string, string> {
  return dice.once(20) ? { 'if-match': dice.pick(['"0"', 'W/"1"', '*', 'x'.repeat(100), '"']) } : {};
}

function pathPart(wanted: Wanted, { dice, pool }: Chance): string {
  const { name, schema, isWild } = wanted;
  const named =
    prefixOf(schema) === undefined ? (NAMED[name] ?? dice.pick(['a', '0', '1', 'LatestPublished'])) : undefined;
  const value = isWild && dice.once(6) ? junk(dice, pool).slice(0, 400) : (named ?? valueFor(dice, pool, wanted));
  return encodeURIComponent(value.toWellFormed()) || '-';
}

/** Parts of paths that are no SIDs. */
const NAMED: Readonly<Record<string, string>> = { CountryCode: 'US', IsoCode: 'DE', Date: '2026-03-02' };
