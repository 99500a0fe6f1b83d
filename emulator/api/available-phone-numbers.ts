import type { Collection, Route, StoredRecord, World } from '../contract';
import { computedCollection } from '../rest/computed-collection';
import { describe } from '../rest/description';
import { checkParameters } from '../rest/parameters';
import { resource } from '../rest/resource';
import { notFound } from '../rest/twilio-error';
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
  GB: ['United Kingdom', { Local: '+44207946', Mobile: '+447700900', TollFree: '+44808157' }],
  DE: ['Germany', { Local: '+493023125', Mobile: '+4915201920' }],
  NL: ['Netherlands', { Local: '+3197010', Mobile: '+3197010' }],
  AU: ['Australia', { Local: '+61291920', Mobile: '+61491570' }],
};
const TYPES = ['Local', 'TollFree', 'Mobile'] as const;
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
  const links = types.map(type => [type === 'TollFree' ? 'toll_free' : type.toLowerCase(), `${at}/${type}.json`]);
  return { uri: `${at}.json`, subresource_uris: Object.fromEntries(links) as Record<string, string> };
}

type AvailableNumber = StoredRecord & { readonly phone_number: string } & Readonly<Record<string, unknown>>;

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
      const country = COUNTRIES[code];
      if (!country) throw notFound(request.url.pathname);
      const area = query.get('AreaCode');
      const prefix = country[1][type];
      if (prefix === undefined) return [];
      return numbersFrom(area && prefix.startsWith('+1') ? `+1${area}555` : prefix)
        .filter(number => fitsPattern(number, query.get('Contains')))
        .filter(number => taken.find(record => record.phone_number === number) === undefined)
        .map(number => available(number, code));
    },
  });
}

/** Up to the usual eleven or twelve digits, spread over the prefix. */
function numbersFrom(prefix: string): string[] {
  const width = Math.max(4, 12 - prefix.length);
  return Array.from({ length: OFFERED }, (_, index) => prefix + String(100 + index * 37).padStart(width, '0'));
}

function available(number: string, country: string): AvailableNumber {
  return {
    sid: number,
    phone_number: number,
    friendly_name: formatted(number),
    lata: null,
    locality: null,
    rate_center: null,
    latitude: null,
    longitude: null,
    region: null,
    postal_code: null,
    iso_country: country,
    address_requirements: 'none',
    beta: false,
    capabilities: { voice: true, sms: true, mms: country === 'US' || country === 'CA', fax: false },
  };
}
