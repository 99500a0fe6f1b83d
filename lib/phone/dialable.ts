import {
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
  type CountryCode,
  type PhoneNumber as ParsedNumber,
} from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.max.json';
import { AppError } from '../errors';
import { callerName, isPhoneNumber, type PhoneNumber } from '.';

/** Whom a client calls back. */
export interface DialingPolicy {
  /** ISO 3166 country of numbers without "+": "US". */
  readonly country: string;
  /** Whether numbers of other countries are called. A country's own territories are none (`HOME_OF`). */
  readonly foreign: boolean;
  /** The number that the caller calls from, as the carrier gave it, and not one that somebody typed. */
  readonly own?: boolean | undefined;
}

/**
 * Why a number is not called. short: an area code is missing, or it is a short code · withheld: the caller's own, which is not known ·
 * service: voicemail boxes and pagers.
 */
export type Refusal = 'invalid' | 'short' | 'emergency' | 'premium' | 'service' | 'foreign' | 'withheld';

export type Dialable =
  | { readonly number: PhoneNumber; readonly refused?: undefined }
  | { readonly refused: Refusal; readonly number?: undefined };

/**
 * Emergency numbers of the world's larger countries, with the crisis lines that the United States and Canada dial by three digits.
 * Source: ITU-T E.129 national numbering plans; Directive (EU) 2018/1972, art. 109, for 112.
 */
const EMERGENCY = new Set(
  '000 061 100 101 102 103 104 108 110 111 112 113 114 115 117 118 119 120 122 128 131 132 133 144 190 191 192 193 911 988 995 997 998 999'.split(
    ' ',
  ),
);

/** The longest text that may be a number: 15 digits, prefixes and separators. */
const MAX_LENGTH = 40;

const REFUSED_TYPES: Readonly<Partial<Record<NonNullable<ReturnType<ParsedNumber['getType']>>, Refusal>>> = {
  PREMIUM_RATE: 'premium',
  SHARED_COST: 'premium',
  PAGER: 'service',
  VOICEMAIL: 'service',
};

/**
 * What is home beside the country itself: places with an ISO code of their own that belong to it and are dialled in it without a country's
 * code. Canada and the Caribbean share +1 with the United States, but are other countries.
 * Sources: North American Numbering Plan Administrator (https://www.nanpa.com), area codes 787, 939, 340, 671, 670 and 684 of the United
 * States; Ofcom, National Telephone Numbering Plan, 01481, 01534 and 01624 of the Crown dependencies.
 */
const HOME_OF: Readonly<Record<string, readonly string[]>> = {
  US: ['PR', 'VI', 'GU', 'MP', 'AS'],
  GB: ['GG', 'JE', 'IM'],
};

/** Numbers of no country: satellites and worldwide services, at the prices of such; free ones (+800) apart. */
const FREE_ANYWHERE = '800';

/**
 * The number in E.164 if it is one that the client calls back, or why it isn't. Takes what people type on a keypad: with or without
 * country code, "+", "00", "011" or the country's own prefixes. Throws CLIENT_FILE_INVALID for a country that there isn't.
 *
 * A module of its own, outside the folder's index: loading it costs some 10 ms, which only a Function that reads typed numbers should pay.
 */
export function dialable(text: string, policy: DialingPolicy): Dialable {
  const country = countryOf(policy);
  if (policy.own === true && callerName(text) === undefined) return { refused: 'withheld' };
  const digits = text.slice(0, MAX_LENGTH + 1).replace(/[\s().\-/]/g, '');
  if (!/^\+?\d+$/.test(digits) || text.length > MAX_LENGTH) return { refused: 'invalid' };
  if (EMERGENCY.has(digits)) return { refused: 'emergency' };
  const parsed = parse(digits, country);
  // A carrier knows its numbers better than any list of them, which may be older than a new range.
  const isNumber = parsed && (policy.own === true ? parsed.isPossible() : parsed.isValid());
  if (!isNumber) return { refused: faultOf(digits, country, parsed) };
  const refused = REFUSED_TYPES[parsed.getType() ?? 'MOBILE'] ?? refusedAbroad(parsed, country, policy.foreign);
  if (refused) return { refused };
  return isPhoneNumber(parsed.number) ? { number: parsed.number } : { refused: 'invalid' };
}

function countryOf({ country }: DialingPolicy): CountryCode {
  if (isKnown(country)) return country;
  throw new AppError(
    'CLIENT_FILE_INVALID',
    `The callback country "${country}" is no ISO 3166 country with telephones.`,
  );
}

function isKnown(country: string): country is CountryCode {
  return isSupportedCountry(country as CountryCode, metadata);
}

/** The first reading of the digits that is a valid number, or else the plainest one. */
function parse(digits: string, country: CountryCode): ParsedNumber | undefined {
  const readings = [digits];
  if (digits.startsWith('00')) readings.push(`+${digits.slice(2)}`);
  if (digits.startsWith('011')) readings.push(`+${digits.slice(3)}`);
  // A country code without "+". Shorter ones are rather mistyped numbers of the client's own country.
  if (/^[1-9]\d{10,}$/.test(digits)) readings.push(`+${digits}`);
  const parsed = readings.map(reading =>
    parsePhoneNumberFromString(reading, { defaultCountry: country, extract: false }, metadata),
  );
  return parsed.find(each => each?.isValid()) ?? parsed[0];
}

function faultOf(digits: string, country: CountryCode, parsed: ParsedNumber | undefined): Refusal {
  if (parsed && EMERGENCY.has(parsed.nationalNumber)) return 'emergency';
  const length = validatePhoneNumberLength(digits, { defaultCountry: country }, metadata);
  return length === 'TOO_SHORT' || digits.length <= 6 ? 'short' : 'invalid';
}

function refusedAbroad(parsed: ParsedNumber, country: CountryCode, foreign: boolean): Refusal | undefined {
  if (parsed.isNonGeographic() && parsed.countryCallingCode !== FREE_ANYWHERE) return 'premium';
  // Countries that share a code share its free numbers, whichever of them the list names.
  const isShared = parsed.country === undefined || parsed.getType() === 'TOLL_FREE';
  const isHome = isShared
    ? parsed.countryCallingCode === getCountryCallingCode(country, metadata)
    : parsed.country === country || HOME_OF[country]?.includes(parsed.country ?? '') === true;
  return isHome || foreign ? undefined : 'foreign';
}
