import type { ApiReply, ApiRequest, Route, World } from '../contract';
import { describe } from '../rest/description';
import { checkParameters, type Parameters } from '../rest/parameters';
import { presentRecord } from '../rest/presentation';
import { invalid, notFound, TwilioError } from '../rest/twilio-error';
import type { LiveCall } from '../voice/live-call';
import type { LiveCalls } from '../voice/live-calls';
import { CARD_TYPES, type CardType } from '../voice/pay/cards';
import { FIELDS, type PaymentTerms } from '../voice/pay/payment-data';
import { PaymentSession } from '../voice/pay/payment-session';
import { urlOf } from './call-requests';
import { liveCallOf } from './streams';

const PATH = '/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Payments';
const DEFAULT_CARDS = 'visa mastercard amex';

/** Payments that an agent leads in a running call; there is nothing to read them back by. */
export function paymentRoutes({ world, calls }: { world: World; calls: LiveCalls }): Route[] {
  const description = describe('api_v2010', `${PATH}.json`);
  const show = ({ sid, call, createdMs }: PaymentSession, status: number): ApiReply => {
    const uri = `/2010-04-01/Accounts/${call.accountSid}/Calls/${call.sid}/Payments/${sid}.json`;
    const dates = {
      date_created: new Date(createdMs).toISOString(),
      date_updated: new Date(world.clock.now()).toISOString(),
    };
    const record = { sid, account_sid: call.accountSid, call_sid: call.sid, uri, ...dates };
    return { status, body: presentRecord(description, record) };
  };
  const given = (request: ApiRequest, operation: 'create' | 'update'): Parameters => {
    const described = description.operations[operation];
    return checkParameters(request.form, { fields: described?.form ?? {}, required: described?.required ?? [] });
  };
  return [
    {
      method: 'POST',
      path: `${PATH}.json`,
      access: 'account',
      handle(request) {
        const parameters = given(request, 'create');
        return show(begin(liveCallOf(request, calls), parameters), 201);
      },
    },
    {
      method: 'POST',
      path: `${PATH}/{Sid}.json`,
      access: 'account',
      handle(request) {
        const parameters = given(request, 'update');
        const { payments } = liveCallOf(request, calls);
        const payment = [...payments.values()].find(({ sid, isOver }) => sid === request.path['Sid'] && !isOver);
        if (!payment) throw notFound(request.url.pathname);
        carryOut(payment, parameters);
        return show(payment, 202);
      },
    },
  ];
}

/** The same key asks for the same payment. Throws TwilioError 64021 while another one is in progress. */
function begin(call: LiveCall, parameters: Parameters): PaymentSession {
  const key = String(parameters['IdempotencyKey']);
  const known = call.payments.get(key);
  if (known) return known;
  const terms = termsOf(parameters, call.services.paymentConnectors);
  if ([...call.payments.values()].some(({ isOver }) => !isOver))
    throw new TwilioError(400, 64021, 'Pay: invalid operation: a payment of the call is in progress');
  const { Timeout: seconds = 5, StatusCallback: callback = '' } = parameters;
  const statusCallback = urlOf('StatusCallback', callback, 21609);
  const session = new PaymentSession(call, { terms, timeoutMs: Number(seconds) * 1000, statusCallback });
  call.payments.set(key, session);
  return session;
}

function carryOut(payment: PaymentSession, { Capture, Status }: Parameters): void {
  if (Capture === undefined && Status === undefined)
    throw new TwilioError(400, 64018, 'Pay: a value is needed for either Capture or Status');
  if (Status === 'cancel') return payment.cancel();
  if (Status === 'complete') {
    if (payment.complete()) return;
    throw new TwilioError(400, 64019, `Pay: required payment information is missing: ${payment.required.join(', ')}`);
  }
  const field = FIELDS.find(known => known === Capture);
  if (!field) throw new TwilioError(501, 501, `Capture of ${String(Capture)} is not emulated by the local Twilio`);
  payment.capture(field);
}

/** Throws TwilioError 64003, 64004, 64017, 64020 with Twilio's codes of payments. */
function termsOf(parameters: Parameters, connectors: readonly string[]): PaymentTerms {
  const { PaymentConnector: connector = 'Default', PaymentMethod: method = 'credit-card' } = parameters;
  const { ChargeAmount: amount = 0, ValidCardTypes: cards = DEFAULT_CARDS } = parameters;
  if (!connectors.includes(String(connector)))
    throw new TwilioError(
      400,
      64004,
      `Pay: invalid PaymentConnector: there is none with the name ${String(connector)}`,
    );
  if (Number(amount) < 0 || Number(amount) > 1_000_000)
    throw new TwilioError(400, 64003, `Pay: invalid ChargeAmount: ${String(amount)}`);
  if (parameters['BankAccountType'] !== undefined && method === 'credit-card')
    throw new TwilioError(400, 64017, 'Pay: BankAccountType is not supported with PaymentMethod credit-card');
  return {
    paymentMethod: method === 'ach-debit' ? 'ach-debit' : 'credit-card',
    bankAccountType: String(parameters['BankAccountType'] ?? 'consumer-checking'),
    securityCode: parameters['SecurityCode'] !== false,
    postalCode: String(parameters['PostalCode'] ?? 'true'),
    minPostalCodeLength: Number(parameters['MinPostalCodeLength'] ?? 1),
    validCardTypes: String(cards).split(/\s+/).map(cardType),
    connector: String(connector),
    tokenType: String(parameters['TokenType'] ?? 'reusable'),
    chargeAmount: Number(amount),
    currency: String(parameters['Currency'] ?? 'usd'),
  };
}

function cardType(word: string): CardType {
  const known = CARD_TYPES.find(type => type === word);
  if (!known) throw invalid(`Invalid value for parameter ValidCardTypes: ${word}`);
  return known;
}
