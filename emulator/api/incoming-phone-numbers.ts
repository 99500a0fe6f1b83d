import type { Collection, Route, StoredRecord, World } from '../contract';
import { resource, type Context, type Parameters } from '../rest/resource';
import { invalid, notImplemented, TwilioError } from '../rest/twilio-error';
import { checkFriendlyName, checkUrls } from './number-rules';
import { formatted, isE164 } from '../voice/phone';

interface Owned extends StoredRecord {
  readonly account_sid: string;
}

type HttpMethod = 'GET' | 'POST';

/** A number as the REST API shows it (schema api.v2010.account.incoming_phone_number): what the phone reads of it. */
export interface NumberRecord extends Owned {
  readonly phone_number: string;
  readonly friendly_name: string;
  readonly voice_url: string;
  readonly voice_method: HttpMethod;
  readonly voice_fallback_url: string;
  readonly voice_fallback_method: HttpMethod;
  readonly status_callback: string;
  readonly status_callback_method: HttpMethod;
  readonly voice_application_sid: string | null;
  readonly type: string;
}

/** Any free number may be had; a type's own routes show and make numbers of that type. */
const ROUTES = [
  ['', 'local'],
  ['/Local', 'local'],
  ['/Mobile', 'mobile'],
  ['/TollFree', 'toll free'],
] as const;
const BASE = '/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers';

/** The numbers of the accounts. Any free E.164 number can be had; AreaCode gives one in that area. */
export function incomingPhoneNumberRoutes(world: World): Route[] {
  const records = world.store.collection<NumberRecord>('api.incoming_phone_numbers');
  return ROUTES.flatMap(([suffix, type]) =>
    resource<NumberRecord>({
      world,
      document: 'api_v2010',
      path: `${BASE}${suffix}.json`,
      sidPrefix: 'PN',
      records,
      operations: suffix === '' ? ['create', 'fetch', 'list', 'update', 'delete'] : ['create', 'list'],
      newestFirst: true,
      missing: () => new TwilioError(400, 21421, 'PhoneNumber is invalid'),
      create: (record, context) => {
        check(context, world);
        const number = wantedNumber(context.parameters, records);
        return {
          ...record,
          ...DEFAULTS,
          ...given(cleared(record)),
          type,
          phone_number: number,
          friendly_name: record.friendly_name || formatted(number),
        };
      },
      update: (record, change, context) => {
        check(context, world);
        return { ...cleared(change), ...transferOf(record, context.parameters, world) };
      },
      // The number may just have become another account's.
      present: ({ sid, account_sid: accountSid }) => ({
        account_sid: accountSid,
        uri: `${BASE.replace('{AccountSid}', accountSid)}/${sid}.json`,
      }),
      keep: (record, query) =>
        (suffix === '' || record.type === type) &&
        fitsPattern(record.phone_number, query.get('PhoneNumber')) &&
        contains(record.friendly_name, query.get('FriendlyName')) &&
        (!query.get('Origin') || query.get('Origin') === 'twilio') &&
        query.get('Beta') !== 'true',
    }),
  );
}

/** Throws TwilioError for URLs and names that Twilio would not take, and for references to what is not there. */
function check({ parameters, accountSid }: Context, { store }: World): void {
  checkUrls(parameters);
  checkFriendlyName(parameters);
  if (parameters['TrunkSid']) throw notImplemented('the trunk of a number');
  for (const [name, collection, code] of REFERENCES) {
    const sid = parameters[name];
    if (
      typeof sid === 'string' &&
      sid !== '' &&
      store.collection<Owned>(collection).get(sid)?.account_sid !== accountSid
    )
      throw new TwilioError(400, code, `${name} ${sid} is not accessible`);
  }
}

/** A number goes from account to account of the same owner. Throws TwilioError 20001 for an account that is not one of these. */
function transferOf(
  { account_sid: from }: NumberRecord,
  { AccountSid: to }: Parameters,
  { accounts }: World,
): Partial<NumberRecord> {
  if (!to || to === from) return {};
  const ownerOf = (sid: string): string | undefined => accounts.find(sid)?.ownerSid ?? accounts.find(sid)?.sid;
  const target = accounts.find(String(to));
  if (!target || target.isSuspended || ownerOf(target.sid) !== ownerOf(from))
    throw invalid(`AccountSid ${String(to)} is not accessible`);
  return { account_sid: target.sid };
}

const REFERENCES = [
  ['VoiceApplicationSid', 'api.applications', 21420],
  ['SmsApplicationSid', 'api.applications', 21420],
  ['AddressSid', 'api.addresses', 21631],
  ['EmergencyAddressSid', 'api.addresses', 21631],
] as const;

/** What a number has that nobody said anything about. */
const DEFAULTS = {
  address_requirements: 'none',
  beta: false,
  capabilities: { voice: true, sms: true, mms: true, fax: false },
  emergency_status: 'Inactive',
  emergency_address_status: 'unregistered',
  origin: 'twilio',
  sms_fallback_method: 'POST',
  sms_fallback_url: '',
  sms_method: 'POST',
  sms_url: '',
  status: 'in-use',
  status_callback: '',
  status_callback_method: 'POST',
  type: 'local',
  voice_caller_id_lookup: false,
  voice_fallback_method: 'POST',
  voice_fallback_url: '',
  voice_method: 'POST',
  voice_receive_mode: 'voice',
  voice_url: '',
} as const;

/** An empty SID means none. */
function cleared(record: Partial<NumberRecord>): Partial<NumberRecord> {
  const entries = Object.entries(record).map(([name, value]) => [
    name,
    name.endsWith('_sid') && value === '' ? null : value,
  ]);
  return Object.fromEntries(entries) as Partial<NumberRecord>;
}

/** The properties that have a value already. */
function given(record: Partial<NumberRecord>): Partial<NumberRecord> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}

function wantedNumber({ PhoneNumber, AreaCode }: Parameters, records: Collection<NumberRecord>): string {
  const isTaken = (number: string): boolean => records.find(record => record.phone_number === number) !== undefined;
  if (typeof PhoneNumber === 'string') {
    if (!isE164(PhoneNumber)) throw new TwilioError(400, 21421, `PhoneNumber ${PhoneNumber} is invalid`);
    if (isTaken(PhoneNumber)) throw new TwilioError(400, 21422, `PhoneNumber ${PhoneNumber} is not available`);
    return PhoneNumber;
  }
  if (typeof AreaCode !== 'string') throw new TwilioError(400, 21404, 'PhoneNumber or AreaCode is required');
  if (!/^[2-9]\d\d$/.test(AreaCode)) throw new TwilioError(400, 21451, `Invalid area code ${AreaCode}`);
  // 555-0100 to 555-0199 belong to nobody (North American Numbering Plan).
  for (let line = 100; line < 200; line += 1) {
    const number = `+1${AreaCode}5550${line}`;
    if (!isTaken(number)) return number;
  }
  throw new TwilioError(400, 21452, `No phone numbers found in area code ${AreaCode}`);
}

function contains(value: string, wanted: string | null): boolean {
  return wanted === null || value.includes(wanted);
}

/** "You can specify partial numbers and use '*' as a wildcard for any digit" (Twilio docs, IncomingPhoneNumber, PhoneNumber). */
export function fitsPattern(number: string, pattern: string | null): boolean {
  if (pattern === null) return true;
  const source = [...pattern].map(sign => (sign === '*' ? '\\d' : sign.replace(/\W/, '\\$&'))).join('');
  return new RegExp(source).test(number);
}
