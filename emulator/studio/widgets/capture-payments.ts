import { keyValues } from '../definition/schema';
import type { Widget } from './widget';

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
};
