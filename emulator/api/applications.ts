import type { Collection, Route, StoredRecord, World } from '../contract';
import { resource } from '../rest/resource';
import { TwilioError } from '../rest/twilio-error';
import { checkFriendlyName, checkUrls } from './number-rules';
import type { NumberRecord } from './incoming-phone-numbers';
import type { ApplicationVoice } from './call-requests';

/** An application as the REST API shows it: what calls read of it. */
export interface ApplicationRecord extends StoredRecord, ApplicationVoice {
  readonly account_sid: string;
  readonly friendly_name: string | null;
}

const DEFAULTS = {
  voice_method: 'POST',
  voice_fallback_method: 'POST',
  status_callback_method: 'POST',
  sms_method: 'POST',
  sms_fallback_method: 'POST',
  voice_caller_id_lookup: false,
  public_application_connect_enabled: false,
} as const;

/** TwiML applications: where a call goes that names one instead of a URL. */
export function applicationRoutes(world: World): Route[] {
  return resource<ApplicationRecord>({
    world,
    document: 'api_v2010',
    path: '/2010-04-01/Accounts/{AccountSid}/Applications.json',
    sidPrefix: 'AP',
    records: world.store.collection<ApplicationRecord>('api.applications'),
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    newestFirst: true,
    create(record, { parameters }) {
      checkUrls(parameters);
      checkFriendlyName(parameters);
      const given = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
      return { ...record, ...DEFAULTS, ...given };
    },
    update(_, change, { parameters }) {
      checkUrls(parameters);
      checkFriendlyName(parameters);
      return change;
    },
  });
}

interface AddressRecord extends StoredRecord {
  readonly account_sid: string;
  readonly iso_country: string;
  readonly emergency_enabled: boolean | null;
}

/** Postal addresses, which numbers refer to. Nothing checks that they exist. */
export function addressRoutes(world: World): Route[] {
  const numbers = world.store.collection<NumberRecord & { address_sid: string | null }>('api.incoming_phone_numbers');
  const addresses = world.store.collection<AddressRecord>('api.addresses');
  const ofAddresses = resource<AddressRecord>({
    world,
    document: 'api_v2010',
    path: '/2010-04-01/Accounts/{AccountSid}/Addresses.json',
    sidPrefix: 'AD',
    records: addresses,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    newestFirst: true,
    create(record) {
      if (!/^[A-Z]{2}$/.test(record.iso_country))
        throw new TwilioError(400, 21628, `Address Validation Error: IsoCountry "${record.iso_country}"`);
      const flags = { emergency_enabled: record.emergency_enabled ?? false, validated: false, verified: false };
      return { ...record, ...flags };
    },
    remove({ sid }) {
      if (numbers.find(number => number.address_sid === sid))
        throw new TwilioError(400, 20409, `Address ${sid} is in use by a phone number`);
    },
  });
  return [...ofAddresses, ...dependentRoutes(world, { numbers, addresses })];
}

/** The numbers that name an address. */
function dependentRoutes(
  world: World,
  { numbers, addresses }: { numbers: Collection<NumberRecord>; addresses: Collection<AddressRecord> },
): Route[] {
  return resource<NumberRecord>({
    world,
    document: 'api_v2010',
    path: '/2010-04-01/Accounts/{AccountSid}/Addresses/{AddressSid}/DependentPhoneNumbers.json',
    sidPrefix: 'PN',
    records: numbers,
    operations: ['list'],
    parents: { AddressSid: sid => addresses.get(sid) },
    present: ({ account_sid: account, sid }) => ({
      uri: `/2010-04-01/Accounts/${account}/IncomingPhoneNumbers/${sid}.json`,
    }),
  });
}
