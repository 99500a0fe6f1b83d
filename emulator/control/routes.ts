import * as z from 'zod';

import type { StoreSnapshot } from '../contract';
import type { Mail } from '../mailgun/mail';
import { ControlError, parseBody } from './control-error';
import { followCall } from './follow';
import type { ControlTarget } from './target';
import { advanceRequest, callRequest, faultRequest, stepsOf } from './wire';
import type { PlacedCall } from './wire';

/** A control request after its path was matched. */
export interface ControlRequest {
  readonly query: URLSearchParams;
  readonly body: Buffer;
  /** The variable part of the path: a call's SID, a mail's. */
  readonly sid: string;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
}

/** JSON, or a stream of JSON lines. */
export type ControlReply =
  | { readonly status: number; readonly json?: unknown }
  | { readonly status: number; readonly lines: AsyncIterable<unknown> };

export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** One `{sid}` at most. */
  readonly path: string;
  /** What `GET /emulator` says about it. */
  readonly summary: string;
  handle(target: ControlTarget, request: ControlRequest): ControlReply | Promise<ControlReply>;
}

const snapshotBody: z.ZodType<StoreSnapshot> = z.record(z.string(), z.array(z.looseObject({ sid: z.string() })));

/** All control routes. */
export const controlRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/emulator',
    summary: 'accounts, clock, numbers, counts',
    handle: target => ({ status: 200, json: { ...target.status(), routes: routeList() } }),
  },
  {
    method: 'POST',
    path: '/emulator/calls',
    summary: 'place a call; ?wait=end answers when it is over',
    handle: placeCall,
  },
  {
    method: 'GET',
    path: '/emulator/calls/{sid}/timeline',
    summary: 'what happened in a call; ?follow=true streams it as JSON lines until it is over',
    handle: callTimeline,
  },
  {
    method: 'POST',
    path: '/emulator/clock/advance',
    summary: 'move the clock by {"ms": …}',
    handle: advance,
  },
  {
    method: 'POST',
    path: '/emulator/faults',
    summary: 'make a webhook, an API or a function misbehave',
    handle(target, { body }) {
      target.inject(parseBody(faultRequest, body));
      return { status: 204 };
    },
  },
  {
    method: 'DELETE',
    path: '/emulator/faults',
    summary: 'all behaves again',
    handle(target) {
      target.clearFaults();
      return { status: 204 };
    },
  },
  {
    method: 'GET',
    path: '/emulator/mails',
    summary: 'the mails that were accepted, without the bytes of their attachments',
    handle: target => ({ status: 200, json: { mails: target.inbox().map(mail => showMail(target, mail)) } }),
  },
  {
    method: 'GET',
    path: '/emulator/snapshot',
    summary: 'everything that is stored',
    handle: target => ({ status: 200, json: target.snapshot() }),
  },
  {
    method: 'PUT',
    path: '/emulator/snapshot',
    summary: 'put a snapshot back',
    handle(target, { body }) {
      target.restore(parseBody(snapshotBody, body));
      return { status: 204 };
    },
  },
  {
    method: 'POST',
    path: '/emulator/reset',
    summary: 'as it was when it started',
    handle(target) {
      target.reset();
      return { status: 204 };
    },
  },
];

function routeList(): string[] {
  return controlRoutes.map(({ method, path, summary }) => `${method} ${path}: ${summary}`);
}

async function placeCall(target: ControlTarget, { body, query, signal }: ControlRequest): Promise<ControlReply> {
  const call = parseBody(callRequest, body);
  const { callSid } = target.placeCall({ from: call.from, to: call.to, steps: stepsOf(call) });
  if (query.get('wait') === 'end') for await (const _ of followCall(target, callSid, signal));
  return { status: 201, json: callOf(target, callSid) };
}

function callTimeline(target: ControlTarget, { sid, query, signal }: ControlRequest): ControlReply {
  if (target.timeline.entries(sid).length === 0)
    throw new ControlError('NOT_FOUND', `no call ${sid}: POST /emulator/calls places one`);
  if (query.get('follow') === 'true') return { status: 200, lines: followCall(target, sid, signal) };
  return { status: 200, json: callOf(target, sid) };
}

function callOf(target: ControlTarget, callSid: string): PlacedCall {
  const status = target.endOf(callSid);
  return { callSid, ...(status !== undefined && { status }), entries: target.timeline.entries(callSid) };
}

async function advance(target: ControlTarget, { body }: ControlRequest): Promise<ControlReply> {
  const { ms } = parseBody(advanceRequest, body);
  if (target.clockMode === 'real')
    throw new ControlError(
      'CLOCK_NOT_MOVABLE',
      'this clock is the real one: start the emulator with --clock controlled',
    );
  await target.advance(ms);
  return { status: 200, json: { clock: target.status().clock } };
}

function showMail(target: ControlTarget, mail: Mail): object {
  const attachments = mail.attachments.map(({ base64: _, ...file }) => file);
  return { ...mail, attachments, files: target.filesOf(mail) };
}
