import type { TimelineEntry, WebReply, WebRequest } from '../contract';
import { createWorld, type ControlledWorld, type WorldOptions } from '../world';

/** The one account of a test world. */
export const TEST_ACCOUNT_SID = 'AC0123456789abcdef0123456789abcdef';
/** Its token: Basic password, and key of its webhooks' signatures. */
export const TEST_AUTH_TOKEN = 'fedcba9876543210fedcba9876543210';
/** 2026-03-02T15:00:00Z, a Monday. */
export const TEST_START_MS = Date.UTC(2026, 2, 2, 15);

/** What a scripted webhook answers; the rest is a 200 with the type that the body looks like, after 1 ms. */
export type ScriptedReply = Partial<WebReply> | string;

/** A world whose web is a script, with what happened at hand. */
export interface TestWorld extends ControlledWorld {
  /** Every webhook that was sent, in order. */
  readonly requests: WebRequest[];
  readonly timeline: TimelineEntry[];
  /** Answers webhooks from now on. */
  answer(reply: (request: WebRequest) => ScriptedReply | Promise<ScriptedReply>): void;
}

/** A world on a controlled clock with one account (sid and token above) and a web that answers as told; 200 and nothing at first. */
export function testWorld(options: WorldOptions = {}): TestWorld {
  const world = createWorld({
    clock: 'controlled',
    startMs: TEST_START_MS,
    seed: 1,
    accounts: [{ sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN, friendlyName: 'Test account' }],
    ...options,
  });
  const requests: WebRequest[] = [];
  const timeline: TimelineEntry[] = [];
  let reply: (request: WebRequest) => ScriptedReply | Promise<ScriptedReply> = () => '';
  world.bus.on('timeline', entry => timeline.push(entry));
  world.setWeb({
    send(request) {
      requests.push(request);
      return world.activity.track(Promise.resolve(request).then(reply).then(complete));
    },
  });
  return { ...world, requests, timeline, answer: scripted => void (reply = scripted) };
}

function complete(scripted: ScriptedReply): WebReply {
  const reply = typeof scripted === 'string' ? { body: scripted } : scripted;
  const body = reply.body ?? '';
  const status = reply.failure ? 0 : 200;
  return { status, headers: { 'content-type': typeOf(body) }, body, durationMs: 1, ...reply };
}

function typeOf(body: string): string {
  if (body.startsWith('<')) return 'text/xml';
  return body.startsWith('{') || body.startsWith('[') ? 'application/json' : 'text/plain';
}
