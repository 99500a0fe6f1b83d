import * as z from 'zod';

import { modelTurn } from '../anthropic/script';
import type { ApiReply, ApiRequest, StoreSnapshot } from '../contract';
import type { Mail } from '../mailgun/mail';
import { ControlError, parseBody } from './control-error';
import { calleeRoutes } from './callee-routes';
import { endOfCall, nextOfCall } from './follow';
import type { ControlTarget } from './target';
import {
  advanceRequest,
  callRequest,
  faultRequest,
  rateLimitsRequest,
  flexTokenRequest,
  steerRequest,
  stepsOf,
} from './wire';
import type { PlacedCall } from './wire';

/** One control route: what `GET /emulator` says about it, and its work. Throws ControlError. */
export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  /** The JSON that it takes: names, "?" for what may be left out. Nothing when it takes none. */
  readonly body?: string;
  handle(target: ControlTarget, request: ApiRequest): ApiReply | Promise<ApiReply>;
}

const modelScript = z.strictObject({ turns: z.array(modelTurn).max(1000) });
const snapshotBody: z.ZodType<StoreSnapshot> = z.record(z.string(), z.array(z.looseObject({ sid: z.string() })));

/** All control routes. */
export const controlRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/emulator',
    summary: 'accounts, clock, numbers, counts',
    handle: target => ({ status: 200, body: { ...target.status(), routes: routeList() } }),
  },
  {
    method: 'POST',
    path: '/emulator/calls',
    body: '{"from", "to", "steps"?: [{"do": "listen" | "say" | "press" | "tone" | "refer" | "message" | "wait" | "hang-up", …}]}',
    summary: 'place a call; ?wait=end answers when it is over',
    handle: placeCall,
  },
  {
    method: 'POST',
    path: '/emulator/calls/{CallSid}/steps',
    body: '{"steps"}',
    summary: 'what whoever is on the phone does now, instead of the rest of their script',
    handle(target, { body, path }) {
      target.steerCall(path['CallSid'] ?? '', stepsOf(parseBody(steerRequest, body)));
      return { status: 204 };
    },
  },
  {
    method: 'GET',
    path: '/emulator/calls/{CallSid}/timeline',
    summary: 'what happened in a call; ?follow=true&after=N waits for what comes next',
    handle: callTimeline,
  },
  {
    method: 'POST',
    path: '/emulator/flex-tokens',
    body: '{"workerSid", "roles"?: ["agent"], "expiresInSeconds"?}',
    summary: 'sign a worker in to Flex: gives a token',
    handle: (target, { body }) => ({ status: 201, body: { token: target.signIn(parseBody(flexTokenRequest, body)) } }),
  },
  {
    method: 'POST',
    path: '/emulator/clock/advance',
    body: '{"ms"}',
    summary: 'move the clock',
    handle: advance,
  },
  {
    method: 'POST',
    path: '/emulator/faults',
    body: '{"on": "webhook" | "api" | "function", "effect", "match"?, "times"?, …}',
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
    method: 'PUT',
    path: '/emulator/rate-limits',
    body: '{"on": true | false}',
    summary: 'switch the rate limits of TaskRouter and Studio',
    handle(target, { body }) {
      target.limitRates(parseBody(rateLimitsRequest, body).on);
      return { status: 204 };
    },
  },
  ...calleeRoutes,
  {
    method: 'GET',
    path: '/emulator/mails',
    summary: 'the mails that were accepted, without the bytes of their attachments',
    handle: target => ({ status: 200, body: { mails: target.inbox().map(mail => showMail(target, mail)) } }),
  },
  {
    method: 'PUT',
    path: '/emulator/model',
    body: '{"turns": [{"when"?, "say"?, "calls"?}]}',
    summary: 'what the language model answers next',
    handle(target, { body }) {
      target.model.script(parseBody(modelScript, body).turns);
      return { status: 204 };
    },
  },
  {
    method: 'GET',
    path: '/emulator/model',
    summary: 'what the language model was asked and answered, and the turns that are left',
    handle: target => ({ status: 200, body: { exchanges: target.model.exchanges(), left: target.model.left() } }),
  },
  {
    method: 'GET',
    path: '/emulator/snapshot',
    summary: 'everything that is stored',
    handle: target => ({ status: 200, body: target.snapshot() }),
  },
  {
    method: 'PUT',
    path: '/emulator/snapshot',
    body: 'what GET answered',
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
  return controlRoutes.map(
    ({ method, path, summary, body }) => `${method} ${path}: ${summary}${body ? `; ${body}` : ''}`,
  );
}

async function placeCall(target: ControlTarget, { body, query }: ApiRequest): Promise<ApiReply> {
  const call = parseBody(callRequest, body);
  const { callSid } = target.placeCall({ from: call.from, to: call.to, steps: stepsOf(call) });
  if (query.get('wait') === 'end') await endOfCall(target, callSid);
  return { status: 201, body: callOf(target, callSid) };
}

async function callTimeline(target: ControlTarget, { path, query }: ApiRequest): Promise<ApiReply> {
  const callSid = path['CallSid'] ?? '';
  if (target.timeline.readCall(callSid).entries.length === 0)
    throw new ControlError('NOT_FOUND', `no call ${callSid}: POST /emulator/calls places one`);
  if (query.get('follow') !== 'true') return { status: 200, body: callOf(target, callSid) };
  const after = query.get('after');
  if (after !== null && !/^\d{1,15}$/.test(after)) throw new ControlError('BAD_REQUEST', 'after must be what next was');
  return { status: 200, body: await nextOfCall(target, callSid, after === null ? undefined : Number(after)) };
}

function callOf(target: ControlTarget, callSid: string): PlacedCall {
  const status = target.endOf(callSid);
  return { callSid, ...(status !== undefined && { status }), entries: target.timeline.readCall(callSid).entries };
}

async function advance(target: ControlTarget, { body }: ApiRequest): Promise<ApiReply> {
  const { ms } = parseBody(advanceRequest, body);
  if (target.clockMode === 'real')
    throw new ControlError(
      'CLOCK_NOT_MOVABLE',
      'this clock is the real one: start the emulator with --clock controlled',
    );
  await target.advance(ms);
  return { status: 200, body: { clock: target.status().clock } };
}

function showMail(target: ControlTarget, mail: Mail): object {
  const attachments = mail.attachments.map(({ base64: _, ...file }) => file);
  return { ...mail, attachments, files: target.filesOf(mail) };
}
