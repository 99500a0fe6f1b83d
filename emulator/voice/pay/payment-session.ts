import type { Timer } from '../../contract';
import { rfc2822 } from '../../rest/dates';
import type { LiveCall } from '../live-call';
import { pay } from './connectors';
import {
  faultOf,
  fieldsOf,
  lengthOf,
  masked,
  type PaymentData,
  type PaymentField,
  type PaymentTerms,
} from './payment-data';

export interface SessionOptions {
  readonly terms: PaymentTerms;
  /** After the last key. */
  readonly timeoutMs: number;
  /** Absolute. */
  readonly statusCallback: string;
}

/** A payment that an agent leads: whoever is on the leg presses keys while the call goes on. https://www.twilio.com/docs/voice/api/payment-resource */
export class PaymentSession {
  readonly sid: string;
  readonly createdMs: number;
  isOver = false;
  private readonly data: PaymentData = {};
  private digits = '';
  private field: PaymentField | undefined;
  private timer: Timer | undefined;
  private stopListening: () => void = () => undefined;

  constructor(
    readonly call: LiveCall,
    private readonly options: SessionOptions,
  ) {
    this.sid = call.world.ids.sid('PK');
    this.createdMs = call.world.clock.now();
    call.note('call', 'a payment begins', { detail: { paymentSid: this.sid } });
    this.tell({});
  }

  /** The fields that are still to be entered. */
  get required(): PaymentField[] {
    return fieldsOf(this.options.terms).filter(field => this.data[field] === undefined);
  }

  /** Listens for the keys of a field, from now on. What was entered for it before counts no more. */
  capture(field: PaymentField): void {
    this.release();
    this.field = field;
    this.digits = '';
    delete this.data[field];
    const { line } = this.call;
    line.hidesKeys = true;
    this.stopListening = line.on(event => event.type === 'key' && this.key(event.digit));
    this.tell({ PartialResult: 'true' });
  }

  /** Hands what was entered to the gateway. False when something is missing. */
  complete(): boolean {
    if (this.required.length > 0) return false;
    this.end({ ...pay(this.data, this.options.terms, this.call.world.ids) });
    return true;
  }

  cancel(): void {
    this.end({ Result: 'payment-canceled' });
  }

  /** Without a word: the call is over. */
  stop(): void {
    if (!this.isOver) this.release();
    this.isOver = true;
  }

  private end(result: Readonly<Record<string, string>>): void {
    this.stop();
    this.field = undefined;
    this.tell(result);
  }

  private key(digit: string): void {
    const { field } = this;
    if (!field || digit === '*') return;
    this.timer?.cancel();
    if (digit === '#') return this.entered(field);
    this.digits += digit;
    if (this.digits.length === lengthOf(field, this.data)) return this.entered(field);
    this.timer = this.call.world.clock.after(this.options.timeoutMs, () => this.entered(field));
    this.tell({ PartialResult: 'true', ...masked({ [field]: this.digits }, this.options.terms) });
  }

  private entered(field: PaymentField): void {
    const { terms } = this.options;
    const fault = faultOf(field, this.digits, { data: this.data, terms, nowMs: this.call.world.clock.now() });
    this.release();
    if (fault === undefined) this.data[field] = this.digits;
    this.digits = '';
    this.tell({
      PartialResult: 'true',
      ...(fault !== undefined && { ErrorType: fault === 'timeout' ? 'input-timeout' : fault }),
    });
  }

  private release(): void {
    this.timer?.cancel();
    this.stopListening();
    this.stopListening = () => undefined;
    this.call.line.hidesKeys = false;
  }

  private tell(parameters: Readonly<Record<string, string>>): void {
    const { call, options, field, required } = this;
    const { accountSid, sid: callSid, world } = call;
    const sent = world.web.send({
      accountSid,
      callSid,
      kind: 'payment-status',
      method: 'POST',
      url: options.statusCallback,
      parameters: {
        AccountSid: accountSid,
        CallSid: callSid,
        Sid: this.sid,
        DateCreated: rfc2822(new Date(this.createdMs).toISOString()),
        PaymentConnector: options.terms.connector,
        PaymentMethod: options.terms.paymentMethod,
        TokenType: options.terms.tokenType,
        ...(field !== undefined && { Capture: field }),
        Required: required.join(' '),
        ...masked(this.data, options.terms),
        ...parameters,
      },
    });
    call.background(sent);
  }
}
