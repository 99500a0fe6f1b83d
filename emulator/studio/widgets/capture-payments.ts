import { keyValues } from '../definition/schema';
import { element, twiml } from '../twiml';
import { renderedPairs } from './key-values';
import { leave, type Step, type Widget } from './widget';

/** Takes a payment over the keypad [twilio.com/docs/studio/widget-library/capture-payments]. */
export const capturePayments: Widget = {
  type: 'capture-payments',
  properties: {
    payment_connector: { type: 'string' },
    payment_amount: { type: 'string' },
    currency: { type: 'string' },
    description: { type: 'string' },
    payment_method: { type: 'string', enum: ['CREDIT_CARD', 'ACH_DEBIT'] },
    payment_token_type: { type: 'string', enum: ['one-time', 'reusable'] },
    bank_account_type: { type: 'string' },
    security_code: { type: 'boolean' },
    postal_code: { type: 'string' },
    min_postal_code_length: { type: 'integer' },
    timeout: { type: 'integer' },
    max_attempts: { type: 'integer' },
    language: { type: 'string' },
    valid_card_types: { type: 'array', items: { type: 'string' } },
    parameters: keyValues,
    offset: { type: 'object' },
  },
  events: ['success', 'maxFailedAttempts', 'providerError', 'payInterrupted', 'hangup', 'validationError'],
  behaviour: {
    toldOfHangup: true,
    enter: step => ({ do: 'play', twiml: twiml(pay(step)) }),
    resume(_step, { flowEvent, parameters }) {
      if (flowEvent !== 'payment') return undefined;
      return leave(EVENTS[parameters.Result ?? ''] ?? 'providerError', parameters);
    },
  },
};

/** `Result` of `<Pay>` [twilio.com/docs/voice/twiml/pay] and the way out that it means; every other one is the provider's failure. */
const EVENTS: Readonly<Record<string, string>> = {
  success: 'success',
  'too-many-failed-attempts': 'maxFailedAttempts',
  'caller-interrupted-with-star': 'payInterrupted',
  'caller-hung-up': 'hangup',
  'validation-error': 'validationError',
};

function pay(step: Step): string {
  const { properties } = step.state;
  const cards = properties.valid_card_types;
  const attributes = {
    action: step.url('payment'),
    method: 'POST',
    paymentConnector: step.text('payment_connector') || undefined,
    chargeAmount: step.text('payment_amount') || undefined,
    currency: step.text('currency') || undefined,
    description: step.text('description') || undefined,
    paymentMethod: METHODS[step.text('payment_method')],
    tokenType: step.text('payment_token_type') || undefined,
    bankAccountType: step.text('bank_account_type') || undefined,
    securityCode: step.text('security_code') || undefined,
    postalCode: step.text('postal_code') || undefined,
    minPostalCodeLength: step.text('min_postal_code_length') || undefined,
    timeout: step.text('timeout') || undefined,
    maxAttempts: step.text('max_attempts') || undefined,
    language: step.text('language') || undefined,
    validCardTypes: Array.isArray(cards) && cards.length > 0 ? cards.join(' ') : undefined,
  };
  const parameters = Object.entries(renderedPairs(step, 'parameters'));
  return element('Pay', attributes, parameters.map(([name, value]) => element('Parameter', { name, value })).join(''));
}

const METHODS: Readonly<Record<string, string>> = { CREDIT_CARD: 'credit-card', ACH_DEBIT: 'ach-debit' };
