import { isSupportedCountry, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.max.json';
import type { PhoneNumber } from '.';

/**
 * A number to be read out digit by digit, with a pause where people pause: "2 0 2, 5 5 5, 0 1 1 1". Numbers of the country's own code as
 * they are dialled there, others with "+" and their country's code. A module of its own for the same reason as `dialable`.
 */
export function spokenNumber(number: PhoneNumber, country: string): string {
  const parsed = parsePhoneNumberFromString(number, metadata);
  if (!parsed) return spaced(number);
  const isHome = isCountry(country) && getCountryCallingCode(country, metadata) === parsed.countryCallingCode;
  return spaced(isHome ? parsed.formatNational() : parsed.formatInternational());
}

function isCountry(country: string): country is Parameters<typeof getCountryCallingCode>[0] {
  return isSupportedCountry(country as Parameters<typeof isSupportedCountry>[0], metadata);
}

function spaced(written: string): string {
  const groups = written.match(/\+?\d+/g) ?? [];
  return groups.map(group => [...group].join(' ').replace('+ ', '+')).join(', ');
}
