import type { ApiRequest, Route, StoredRecord, World } from '../contract';
import { computedCollection } from '../rest/computed-collection';
import { describe } from '../rest/description';
import { checkParameters } from '../rest/parameters';
import { presentRecord } from '../rest/presentation';
import { resource } from '../rest/resource';
import { invalid } from '../rest/twilio-error';

const FLAGS = [
  'low_risk_numbers_enabled',
  'high_risk_special_numbers_enabled',
  'high_risk_tollfraud_numbers_enabled',
] as const;

/** What an account may dial in one country. Its sid is account and country. */
interface PermissionRecord extends StoredRecord, Readonly<Record<(typeof FLAGS)[number], boolean>> {
  readonly account_sid: string;
}
interface SettingsRecord extends StoredRecord {
  readonly dialing_permissions_inheritance: boolean;
}
interface CountryRecord extends PermissionRecord {
  readonly iso_code: string;
  readonly name: string;
  readonly continent: null;
  readonly country_codes: readonly string[];
}

/** Where a new account may call: the country it is in, which is the United States here, and Canada. */
const OPEN_AT_FIRST = new Set(['US', 'CA']);
const PATH = '/v1/DialingPermissions';

/**
 * Dialing permissions, kept and read back; the local Twilio dials wherever it is told to. Countries are those with a calling code, their continent
 * is not known. Which prefixes are of high risk is Twilio's knowledge: 501.
 */
export function dialingPermissionRoutes(world: World): Route[] {
  const permissions = world.store.collection<PermissionRecord>('voice.dialing-permissions');
  const countriesOf = (accountSid: string): CountryRecord[] =>
    countries.map(country => {
      const sid = `${accountSid} ${country.iso_code}`;
      const isOpen = OPEN_AT_FIRST.has(country.iso_code);
      const closed = { high_risk_special_numbers_enabled: false, high_risk_tollfraud_numbers_enabled: false };
      const stored = permissions.get(sid) ?? { low_risk_numbers_enabled: isOpen, ...closed };
      return { ...country, continent: null, ...stored, sid, account_sid: accountSid };
    });
  const all = (): CountryRecord[] => world.accounts.all().flatMap(({ sid }) => countriesOf(sid));
  const routes = [
    ...resource<CountryRecord>({
      world,
      document: 'voice_v1',
      path: `${PATH}/Countries`,
      sidPrefix: 'DP',
      records: computedCollection(all),
      operations: ['fetch', 'list'],
      find: (key, { accountSid }) => countriesOf(accountSid).find(({ iso_code: code }) => code === key.toUpperCase()),
      keep: isWanted,
      present: ({ iso_code: code }) => ({
        url: `https://voice.twilio.com${PATH}/Countries/${code}`,
        links: {
          highrisk_special_prefixes: `https://voice.twilio.com${PATH}/Countries/${code}/HighRiskSpecialPrefixes`,
        },
      }),
    }),
    bulkRoute(world, countriesOf),
    ...settingsRoutes(world),
  ];
  return routes.map(route => ({
    ...route,
    async handle(request) {
      countries = await (loading ??= loadCountries());
      return route.handle(request);
    },
  }));
}

type Country = Pick<CountryRecord, 'iso_code' | 'name' | 'country_codes'>;

/** The library that knows them is a third of all that would be loaded at the start: whoever asks for countries loads it. */
let loading: Promise<readonly Country[]> | undefined;
let countries: readonly Country[] = [];

async function loadCountries(): Promise<readonly Country[]> {
  const { getCountries, getCountryCallingCode } = await import('libphonenumber-js');
  const names = new Intl.DisplayNames(['en'], { type: 'region' });
  return getCountries().map(code => ({
    iso_code: code,
    name: names.of(code) ?? code,
    country_codes: [`+${getCountryCallingCode(code)}`],
  }));
}

function isWanted(country: CountryRecord, query: URLSearchParams): boolean {
  const code = query.get('CountryCode')?.replace(/^\+?/, '+');
  const flags = FLAGS.every(flag => {
    const wanted = query.get(flag.replace(/(?:^|_)([a-z])/g, (_all, letter: string) => letter.toUpperCase()));
    return wanted === null || wanted === String(country[flag]);
  });
  const iso = query.get('IsoCode');
  if (query.get('Continent')) return false;
  return flags && (iso === null || iso === country.iso_code) && (!code || country.country_codes.includes(code));
}

function bulkRoute(world: World, countriesOf: (accountSid: string) => CountryRecord[]): Route {
  const permissions = world.store.collection<PermissionRecord>('voice.dialing-permissions');
  const path = `${PATH}/BulkCountryUpdates`;
  const description = describe('voice_v1', path);
  function handle({ form, account }: ApiRequest) {
    const { form: fields = {}, required = [] } = description.operations.create ?? {};
    const request = String(checkParameters(form, { fields, required })['UpdateRequest']);
    const known = new Map(countriesOf(account?.sid ?? '').map(country => [country.iso_code, country]));
    const changes = readChanges(request).map(change => {
      const country = known.get(String(change['iso_code']));
      if (!country)
        throw invalid(`Invalid value for parameter UpdateRequest: no country ${String(change['iso_code'])}`);
      return { ...country, ...flagsOf(change) };
    });
    for (const { sid, account_sid, ...country } of changes) {
      permissions.delete(sid);
      permissions.insert({ sid, account_sid, ...flagsOf({ ...country }) });
    }
    const record = { sid: '', update_count: changes.length, update_request: request };
    return { status: 201, body: presentRecord(description, record) };
  }
  return { method: 'POST', path, access: 'account', handle };
}

/** The flags as they come, as text or booleans. */
function flagsOf(change: Readonly<Record<string, unknown>>): Record<(typeof FLAGS)[number], boolean> {
  const flags = FLAGS.filter(flag => flag in change).map(flag => [flag, String(change[flag]) === 'true']);
  // Whoever calls this has the other flags already.
  return Object.fromEntries(flags) as Record<(typeof FLAGS)[number], boolean>;
}

function readChanges(json: string): Readonly<Record<string, unknown>>[] {
  try {
    const parsed: unknown = JSON.parse(json);
    if (Array.isArray(parsed) && parsed.every(isObject)) return parsed;
  } catch {
    // Refused below, with what is no list of objects.
  }
  throw invalid('Invalid value for parameter UpdateRequest: it is not a JSON array of objects');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function settingsRoutes(world: World): Route[] {
  const settings = world.store.collection<SettingsRecord>('voice.settings');
  const path = '/v1/Settings';
  const description = describe('voice_v1', path);
  const url = `https://voice.twilio.com${path}`;
  const read = (accountSid: string): SettingsRecord =>
    settings.get(accountSid) ?? settings.insert({ sid: accountSid, dialing_permissions_inheritance: true });
  return [
    {
      method: 'GET',
      path,
      access: 'account',
      handle: ({ account }) => ({
        status: 200,
        body: presentRecord(description, { ...read(account?.sid ?? ''), url } as StoredRecord),
      }),
    },
    {
      method: 'POST',
      path,
      access: 'account',
      handle({ account, form }) {
        const { form: fields = {} } = description.operations.create ?? {};
        const { DialingPermissionsInheritance: inherits } = checkParameters(form, { fields });
        const known = read(account?.sid ?? '');
        const changed =
          typeof inherits === 'boolean'
            ? settings.update(known.sid, { dialing_permissions_inheritance: inherits })
            : known;
        return { status: 202, body: presentRecord(description, { ...changed, url } as StoredRecord) };
      },
    },
  ];
}
