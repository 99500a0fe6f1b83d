import { gatherInput } from '../gather-input';
import { Interruption } from '../scope';
import type { Session } from '../session';
import { cardTypeOf } from './cards';
import { pay, type PaymentOutcome } from './connectors';
import {
  faultOf,
  fieldsOf,
  lengthOf,
  masked,
  type PaymentData,
  type PaymentField,
  type PaymentTerms,
} from './payment-data';
import type { Asking, Prompts } from './prompts';

export interface PaymentRequest {
  readonly terms: PaymentTerms;
  /** A field is asked for again so often. */
  readonly retries: number;
  /** Between two keys. */
  readonly timeoutMs: number;
  readonly prompts: Prompts;
  /** Tells of each stage and of the result. */
  readonly told: (parameters: Readonly<Record<string, string>>) => void;
}

export interface Payment {
  /** Result, and what was entered, masked. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Set when the call was hung up or redirected meanwhile. */
  readonly interruption?: Interruption;
}

/** How long the gateway takes. */
const PROCESSING_MS = 1000;

/** Thrown out of the questions when there will be no payment. */
class Abandoned extends Error {
  override readonly name = 'Abandoned';
  constructor(readonly outcome: PaymentOutcome) {
    super(outcome.Result);
  }
}

/** Asks for what a payment needs, and pays. What the caller presses meanwhile is in no log. */
export async function takePayment(session: Session, request: PaymentRequest): Promise<Payment> {
  const { line } = session.call;
  const data: PaymentData = {};
  line.hidesKeys = true;
  try {
    for (const field of fieldsOf(request.terms)) data[field] = await ask(field, { session, request, data });
    const processing = { for: 'payment-processing', attempt: 1, errorType: undefined, cardType: undefined } as const;
    request.told({ ...stage(processing), ...masked(data, request.terms) });
    await request.prompts.say(processing, session);
    await session.scope.sleep(PROCESSING_MS);
    return conclude(pay(data, request.terms, session.call.world.ids), data, request);
  } catch (error) {
    if (error instanceof Abandoned) return conclude(error.outcome, data, request);
    if (!(error instanceof Interruption)) throw error;
    return { ...conclude({ Result: 'caller-hung-up' }, data, request), interruption: error };
  } finally {
    line.hidesKeys = false;
  }
}

function conclude(outcome: PaymentOutcome, data: PaymentData, { terms, told }: PaymentRequest): Payment {
  const parameters = { ...masked(data, terms), PaymentMethod: terms.paymentMethod, ...outcome };
  told(parameters);
  return { parameters };
}

interface Question {
  readonly session: Session;
  readonly request: PaymentRequest;
  readonly data: PaymentData;
}

/** One field, until it is right. Throws Abandoned when it never is, and for the star key. */
async function ask(field: PaymentField, { session, request, data }: Question): Promise<string> {
  const { terms, prompts, retries } = request;
  let errorType: string | undefined;
  for (let attempt = 1; attempt <= retries + 1; attempt += 1) {
    const asking: Asking = { for: field, attempt, errorType, cardType: cardTypeOf(data['payment-card-number'] ?? '') };
    request.told({ ...stage(asking), ...masked(data, terms) });
    const digits = await enter(asking, { session, request, data });
    errorType = faultOf(field, digits, { data, terms, nowMs: session.nowMs() });
    if (errorType === undefined && prompts.needsTwice(field)) {
      const again = await enter(asking, { session, request, data });
      if (again !== digits) errorType = 'input-matching-failed';
    }
    if (errorType === undefined) return digits;
  }
  const PaymentError = errorType === 'timeout' ? 'input-timeout' : (errorType ?? '');
  throw new Abandoned({ Result: 'too-many-failed-attempts', PaymentError });
}

async function enter(asking: Asking, { session, request, data }: Question): Promise<string> {
  const field = asking.for === 'payment-processing' ? undefined : asking.for;
  const { digits } = await gatherInput(session, {
    input: ['dtmf'],
    timeoutMs: request.timeoutMs,
    speechTimeoutMs: request.timeoutMs,
    maxSpeechMs: request.timeoutMs,
    numDigits: field && lengthOf(field, data),
    finishOnKey: '#',
    cancelKey: '*',
    bargeIn: false,
    prompts: inner => request.prompts.say(asking, inner),
  });
  if (digits === '*') throw new Abandoned({ Result: 'caller-interrupted-with-star' });
  return digits;
}

function stage({ for: field, attempt, errorType }: Asking): Record<string, string> {
  return { For: field, Attempt: String(attempt), ...(errorType !== undefined && { ErrorType: told(errorType) }) };
}

/** A Prompt has "timeout", a webhook "input-timeout" for the same. */
function told(errorType: string): string {
  return errorType === 'timeout' ? 'input-timeout' : errorType;
}
