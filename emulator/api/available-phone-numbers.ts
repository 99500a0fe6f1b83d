import type { Collection, Route, StoredRecord, World } from '../contract';
import { computedCollection } from '../rest/computed-collection';
import { describe } from '../rest/description';
import { checkParameters } from '../rest/parameters';
import { resource } from '../rest/resource';
import { notFound, notImplemented } from '../rest/twilio-error';
import { formatted } from '../voice/phone';
import { fitsPattern, type NumberRecord } from './incoming-phone-numbers';

interface CountryRecord extends StoredRecord {
  readonly country_code: string;
  readonly country: string;
  readonly beta: boolean;
}

/** Countries with numbers to be had here, and how those begin: by type. Every number is made up. */
const COUNTRIES: Readonly<Record<string, readonly [name: string, prefixes: Readonly<Record<string, string>>]>> = {
  US: ['United States', { Local: '+1415555', TollFree: '+1800555' }],
  CA: ['Canada', { Local: '+1416555', TollFree: '+1888555' }],
  GB: [
    'United Kingdom',
    { Local: '+44207946', Mobile: '+447700900', TollFree: '+44808157', National: '+44330808', SharedCost: '+44843208' },
  ],
  DE: ['Germany', { Local: '+493023125', Mobile: '+4915201920', Voip: '+493221099' }],
  NL: ['Netherlands', { Local: '+3197010', Mobile: '+3197010', MachineToMachine: '+3197003' }],
  AU: ['Australia', { Local: '+61291920', Mobile: '+61491570' }],
};
const TYPES = ['Local', 'TollFree', 'Mobile', 'MachineToMachine', 'National', 'SharedCost', 'Voip'] as const;
const OFFERED = 60;
const BASE = '/2010-04-01/Accounts/{AccountSid}/AvailablePhoneNumbers';

/** Numbers that nobody has yet, by country and type. */
export function availablePhoneNumberRoutes(world: World): Route[] {
  const taken = world.store.collection<NumberRecord>('api.incoming_phone_numbers');
  return [...countryRoutes(world), ...TYPES.flatMap(type => numberRoutes(world, type, taken))];
}

function countryRoutes(world: World): Route[] {
  const countries = Object.entries(COUNTRIES).map(([code, [country]]): CountryRecord => {
    return { sid: code, country_code: code, country, beta: false };
  });
  const fetches = resource<CountryRecord>({
    world,
    document: 'api_v2010',
    path: `${BASE}.json`,
    sidPrefix: '',
    records: computedCollection(() => countries),
    operations: ['fetch'],
    find: code => countries.find(country => country.country_code === code),
    present: ({ country_code: code }, { accountSid }) => addressesOf(code, accountSid),
  });
  const list: Route = {
    method: 'GET',
    path: `${BASE}.json`,
    access: 'account',
    // Not a page: all of them at once.
    handle({ account, url, query }) {
      checkParameters(query, { fields: describe('api_v2010', `${BASE}.json`).operations.list?.query ?? {} });
      const shown = countries.map(({ sid: _, ...country }) => {
        return { ...country, ...addressesOf(country.country_code, account?.sid ?? '') };
      });
      return { status: 200, body: { countries: shown, uri: url.pathname } };
    },
  };
  return [...fetches, list];
}

function addressesOf(code: string, accountSid: string): { uri: string; subresource_uris: Record<string, string> } {
  const at = `${BASE.replace('{AccountSid}', accountSid)}/${code}`;
  const types = Object.keys(COUNTRIES[code]?.[1] ?? {});
  const links = types.map(type => [type.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase(), `${at}/${type}.json`]);
  return { uri: `${at}.json`, subresource_uris: Object.fromEntries(links) as Record<string, string> };
}

type AvailableNumber = StoredRecord & {
  readonly phone_number: string;
  readonly capabilities: Readonly<Record<'voice' | 'sms' | 'mms' | 'fax', boolean>>;
} & Readonly<Record<string, unknown>>;

interface Place {
  readonly lata: string | null;
  readonly locality: string | null;
  readonly rate_center: string | null;
  readonly latitude: string | null;
  readonly longitude: string | null;
  readonly region: string | null;
  readonly postal_code: string | null;
}
const NOWHERE: Place = {
  lata: null,
  locality: null,
  rate_center: null,
  latitude: null,
  longitude: null,
  region: null,
  postal_code: null,
};
/** Of the area codes that are offered when none is asked for. */
const PLACES: Readonly<Record<string, Place>> = {
  '+1415': { ...NOWHERE, lata: '722', locality: 'San Francisco', rate_center: 'SNFC CNTRL', region: 'CA' },
  '+1416': { ...NOWHERE, lata: '888', locality: 'Toronto', rate_center: 'TORONTO', region: 'ON' },
};

function numberRoutes(world: World, type: string, taken: Collection<NumberRecord>): Route[] {
  return resource<AvailableNumber>({
    world,
    document: 'api_v2010',
    path: `${BASE}/{CountryCode}/${type}.json`,
    sidPrefix: '',
    records: computedCollection<AvailableNumber>(() => []),
    operations: ['list'],
    keep: () => true,
    order(_, query, { scope, request }) {
      const code = scope['country_code'] ?? '';
      const prefix = prefixOf(code, type, query.get('AreaCode'));
      if (!(code in COUNTRIES)) throw notFound(request.url.pathname);
      const near = ['NearNumber', 'NearLatLong'].find(name => query.has(name));
      if (near !== undefined) throw notImplemented(`the filter ${near} of available numbers: these are nowhere`);
      return numbersFrom(prefix)
        .filter(number => fitsPattern(number, query.get('Contains')))
        .filter(number => taken.find(record => record.phone_number === number) === undefined)
        .map(number => available(number, code))
        .filter(number => isWanted(number, query));
    },
  });
}

const TOLL_FREE = ['800', '833', '844', '855', '866', '877', '888'];

/** How the numbers begin; undefined when there are none. Only North America has area codes. */
function prefixOf(country: string, type: string, areaCode: string | null): string | undefined {
  const prefix = COUNTRIES[country]?.[1][type];
  if (areaCode === null || prefix === undefined) return prefix;
  const isTollFree = TOLL_FREE.includes(areaCode);
  const fits = /^[2-9]\d\d$/.test(areaCode) && isTollFree === (type === 'TollFree');
  return prefix.startsWith('+1') && fits ? `+1${areaCode}555` : undefined;
}

/** What a query names, and the property that must have it. */
const WANTED = [
  ['InPostalCode', 'postal_code'],
  ['InRegion', 'region'],
  ['InRateCenter', 'rate_center'],
  ['InLata', 'lata'],
  ['InLocality', 'locality'],
  ['Beta', 'beta'],
] as const;
const CAPABILITIES = { VoiceEnabled: 'voice', SmsEnabled: 'sms', MmsEnabled: 'mms', FaxEnabled: 'fax' } as const;
/** The requirements that each leaves out. */
const EXCLUDED = {
  ExcludeAllAddressRequired: ['any', 'local', 'foreign'],
  ExcludeLocalAddressRequired: ['local'],
  ExcludeForeignAddressRequired: ['foreign'],
} as const;

function isWanted(number: AvailableNumber, query: URLSearchParams): boolean {
  const fits = (name: string, value: unknown): boolean =>
    !query.get(name) || query.get(name)?.toLowerCase() === String(value).toLowerCase();
  const requirement = String(number['address_requirements']);
  const isExcluded = Object.entries(EXCLUDED).some(
    ([name, kinds]) => query.get(name)?.toLowerCase() === 'true' && kinds.some(kind => kind === requirement),
  );
  return (
    !isExcluded &&
    WANTED.every(([name, property]) => fits(name, number[property])) &&
    Object.entries(CAPABILITIES).every(([name, kind]) => fits(name, number.capabilities[kind]))
  );
}

/** Up to the usual eleven or twelve digits, spread over the prefix. */
function numbersFrom(prefix: string | undefined): string[] {
  if (prefix === undefined) return [];
  const width = Math.max(4, 12 - prefix.length);
  return Array.from({ length: OFFERED }, (_, index) => prefix + String(100 + index * 37).padStart(width, '0'));
}

function available(number: string, country: string): AvailableNumber {
  return {
    sid: number,
    phone_number: number,
    friendly_name: formatted(number),
    ...(PLACES[number.slice(0, 5)] ?? NOWHERE),
    iso_country: country,
    address_requirements: country === 'DE' ? 'local' : country === 'AU' ? 'any' : 'none',
    beta: false,
    capabilities: { voice: true, sms: true, mms: country === 'US' || country === 'CA', fax: false },
  };
}
