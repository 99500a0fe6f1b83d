import { cardTypeOf, type CardType } from './cards';

/** What is asked for, in the words of `<Prompt for>` and of the `Capture` of a payment. */
export const FIELDS = [
  'payment-card-number',
  'expiration-date',
  'security-code',
  'postal-code',
  'bank-routing-number',
  'bank-account-number',
] as const;
export type PaymentField = (typeof FIELDS)[number];

/** https://www.twilio.com/docs/voice/twiml/pay#attributes */
export interface PaymentTerms {
  readonly paymentMethod: 'credit-card' | 'ach-debit';
  readonly bankAccountType: string;
  readonly securityCode: boolean;
  /** 'true', 'false', or the code itself. */
  readonly postalCode: string;
  readonly minPostalCodeLength: number;
  readonly validCardTypes: readonly CardType[];
  readonly connector: string;
  readonly tokenType: string;
  /** 0 makes a token. */
  readonly chargeAmount: number;
  readonly currency: string;
}

/** What the caller has entered, in clear. It never leaves memory. */
export type PaymentData = Partial<Record<PaymentField, string>>;

/** Which fields the terms ask for, in Twilio's order. */
export function fieldsOf({ paymentMethod, securityCode, postalCode }: PaymentTerms): PaymentField[] {
  if (paymentMethod === 'ach-debit') return ['bank-routing-number', 'bank-account-number'];
  const fields: PaymentField[] = ['payment-card-number', 'expiration-date'];
  if (securityCode) fields.push('security-code');
  if (postalCode === 'true') fields.push('postal-code');
  return fields;
}

/** How many keys complete a field; undefined where only a pause or # does. */
export function lengthOf(field: PaymentField, data: PaymentData): number | undefined {
  if (field === 'expiration-date') return 4;
  if (field === 'security-code') return securityCodeLength(data);
  return field === 'bank-routing-number' ? 9 : undefined;
}

/** What is wrong with an entry, as ErrorType has it; undefined when nothing is. */
export function faultOf(
  field: PaymentField,
  digits: string,
  { data, terms, nowMs }: { data: PaymentData; terms: PaymentTerms; nowMs: number },
): string | undefined {
  if (digits === '') return 'timeout';
  switch (field) {
    case 'payment-card-number': {
      const type = cardTypeOf(digits);
      if (!type) return 'invalid-card-number';
      return terms.validCardTypes.includes(type) ? undefined : 'invalid-card-type';
    }
    case 'expiration-date':
      return isInTheFuture(digits, nowMs) ? undefined : 'invalid-date';
    case 'security-code':
      return digits.length === securityCodeLength(data) ? undefined : 'invalid-security-code';
    case 'postal-code':
      return digits.length >= terms.minPostalCodeLength ? undefined : 'invalid-postal-code';
    case 'bank-routing-number':
      return isRoutingNumber(digits) ? undefined : 'invalid-bank-routing-number';
    case 'bank-account-number':
      return digits.length >= MIN_ACCOUNT_DIGITS ? undefined : 'invalid-bank-account-number';
  }
}

/** Twilio asks for a minimum that it doesn't name. */
const MIN_ACCOUNT_DIGITS = 3;

function securityCodeLength({ 'payment-card-number': number = '' }: PaymentData): number {
  return cardTypeOf(number) === 'amex' ? 4 : 3;
}

/** MMYY, to the end of the month. */
function isInTheFuture(mmyy: string, nowMs: number): boolean {
  const [, month = '', year = ''] = /^(0[1-9]|1[0-2])(\d\d)$/.exec(mmyy) ?? [];
  return month !== '' && Date.UTC(2000 + Number(year), Number(month)) > nowMs;
}

/** Nine digits with the check digit of the American Bankers Association. */
function isRoutingNumber(digits: string): boolean {
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * ([3, 7, 1][index % 3] ?? 0), 0);
  return digits.length === 9 && sum % 10 === 0;
}

/** What webhooks are told of it: all but the last digits of numbers is hidden, https://www.twilio.com/docs/voice/twiml/pay#paymentcardnumber. */
export function masked(data: PaymentData, terms: PaymentTerms): Record<string, string> {
  const { 'payment-card-number': card, 'security-code': code, 'bank-account-number': account } = data;
  const { 'expiration-date': date, 'postal-code': postalCode, 'bank-routing-number': routing } = data;
  const given = terms.postalCode === 'true' || terms.postalCode === 'false' ? postalCode : terms.postalCode;
  return {
    ...(card !== undefined && {
      PaymentCardNumber: hidden(card, 4, 'x'),
      PaymentCardType: cardTypeOf(card) ?? '',
    }),
    ...(date !== undefined && { ExpirationDate: date }),
    ...(code !== undefined && { SecurityCode: hidden(code, 0, '*') }),
    ...(given !== undefined && terms.paymentMethod === 'credit-card' && { PaymentCardPostalCode: given }),
    ...(routing !== undefined && { BankRoutingNumber: routing }),
    ...(account !== undefined && {
      BankAccountNumber: hidden(account, 2, '*'),
      BankAccountType: terms.bankAccountType,
    }),
  };
}

function hidden(digits: string, shown: number, by: string): string {
  return by.repeat(Math.max(0, digits.length - shown)) + (shown === 0 ? '' : digits.slice(-shown));
}
