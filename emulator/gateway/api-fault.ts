import { waitOn } from '../clock/wait-on';
import type { ApiReply, ApiRequest, Fault, World } from '../contract';
import { TwilioError } from '../rest/twilio-error';

/** A fault that hits requests to the APIs. */
export type ApiFault = Extract<Fault, { on: 'api' }>;

/** An injected fault closed the connection: whoever asked gets no answer at all. */
export class ConnectionRefused extends Error {
  override readonly name = 'ConnectionRefused';
}

/** Codes that Twilio gives with a status; others are 20000 + the status. */
const CODES: Readonly<Record<number, readonly [code: number, message: string]>> = {
  429: [20429, 'Too Many Requests'],
  500: [20500, 'An internal server error has occurred'],
  503: [20503, 'Service Unavailable'],
};

const LATE_MS = 1_000;

/** Answers as the fault says; `work` is done where the fault lets it. Throws ConnectionRefused. */
export async function misbehave(
  fault: ApiFault,
  { clock }: Pick<World, 'clock'>,
  work: () => Promise<ApiReply>,
): Promise<ApiReply> {
  if (fault.effect === 'refuse') throw new ConnectionRefused('connection closed by an injected fault');
  if (fault.effect === 'delay') {
    const reply = await work();
    await waitOn(clock, fault.delayMs ?? LATE_MS);
    return reply;
  }
  if (fault.effect === 'fail-after') await work();
  const status = fault.status ?? 500;
  const [code, message] = CODES[status] ?? [20000 + status, 'Injected fault'];
  return { status, body: new TwilioError(status, code, message).toBody() };
}

/** Tells the timeline what is done to the request. */
export function reportApiFault({ bus, clock }: World, fault: ApiFault, request: ApiRequest): void {
  bus.emit('timeline', {
    atMs: clock.now(),
    kind: 'fault',
    text: `${request.host} ${effectOf(fault)}: ${request.method} ${request.url.pathname}`,
  });
}

function effectOf(fault: ApiFault): string {
  if (fault.effect === 'refuse') return 'closes the connection';
  if (fault.effect === 'delay') return `answers ${fault.delayMs ?? LATE_MS} ms late`;
  const answer = `answers ${fault.status ?? 500}`;
  return fault.effect === 'fail' ? answer : `does the work and ${answer}`;
}
