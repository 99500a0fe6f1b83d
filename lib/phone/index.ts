declare const brand: unique symbol;

/** A phone number in E.164 form: "+" and 7 to 15 digits, the first not 0. */
export type PhoneNumber = string & { readonly [brand]: 'PhoneNumber' };

const E164 = /^\+[1-9]\d{6,14}$/;

/** E.164 by shape only: the numbers that Twilio itself hands us need no more. */
export function isPhoneNumber(text: string): text is PhoneNumber {
  return E164.test(text);
}

/**
 * What Twilio puts in `From` for a caller who withholds the number: a word, or one of these "numbers", which spell
 * ANONYMOUS, RESTRICTED, BLOCKED and UNKNOWN on a keypad.
 * Source: Twilio support, "Why am I getting calls from these strange numbers?".
 */
const WITHHELD = new Set([
  'anonymous',
  'restricted',
  'unavailable',
  'unknown',
  'blocked',
  '+266696687',
  '+7378742833',
  '+2562533',
  '+8656696',
]);

/** The caller's number, or undefined when it is withheld or no number (a SIP address, a client). */
export function callerNumber(from: string): PhoneNumber | undefined {
  const text = from.trim();
  if (WITHHELD.has(text.toLowerCase())) return undefined;
  return isPhoneNumber(text) ? text : undefined;
}

/** What to call a caller: the number, or the address they called from (SIP, a client); undefined when it is withheld. */
export function callerName(from: string): string | undefined {
  const text = from.trim();
  return text === '' || WITHHELD.has(text.toLowerCase()) ? undefined : text;
}
