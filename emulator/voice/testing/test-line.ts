import type { CallerStep, CallWork, WebRequest } from '../../contract';
import { createDispatcher, type DispatchOptions } from '../../gateway/dispatcher';
import { createInHouseApi } from '../../in-house-api';
import { createMessaging } from '../../messaging/messaging';
import { faultsOf } from '../../testing/documented';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld, type ScriptedReply, type TestWorld } from '../../testing/world';
import { CUT_OFF } from '../session';
import { createVoice, type CallReport, type Voice, type VoiceOptions } from '..';

export const LINE_NUMBER = '+15550100200';
export const CALLER_NUMBER = '+15550142222';
export const VOICE_URL = 'https://app.example/voice';
const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };

/** What stands at a URL's path: TwiML (the inside of a Response, or a whole reply), or what makes it. */
export type Pages = Readonly<Record<string, ScriptedReply | ((request: WebRequest) => ScriptedReply)>>;

export interface TestLine {
  readonly world: TestWorld;
  readonly voice: Voice;
  /** A request to api.twilio.com with the account's credentials; `path` begins after the account. Rejects when a JSON answer is not as documented. */
  api(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    options?: DispatchOptions,
  ): ReturnType<ReturnType<typeof createDispatcher>>;
  /** Calls the line and lets the clock run until the call and its callbacks are done. */
  call(steps: readonly CallerStep[], from?: string): Promise<CallReport>;
  /** Requests sent to that path. */
  sentTo(path: string): WebRequest[];
}

/** A line with one number whose voice URL is `/voice` of these pages. */
export async function testLine(
  pages: Pages,
  options: Partial<VoiceOptions> & { number?: Record<string, string> } = {},
): Promise<TestLine> {
  const world = testWorld();
  const { number, ...voiceOptions } = options;
  const api = createInHouseApi(world, () => products);
  const voice = createVoice(world, { work: () => noWork, api: () => api, ...voiceOptions });
  const products = [voice.product, createMessaging(world).product];
  const dispatch = createDispatcher(products, world);
  world.answer(request => pageOf(request, pages));
  const ask: TestLine['api'] = async (method, path, sent) => {
    const url = `https://api.twilio.com/2010-04-01/Accounts/${TEST_ACCOUNT_SID}${path}`;
    const reply = await dispatch(method, url, { account, ...sent });
    const faults = new URL(url).pathname.endsWith('.json') ? faultsOf(method, url, reply) : [];
    if (faults.length > 0) throw new Error(`${method} ${path} is not as documented: ${faults.join('; ')}`);
    return reply;
  };
  await ask('POST', '/IncomingPhoneNumbers.json', {
    form: { PhoneNumber: LINE_NUMBER, VoiceUrl: VOICE_URL, ...number },
  });
  return {
    world,
    voice,
    api: ask,
    sentTo: path => world.requests.filter(request => new URL(request.url).pathname === path),
    async call(steps, from = CALLER_NUMBER) {
      const { ended } = voice.placeCall({ from, to: LINE_NUMBER, caller: steps });
      return untilDone(world, ended);
    },
  };
}

/** Moves the clock until `work` is done, at most five emulated hours. */
export async function untilDone<T>(world: TestWorld, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = work.finally(() => (isDone = true));
  await world.controls.runUntil(() => isDone, 5 * 3_600_000);
  return done;
}

function pageOf(request: WebRequest, pages: Pages): ScriptedReply {
  const page = pages[new URL(request.url).pathname];
  if (page === undefined) return { status: 404, body: '' };
  const reply = typeof page === 'function' ? page(request) : page;
  return typeof reply === 'string' && !reply.startsWith('<?') ? `<Response>${reply}</Response>` : reply;
}

const noWork: CallWork = {
  enqueue: () => {
    throw new Error('this line has no TaskRouter');
  },
  abandon: () => undefined,
  hangUp: () => undefined,
};

/** What the caller heard, in order, and where it was cut off. */
export function heardIn({ timeline }: CallReport): string[] {
  return timeline.filter(entry => entry.kind === 'heard' || entry.text === CUT_OFF).map(entry => entry.text);
}
