import twilio from 'twilio';
import type { Client } from '../../lib/config';
import { sampleClient } from '../../lib/config/client.fake';
import type { Handler, RuntimeContext } from '../../lib/function';
import { forgetClient } from '../../lib/function/line';

/** What a Function answered, as the runtime would send it. */
export interface FunctionAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON as an object, TwiML and text as a string, audio as a Buffer. */
  readonly body: unknown;
}

export interface FunctionScene {
  /** The client's file in the build; null for a build without one. */
  readonly client?: Client | null;
  /** Of the build; none when left out. */
  readonly fingerprint?: string;
  /** Over ACCOUNT_SID, AUTH_TOKEN and DOMAIN_NAME. */
  readonly context?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

class Response {
  readonly headers: Record<string, string> = {};
  status = 0;
  body: unknown;
  setStatusCode(status: number): void {
    this.status = status;
  }
  setBody(body: unknown): void {
    this.body = body;
  }
  appendHeader(name: string, value: string): void {
    this.headers[name.toLowerCase()] = value;
  }
}

export const accountSid = sampleClient().accountSid;
export const authToken = '0123456789abcdef0123456789abcdef';

/** Runs a handler in the runtime's global scope, with no network: `getTwilioClient` throws unless the scene brings one. */
export async function runFunction(
  handler: Handler,
  event: Record<string, string>,
  scene: FunctionScene = {},
): Promise<FunctionAnswer> {
  const { client = sampleClient(), fingerprint, context = {}, headers = {} } = scene;
  forgetClient();
  const assets = {
    ...(client && { '/client.json': { open: () => JSON.stringify(client) } }),
    ...(fingerprint !== undefined && { '/build.json': { open: () => JSON.stringify({ fingerprint }) } }),
  };
  Object.assign(globalThis, { Twilio: { twiml: twilio.twiml, Response }, Runtime: { getAssets: () => assets } });
  const full: RuntimeContext = {
    ACCOUNT_SID: accountSid,
    AUTH_TOKEN: authToken,
    DOMAIN_NAME: 'linekit-1234-dev.twil.io',
    PATH: '/test',
    getTwilioClient: () => {
      throw new Error('this test has no network');
    },
    ...context,
  };
  return new Promise((resolve, reject) => {
    const callback = (error: unknown, answer: unknown): void => {
      if (error) reject(error instanceof Error ? error : new Error(JSON.stringify(error)));
      else if (answer instanceof Response)
        resolve({ status: answer.status, headers: answer.headers, body: answer.body });
      else
        resolve({
          status: 200,
          headers: { 'content-type': 'text/xml' },
          body: (answer as { toString(): string }).toString(),
        });
    };
    handler(full, { ...event, request: { headers } }, callback).catch(reject);
  });
}

/** Silences the functions' log and hands out its lines. */
export function captureLog(): { lines: () => Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const keep = (...[line]: unknown[]): void => void lines.push(JSON.parse(String(line)) as Record<string, unknown>);
  beforeEach(() => {
    lines.length = 0;
    for (const level of ['info', 'warn', 'error'] as const) jest.spyOn(console, level).mockImplementation(keep);
  });
  afterEach(() => jest.restoreAllMocks());
  return { lines: () => lines };
}

/** A scene in which every request to Twilio fails, as when its APIs are down. */
export const twilioIsDown: FunctionScene = {
  context: {
    getTwilioClient: () =>
      twilio(accountSid, authToken, {
        httpClient: new (class extends twilio.RequestClient {
          override request(): Promise<never> {
            return Promise.reject(new Error('connect ECONNREFUSED'));
          }
        })(),
      }),
    TWILIO_FLEX_WORKSPACE_SID: `WS${'1'.repeat(32)}`,
    TWILIO_FLEX_CALLBACK_WORKFLOW_SID: `WW${'1'.repeat(32)}`,
    TWILIO_SYNC_SERVICE_SID: `IS${'1'.repeat(32)}`,
  },
};
