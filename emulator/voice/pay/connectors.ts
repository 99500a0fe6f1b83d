import type { Ids } from '../../contract';
import type { PaymentData, PaymentTerms } from './payment-data';

/** The card that Stripe's test mode declines, https://docs.stripe.com/testing#declined-payments. */
const DECLINED_CARD = '4000000000000002';

/** Pay Connectors that an account has when nobody says otherwise: the one that `<Pay>` takes by default. */
export const DEFAULT_CONNECTORS: readonly string[] = ['Default'];

/** What came of a payment, in the parameters that webhooks are told. */
export type PaymentOutcome = Readonly<Record<string, string>> & { readonly Result: string };

/** The payment gateway behind a Pay Connector, in memory: it takes every card and account but the one that is there to be declined. */
export function pay(
  data: PaymentData,
  { chargeAmount, paymentMethod }: PaymentTerms,
  ids: Pick<Ids, 'sid'>,
): PaymentOutcome {
  if (data['payment-card-number'] === DECLINED_CARD)
    return {
      Result: 'payment-connector-error',
      PaymentError: 'card is declined',
      PayErrorCode: chargeAmount > 0 ? '64008' : '64010',
      ConnectorError: 'card_declined',
    };
  const done = { Result: 'success', PaymentMethod: paymentMethod };
  if (chargeAmount > 0) return { ...done, PaymentConfirmationCode: ids.sid('ch_') };
  return { ...done, PaymentToken: ids.sid('tok_'), ProfileId: ids.sid('cus_') };
}
