import http from 'node:http';
import type * as z from 'zod';

import type { ModelExchange } from '../anthropic/anthropic';
import type { ModelTurn } from '../anthropic/script';
import type { Fault, StoreSnapshot, TimelineEntry } from '../contract';
import type { CalleeRequest } from './callee-routes';
import { ControlError } from './control-error';
import type {
  CallRequest,
  ControlErrorBody,
  EmulatorStatus,
  flexTokenRequest,
  FollowedCall,
  PlacedCall,
  SteerRequest,
} from './wire';

/** A mail as the control routes show it. */
export interface ShownMail {
  readonly sid: string;
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly {
    readonly fileName: string;
    readonly contentType: string;
    readonly sizeBytes: number;
  }[];
  readonly files?: { readonly folder: string; readonly eml: string };
}

/** Controls a local Twilio from another process. Every method rejects with a ControlError, or with Node's error when nothing listens there. */
export interface ControlClient {
  status(): Promise<EmulatorStatus>;
  /** Answers as soon as it rings. */
  placeCall(call: CallRequest): Promise<PlacedCall>;
  /** Answers when the call and what it set off are over. */
  playCall(call: CallRequest): Promise<PlacedCall>;
  /** Whoever is on the phone does this now (or once the call is answered), instead of the rest of their script. */
  steer(callSid: string, steps: SteerRequest['steps']): Promise<void>;
  /** What happens in a call, from its start, entry by entry; ends with the call's final status when all that it set off is over. */
  follow(callSid: string): AsyncGenerator<TimelineEntry, string>;
  timeline(callSid: string): Promise<PlacedCall>;
  /** A Flex token of a worker, as if they had signed in. */
  signIn(request: z.input<typeof flexTokenRequest>): Promise<string>;
  advance(ms: number): Promise<void>;
  inject(fault: Fault): Promise<void>;
  clearFaults(): Promise<void>;
  /** Whether TaskRouter's rate limits hold: 429 beyond three look-ups by attributes a second. */
  limitRates(on: boolean): Promise<void>;
  /** What a number, client or SIP address does when it is called. */
  setCallee(to: string, callee: CalleeRequest): Promise<void>;
  /** Everybody answers again. */
  clearCallees(): Promise<void>;
  /** How many calls an account starts a second; null for no limit. */
  limitCalls(callsPerSecond: number | null): Promise<void>;
  mails(): Promise<readonly ShownMail[]>;
  /** What the language model answers from now on; a few rules answer after that. */
  scriptModel(turns: readonly ModelTurn[]): Promise<void>;
  /** What the language model was asked and answered. */
  modelExchanges(): Promise<readonly ModelExchange[]>;
  snapshot(): Promise<StoreSnapshot>;
  restore(snapshot: StoreSnapshot): Promise<void>;
  reset(): Promise<void>;
}

/** A client of the local Twilio that listens on this port of this computer. */
export function createControlClient(port: number): ControlClient {
  const ask = (method: string, path: string, body?: unknown) => request(port, { method, path, body });
  return {
    status: async () => read<EmulatorStatus>(await ask('GET', '')),
    placeCall: async call => read<PlacedCall>(await ask('POST', '/calls', call)),
    playCall: async call => read<PlacedCall>(await ask('POST', '/calls?wait=end', call)),
    steer: async (callSid, steps) => drain(await ask('POST', `/calls/${callSid}/steps`, { steps })),
    follow: callSid => follow(port, callSid),
    timeline: async callSid => read<PlacedCall>(await ask('GET', `/calls/${callSid}/timeline`)),
    signIn: async request => (await read<{ token: string }>(await ask('POST', '/flex-tokens', request))).token,
    advance: async ms => drain(await ask('POST', '/clock/advance', { ms })),
    inject: async fault => drain(await ask('POST', '/faults', fault)),
    clearFaults: async () => drain(await ask('DELETE', '/faults')),
    limitRates: async on => drain(await ask('PUT', '/rate-limits', { on })),
    setCallee: async (to, callee) => drain(await ask('PUT', `/callees/${encodeURIComponent(to)}`, callee)),
    clearCallees: async () => drain(await ask('DELETE', '/callees')),
    limitCalls: async callsPerSecond => drain(await ask('PUT', '/call-rate', { callsPerSecond })),
    mails: async () => (await read<{ mails: readonly ShownMail[] }>(await ask('GET', '/mails'))).mails,
    scriptModel: async turns => drain(await ask('PUT', '/model', { turns })),
    modelExchanges: async () =>
      (await read<{ exchanges: readonly ModelExchange[] }>(await ask('GET', '/model'))).exchanges,
    snapshot: async () => read<StoreSnapshot>(await ask('GET', '/snapshot')),
    restore: async snapshot => drain(await ask('PUT', '/snapshot', snapshot)),
    reset: async () => drain(await ask('POST', '/reset')),
  };
}

interface Ask {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** Node's own http, and no agent: proxies of the environment are for the emulated hosts, never for the emulator itself. */
async function request(port: number, { method, path, body }: Ask): Promise<http.IncomingMessage> {
  const payload = body === undefined ? '' : JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) };
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    http
      .request({ host: '127.0.0.1', port, method, path: `/emulator${path}`, headers, agent: false }, resolve)
      .on('error', reject)
      .end(payload);
  });
  if ((response.statusCode ?? 500) >= 400) {
    const { code, message, details } = await read<ControlErrorBody>(response);
    throw new ControlError(code, message, details);
  }
  return response;
}

/** The local Twilio is of the same build as this client: its answers have the shapes of `wire.ts`. */
async function read<T>(response: http.IncomingMessage): Promise<T> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ControlError('INTERNAL', `no local Twilio answers there, but something else: ${text.slice(0, 200)}`);
  }
}

async function drain(response: http.IncomingMessage): Promise<void> {
  for await (const _ of response);
}

async function* follow(port: number, callSid: string): AsyncGenerator<TimelineEntry, string> {
  for (let after = ''; ;) {
    const path = `/calls/${callSid}/timeline?follow=true${after}`;
    const { entries, next, ended } = await read<FollowedCall>(await request(port, { method: 'GET', path }));
    yield* entries;
    if (ended !== undefined) return ended;
    after = `&after=${next}`;
  }
}
