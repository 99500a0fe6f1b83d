/** What Twilio puts in From when the network withholds the caller's number (Twilio: "Why am I getting calls from these strange numbers?"). */
const WITHHELD = new Map([
  ['anonymous', '+266696687'],
  ['restricted', '+7378742833'],
  ['unavailable', '+86282452253'],
  ['unknown', '+8566696'],
]);

/** Calling codes of the countries whose code stands for one country (or is taken for its largest). */
const COUNTRIES: readonly (readonly [prefix: string, country: string])[] = [
  ['+1', 'US'],
  ['+31', 'NL'],
  ['+32', 'BE'],
  ['+33', 'FR'],
  ['+34', 'ES'],
  ['+39', 'IT'],
  ['+41', 'CH'],
  ['+43', 'AT'],
  ['+44', 'GB'],
  ['+45', 'DK'],
  ['+46', 'SE'],
  ['+47', 'NO'],
  ['+48', 'PL'],
  ['+49', 'DE'],
  ['+52', 'MX'],
  ['+55', 'BR'],
  ['+61', 'AU'],
  ['+64', 'NZ'],
  ['+65', 'SG'],
  ['+81', 'JP'],
  ['+91', 'IN'],
  ['+351', 'PT'],
  ['+353', 'IE'],
  ['+358', 'FI'],
];

/** A caller as Twilio names it: E.164 and `client:` as they are, a withheld number by the digits Twilio stands in for it. */
export function callerId(from: string): string {
  return WITHHELD.get(from.trim().toLowerCase()) ?? from;
}

/** ISO country of an E.164 number, or '' when its code isn't known here. */
export function countryOf(number: string): string {
  if ([...WITHHELD.values()].includes(number)) return '';
  return COUNTRIES.find(([prefix]) => number.startsWith(prefix))?.[1] ?? '';
}

/** "(555) 012-3456" for a North American number, anything else unchanged. */
export function formatted(number: string): string {
  const match = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return match ? `(${match[1]}) ${match[2]}-${match[3]}` : number;
}

/** "+" and 8 to 15 digits, the first not 0 (E.164). */
export function isE164(number: string): boolean {
  return /^\+[1-9]\d{7,14}$/.test(number);
}
