import { CARD_TYPES } from '../../pay/cards';
import type { PaymentOutcome } from '../../pay/connectors';
import { INVALID_PARAMETER, Prompts } from '../../pay/prompts';
import { takePayment, type Payment } from '../../pay/take-payment';
import type { PaymentTerms } from '../../pay/payment-data';
import type { Session } from '../../session';
import {
  accepted,
  flag,
  inert,
  matching,
  oneOf,
  readAttributes,
  someOf,
  text,
  url,
  whole,
  type Attribute,
  type ValuesOf,
} from '../attributes';
import type { Element } from '../element';
import { defineVerb, type Outcome } from '../verb';

const warning = INVALID_PARAMETER;

/** A decimal from 0 to 1,000,000. */
const chargeAmount: Attribute<number> = {
  default: 0,
  warning: 64003,
  read: raw => (/^\d+(\.\d+)?$/.test(raw.trim()) && Number(raw) <= 1_000_000 ? Number(raw) : undefined),
};

const LANGUAGES =
  'de-DE en-AU en-CA en-GB en-IN en-IE en-NZ en-PH en-ZA en-US es-ES es-MX es-US fr-CA fr-FR it-IT'.split(' ');

const attributes = {
  input: inert(oneOf(['dtmf'], { default: 'dtmf', warning })),
  action: url({ default: '', warning: 64016 }),
  method: accepted('method').method,
  statusCallback: url({ default: '' }),
  statusCallbackMethod: oneOf(['POST', 'GET'], { default: 'POST' }),
  paymentMethod: oneOf(['credit-card', 'ach-debit'], { default: 'credit-card', warning }),
  bankAccountType: oneOf(['consumer-checking', 'consumer-savings', 'commercial-checking', 'commercial-savings'], {
    default: 'consumer-checking',
    warning,
  }),
  timeout: whole({ default: 5, min: 1, warning }),
  maxAttempts: whole({ default: 1, min: 1, max: 3, warning }),
  securityCode: flag({ default: true, warning }),
  postalCode: matching(/^[\w -]+$/, { default: 'true', warning }),
  minPostalCodeLength: whole({ default: 1, min: 1, warning }),
  paymentConnector: text({ default: 'Default' }),
  tokenType: inert(oneOf(['one-time', 'reusable', 'payment-method'], { default: 'reusable', warning })),
  chargeAmount,
  currency: inert(matching(/^[A-Za-z-]+$/, { default: 'usd', warning })),
  language: inert(oneOf(LANGUAGES, { default: 'en-US', warning })),
  description: accepted('description').description,
  validCardTypes: someOf(CARD_TYPES, { default: ['visa', 'mastercard', 'amex'], warning }),
};
type Values = ValuesOf<typeof attributes>;

/** https://www.twilio.com/docs/voice/twiml/pay: the keys are asked for and checked; the gateway is one in memory. */
export const pay = defineVerb({
  name: 'Pay',
  attributes,
  nested: ['Prompt', 'Parameter'],
  async run({ attributes: values, element, session }) {
    const { statusCallback, statusCallbackMethod: method } = values;
    const told = (parameters: Readonly<Record<string, string>>): void => {
      if (statusCallback === '') return;
      const { url: absolute } = session.resolve(statusCallback);
      session.call.background(session.call.send({ kind: 'payment-status', url: absolute, method, parameters }));
    };
    const refusal = refusalOf(element, values, session);
    if (refusal) {
      session.note('log', `error ${refusal.PayErrorCode ?? ''}: Pay: ${refusal.PaymentError ?? ''}`, {
        detail: { code: Number(refusal.PayErrorCode) },
      });
      told(refusal);
      return actionOf(values, refusal);
    }
    const payment = await takePayment(session, {
      terms: termsOf(values),
      retries: values.maxAttempts,
      timeoutMs: values.timeout * 1000,
      prompts: new Prompts(element, session),
      told,
    });
    return afterPayment(payment, values, session);
  },
});

/** Result=validation-error: a wrong value (64003, 64020 …), a connector that there is none of (64004), an action that is not https (64016). */
function refusalOf(element: Element, values: Values, { call }: Session): PaymentOutcome | undefined {
  const [wrong] = readAttributes(element, attributes).warnings.filter(({ code }) => code >= 64000);
  const refused = (code: number, PaymentError: string): PaymentOutcome => ({
    Result: 'validation-error',
    PaymentError,
    PayErrorCode: String(code),
  });
  if (wrong) return refused(wrong.code, wrong.message);
  if (!call.services.paymentConnectors.includes(values.paymentConnector))
    return refused(64004, `Invalid paymentConnector: there is none with the name ${values.paymentConnector}`);
  if (/^http:/i.test(values.action)) return refused(64016, 'Invalid action URL: it is not https');
  return undefined;
}

function termsOf({ paymentConnector: connector, ...values }: Values): PaymentTerms {
  return { ...values, connector };
}

async function afterPayment({ parameters, interruption }: Payment, values: Values, session: Session): Promise<Outcome> {
  if (!interruption) return actionOf(values, parameters);
  if (interruption.reason.kind === 'hang-up')
    await session.call.send({ kind: 'action', method: 'POST', parameters, ...session.resolve(values.action) });
  throw interruption;
}

/** POST, whatever the document says. */
function actionOf({ action }: Values, parameters: Readonly<Record<string, string>>): Outcome {
  return { then: 'fetch', kind: 'action', url: action, method: 'POST', parameters };
}
