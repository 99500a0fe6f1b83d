/** Cards that `<Pay>` knows, in the words of `validCardTypes`. */
export const CARD_TYPES = [
  'visa',
  'mastercard',
  'amex',
  'maestro',
  'discover',
  'optima',
  'jcb',
  'diners-club',
  'enroute',
] as const;
export type CardType = (typeof CARD_TYPES)[number];

/** First digits and lengths, https://www.twilio.com/docs/voice/twiml/pay#validcardtypes (visa also has the usual 16 digits). */
const FORMS: readonly (readonly [CardType, RegExp])[] = [
  ['visa', /^4(\d{12}|\d{14,15}|\d{18})$/],
  ['mastercard', /^(5[1-5]\d{14}|2(22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12})$/],
  ['amex', /^3[47]\d{13}$/],
  ['discover', /^(6011\d{12,15}|6[45]\d{14,17})$/],
  ['jcb', /^35(2[89]|[3-8]\d)\d{12,15}$/],
  ['diners-club', /^(36\d{12,17}|(30[0-4]|3095|38|39)\d{12,17})$/],
  ['enroute', /^(2014|2149)\d{11}$/],
  ['maestro', /^(5[0678]|6)\d{10,17}$/],
];

/** What kind of card has the number; undefined when none has. */
export function cardTypeOf(number: string): CardType | undefined {
  return hasCheckDigit(number) ? FORMS.find(([, form]) => form.test(number))?.[0] : undefined;
}

/** The formula of Luhn, ISO/IEC 7812-1. */
function hasCheckDigit(number: string): boolean {
  const digits = [...number].reverse().map(Number);
  const sum = digits.reduce((total, digit, index) => {
    const doubled = digit * 2;
    return total + (index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return number !== '' && sum % 10 === 0;
}
