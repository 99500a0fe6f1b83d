import type twilio from 'twilio';
import type { Twilio } from 'twilio';

/**
 * What Twilio's Functions runtime hands to a handler and puts into the global scope: our own thin description of it, since the published
 * types sit on an old twilio-node. Source: Twilio docs, "Function Execution" and "Runtime Client".
 */
export interface RuntimeContext {
  readonly ACCOUNT_SID?: string;
  readonly AUTH_TOKEN?: string;
  /** Host of this deployment: "linekit-1234-dev.twil.io". */
  readonly DOMAIN_NAME?: string;
  readonly PATH?: string;
  getTwilioClient(options?: object): Twilio;
  /** The environment's variables, and more. */
  readonly [name: string]: unknown;
}

export interface RuntimeEvent {
  readonly request?: { readonly headers?: Readonly<Record<string, string | undefined>> };
  readonly [field: string]: unknown;
}

export type RuntimeCallback = (error: unknown, answer?: unknown) => void;

export interface RuntimeResponse {
  setStatusCode(status: number): void;
  setBody(body: string | Buffer | object): void;
  appendHeader(name: string, value: string): void;
}

export interface RuntimeGlobals {
  readonly Twilio: { readonly twiml: typeof twilio.twiml; readonly Response: new () => RuntimeResponse };
  readonly Runtime: { getAssets(): Readonly<Record<string, { open(): string } | undefined>> };
}

/** The runtime's global scope. The one place that says what is in there. */
export function runtimeGlobals(): RuntimeGlobals {
  return globalThis as unknown as RuntimeGlobals;
}
