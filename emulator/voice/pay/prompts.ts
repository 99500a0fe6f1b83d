import type { Session } from '../session';
import { flag, oneOf, someOf, type ValuesOf } from '../twiml/attributes';
import { elementsOf, type Element } from '../twiml/element';
import { attributesOf, type Verb } from '../twiml/verb';
import { pause } from '../twiml/verbs/pause';
import { play } from '../twiml/verbs/play';
import { say } from '../twiml/verbs/say';
import { CARD_TYPES, type CardType } from './cards';
import { FIELDS, type PaymentField } from './payment-data';

/** Twilio's error for a value of Pay or Prompt that is none. */
export const INVALID_PARAMETER = 64020;

const ERROR_TYPES = [
  'timeout',
  'invalid-card-number',
  'invalid-card-type',
  'invalid-date',
  'invalid-security-code',
  'invalid-postal-code',
  'invalid-bank-routing-number',
  'invalid-bank-account-number',
  'input-matching-failed',
  'internal-error',
] as const;

/** https://www.twilio.com/docs/voice/twiml/pay/prompt */
export const promptTable = {
  for: oneOf([...FIELDS, 'payment-processing'], { default: undefined, warning: INVALID_PARAMETER }),
  attempt: someOf(['1', '2', '3', '4'], { default: [], warning: INVALID_PARAMETER }),
  cardType: someOf(CARD_TYPES, { default: [], warning: INVALID_PARAMETER }),
  errorType: someOf(ERROR_TYPES, { default: [], warning: INVALID_PARAMETER }),
  requireMatchingInputs: flag({ default: false, warning: INVALID_PARAMETER }),
};

/** The moment that a prompt is for. */
export interface Asking {
  readonly for: PaymentField | 'payment-processing';
  readonly attempt: number;
  readonly errorType: string | undefined;
  readonly cardType: CardType | undefined;
}

/** What Twilio says where no Prompt does. */
const WORDS: Readonly<Record<Asking['for'], string>> = {
  'payment-card-number': 'Please enter your credit card number',
  'expiration-date': 'Please enter the expiration date, two digits for the month and two digits for the year',
  'security-code': 'Please enter the security code of your card',
  'postal-code': 'Please enter your billing zip code',
  'bank-routing-number': 'Please enter your bank routing number',
  'bank-account-number': 'Please enter your bank account number',
  'payment-processing': 'Thank you. Please wait while we process your payment',
};

const VERBS: ReadonlyMap<string, Verb> = new Map([say, play, pause].map(verb => [verb.name, verb]));

interface Prompt {
  readonly values: ValuesOf<typeof promptTable>;
  readonly element: Element;
}

/** The Prompts of a Pay: what is said when, and what must be entered twice. */
export class Prompts {
  private readonly prompts: readonly Prompt[];

  constructor(pay: Element, session: Session) {
    this.prompts = elementsOf(pay)
      .filter(({ name }) => name === 'Prompt')
      .map(element => ({ element, values: attributesOf(element, promptTable, session) }));
  }

  /** True when a Prompt wants the field twice. */
  needsTwice(field: PaymentField): boolean {
    return this.prompts.some(({ values }) => values.for === field && values.requireMatchingInputs);
  }

  /** Says what is to be said now: the Prompt that fits most closely, else Twilio's own words. */
  async say(asking: Asking, session: Session): Promise<void> {
    const [best] = this.prompts
      .filter(({ values }) => fits(values, asking))
      .sort((one, other) => weigh(other) - weigh(one));
    const element = best?.element ?? spoken(asking);
    for (const child of elementsOf(element)) await VERBS.get(child.name)?.run(child, session);
  }
}

function fits(values: Prompt['values'], { for: field, attempt, errorType, cardType }: Asking): boolean {
  const holds = (wanted: readonly string[], is: string | undefined): boolean =>
    wanted.length === 0 || (is !== undefined && wanted.includes(is));
  return (
    values.for === field &&
    holds(values.attempt, String(attempt)) &&
    holds(values.errorType, errorType) &&
    holds(values.cardType, cardType)
  );
}

function weigh({ values: { attempt, errorType, cardType } }: Prompt): number {
  return [attempt, errorType, cardType].filter(wanted => wanted.length > 0).length;
}

function spoken({ for: field, errorType }: Asking): Element {
  const sorry = errorType === undefined ? '' : 'That was not valid. ';
  const words: Element = { name: 'Say', attributes: {}, children: [sorry + WORDS[field]] };
  return { name: 'Prompt', attributes: {}, children: [words] };
}
