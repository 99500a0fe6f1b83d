import * as z from 'zod';

import type { CallerStep, Fault, TimelineEntry, WebhookKind } from '../contract';

/** Why a control request failed: a code to test for, and words that say what to do. */
export interface ControlErrorBody {
  readonly code: ControlErrorCode;
  readonly message: string;
  readonly details?: readonly { readonly path: string; readonly message: string }[];
}
export type ControlErrorCode =
  | 'BAD_REQUEST' // the body isn't JSON or not of the right shape; `details` says where
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'FORBIDDEN' // not from this computer
  | 'CLOCK_NOT_MOVABLE' // the clock is the real one
  | 'INTERNAL';

const listenUntil = z.union(
  [
    z.enum(['asked', 'beep', 'prompt-end']),
    z.strictObject({ text: z.string().min(1) }),
    z.strictObject({ ms: z.number().nonnegative() }),
  ],
  { error: 'Invalid input: expected "asked", "beep", "prompt-end", {"text": "…"} or {"ms": 2000}' },
);

const callerStep = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('listen'), until: listenUntil }),
  z.strictObject({
    do: z.literal('say'),
    words: z.string(),
    /** A WAV file's bytes. */
    audio: z.base64().optional(),
    cutAfterMs: z.number().nonnegative().optional(),
    confidence: z.number().min(0).max(1).exactOptional(),
  }),
  z.strictObject({ do: z.literal('press'), digits: z.string().regex(/^[0-9*#A-D]+$/) }),
  z.strictObject({ do: z.literal('tone'), tone: z.enum(['beep', 'fax']) }),
  z.strictObject({ do: z.literal('refer'), to: z.string().min(1) }),
  z.strictObject({ do: z.literal('message'), content: z.string() }),
  z.strictObject({ do: z.literal('wait') }),
  z.strictObject({ do: z.literal('hang-up') }),
]);

/** What a caller or callee does. */
export const callerSteps = z.array(callerStep);

/** `POST /emulator/calls` */
export const callRequest = z.strictObject({
  from: z.string().min(1),
  to: z.string().min(1),
  steps: callerSteps.default([]),
});
export type CallRequest = z.input<typeof callRequest>;

/** `POST /emulator/calls/{CallSid}/steps` */
export const steerRequest = z.strictObject({ steps: callerSteps });
export type SteerRequest = z.input<typeof steerRequest>;

/** The caller's script with its audio as bytes. */
export function stepsOf(request: { readonly steps: z.output<typeof callerSteps> }): CallerStep[] {
  return request.steps.map((step): CallerStep => {
    if (step.do !== 'say') return step;
    const { audio, cutAfterMs, ...rest } = step;
    return {
      ...rest,
      ...(audio !== undefined && { audio: Buffer.from(audio, 'base64') }),
      ...(cutAfterMs !== undefined && { cutAfterMs }),
    };
  });
}

/** `POST /emulator/flex-tokens` */
export const flexTokenRequest = z.strictObject({
  workerSid: z.string().min(1),
  roles: z.array(z.string().min(1)).exactOptional(),
  expiresInSeconds: z.number().int().positive().exactOptional(),
});

/** `PUT /emulator/rate-limits` */
export const rateLimitsRequest = z.strictObject({ on: z.boolean() });

/** Far enough for whatever waits, and far from the last day that a Date knows. */
const LONGEST_ADVANCE_MS = 100 * 366 * 24 * 3_600_000;

/** `POST /emulator/clock/advance` */
export const advanceRequest = z.strictObject({ ms: z.number().int().positive().max(LONGEST_ADVANCE_MS) });

const methods = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'REPORT']);
/** All of them: one that is missing here does not compile. */
const webhookKinds = z.enum({
  'voice-url': 'voice-url',
  twiml: 'twiml',
  action: 'action',
  'call-status': 'call-status',
  'recording-status': 'recording-status',
  'wait-url': 'wait-url',
  media: 'media',
  'run-function': 'run-function',
  'http-request': 'http-request',
  assignment: 'assignment',
  event: 'event',
  'conference-status': 'conference-status',
  'amd-status': 'amd-status',
  'partial-result': 'partial-result',
  'stream-status': 'stream-status',
  'sync-event': 'sync-event',
  'message-status': 'message-status',
  'payment-status': 'payment-status',
  'transcription-status': 'transcription-status',
  'user-defined-message': 'user-defined-message',
} satisfies { readonly [K in WebhookKind]: K });
const times = z.number().int().positive().exactOptional();
const webhookTarget = {
  on: z.literal('webhook'),
  kind: webhookKinds.exactOptional(),
  match: z.string().exactOptional(),
  times,
};

/** `POST /emulator/faults` */
export const faultRequest: z.ZodType<Fault> = z.discriminatedUnion('on', [
  z.discriminatedUnion('effect', [
    z.strictObject({ ...webhookTarget, effect: z.enum(['drop', 'duplicate']) }),
    z.strictObject({ ...webhookTarget, effect: z.literal('delay'), delayMs: z.number().nonnegative() }),
  ]),
  z.strictObject({
    on: z.literal('api'),
    host: z.string().exactOptional(),
    method: methods.exactOptional(),
    match: z.string().exactOptional(),
    effect: z.enum(['fail', 'fail-after', 'refuse', 'delay']),
    status: z.number().int().min(400).max(599).exactOptional(),
    delayMs: z.number().nonnegative().exactOptional(),
    times,
  }),
  z.strictObject({
    on: z.literal('function'),
    match: z.string().exactOptional(),
    effect: z.literal('kill'),
    afterRequests: z.number().int().nonnegative().exactOptional(),
    times,
  }),
]);

/** `GET /emulator` */
export interface EmulatorStatus {
  readonly accounts: readonly { readonly sid: string; readonly friendlyName: string }[];
  readonly clock: { readonly mode: string; readonly now: string };
  readonly numbers: readonly {
    readonly phoneNumber: string;
    readonly accountSid: string;
    readonly friendlyName: string;
  }[];
  /** Records by collection name: "taskrouter.tasks". */
  readonly counts: Readonly<Record<string, number>>;
  readonly mails: number;
}

/** `POST /emulator/calls`, `GET /emulator/calls/{CallSid}/timeline` */
export interface PlacedCall {
  readonly callSid: string;
  /** Twilio's final status: "completed", "busy" …; absent while the call lasts. */
  readonly status?: string;
  readonly entries: readonly TimelineEntry[];
}

/** `GET /emulator/calls/{CallSid}/timeline?follow=true&after=N` */
export interface FollowedCall {
  readonly callSid: string;
  /** What is new since `after`; empty when nothing happened for a while. */
  readonly entries: readonly TimelineEntry[];
  /** The next `after`. */
  readonly next: number;
  /** The call's final status, once it and what it set off (callback, task, mail) are over. */
  readonly ended?: string;
}
