import type { ApiReply, ApiRequest, Bus, Fault } from '../contract';
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

/** Answers as the fault says; `work` is done where the fault lets it. Throws ConnectionRefused. */
export async function misbehave(fault: ApiFault, work: () => Promise<ApiReply>): Promise<ApiReply> {
  if (fault.effect === 'refuse') throw new ConnectionRefused('connection closed by an injected fault');
  if (fault.effect === 'fail-after') await work();
  const status = fault.status ?? 500;
  const [code, message] = CODES[status] ?? [20000 + status, 'Injected fault'];
  return { status, body: new TwilioError(status, code, message).toBody() };
}

/** Tells the timeline what was done to the request. */
export function reportApiFault(
  bus: Bus,
  fault: ApiFault,
  { request, atMs }: { request: ApiRequest; atMs: number },
): void {
  const what = {
    fail: `answers ${fault.status ?? 500}`,
    'fail-after': `does the work and answers ${fault.status ?? 500}`,
  };
  const effect = fault.effect === 'refuse' ? 'closes the connection' : what[fault.effect];
  bus.emit('timeline', {
    atMs,
    kind: 'fault',
    text: `${request.host} ${effect}: ${request.method} ${request.url.pathname}`,
  });
}
