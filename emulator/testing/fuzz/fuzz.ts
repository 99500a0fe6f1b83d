import { createCloud, type Cloud } from '../../cloud';
import type { ApiReply, WebRequest } from '../../contract';
import { createDispatcher, type Dispatcher } from '../../gateway/dispatcher';
import { encodeReply } from '../../gateway/encode-reply';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld, type ScriptedReply, type TestWorld } from '../world';
import { createDice } from './dice';
import { twimlDocument } from './documents';
import { requestTo, targetsOf, type Chance, type FuzzRequest, type Target } from './requests';
import { createPool, LINE } from './values';

/** What a run of random requests came to. */
export interface FuzzReport {
  readonly requests: number;
  /** How often each status was answered. */
  readonly statuses: ReadonlyMap<number, number>;
  /** What must not be: a 500, an answer that did not come, a timer that failed. Each once, with how to see it again. */
  readonly findings: readonly string[];
}

const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
/** Real milliseconds after which an answer is taken not to come at all. */
const HANG_MS = 20_000;
/** Requests between two moves of the clock, and how far it moves at most. */
const BETWEEN_MOVES = 25;
const MOVE_MS = 90_000;

/** Sends `requests` random requests to all products in memory, on a controlled clock. The same seed sends the same. */
export async function fuzz({ seed, requests }: { seed: number; requests: number }): Promise<FuzzReport> {
  const run = new FuzzRun(seed);
  try {
    return await run.send(requests);
  } finally {
    await run.close();
  }
}

class FuzzRun {
  private readonly world: TestWorld = testWorld();
  private readonly cloud: Cloud = createCloud(this.world, {}, () => ({ port: 0, caFile: '' }));
  private readonly dispatch: Dispatcher = createDispatcher(this.cloud.products, this.world);
  private readonly targets: readonly Target[] = targetsOf(this.cloud.products.filter(({ name }) => TWILIO.has(name)));
  private readonly chance: Chance;
  private readonly statuses = new Map<number, number>();
  private readonly findings = new Set<string>();

  constructor(private readonly seed: number) {
    const dice = createDice(seed);
    this.chance = { dice, pool: createPool(dice), accountSid: account.sid };
    this.world.answer(request => this.answer(request));
  }

  async send(requests: number): Promise<FuzzReport> {
    const { dice, pool } = this.chance;
    for (const [url, form] of FURNITURE) {
      const reply = await this.dispatch('POST', url, { account, form });
      pool.add(encodeReply(reply).bytes.toString());
    }
    for (let index = 0; index < requests; index += 1) {
      const request = this.next();
      const at = `seed ${this.seed}, request ${index}: ${request.method} ${request.url.slice(0, 300)} ${describe(request)}`;
      const reply = await this.within(this.dispatch(request.method, request.url, { account, ...request }), at);
      if (reply) this.judge(reply, at);
      if (reply && reply.status < 300) pool.add(encodeReply(reply).bytes.toString().slice(0, 20_000));
      if (index % BETWEEN_MOVES === 0) await this.move(dice.below(MOVE_MS), at);
    }
    return { requests, statuses: this.statuses, findings: [...this.findings] };
  }

  async close(): Promise<void> {
    for (const product of this.cloud.products) await product.close?.();
    this.world.close();
  }

  /** Calls and flows come more often than their share of routes: most of what can go wrong is behind them. */
  private next(): FuzzRequest {
    const { dice } = this.chance;
    const kind = dice.below(10);
    const wanted =
      kind === 0
        ? CALLS
        : kind === 1
          ? FLOWS
          : kind === 2
            ? EXECUTIONS
            : kind < 6
              ? CREATES
              : dice.once(8)
                ? ABSENT
                : EVERYTHING;
    return requestTo(dice.pick(this.targets.filter(wanted)), this.chance);
  }

  /** Webhooks of flows reach them; every other server answers something odd. */
  private async answer({ url, method, parameters }: WebRequest): Promise<ScriptedReply> {
    const { dice, pool } = this.chance;
    if (url.startsWith('https://webhooks.twilio.com/')) {
      const reply = await this.dispatch(method, url, { form: parameters });
      return {
        status: reply.status,
        body: encodeReply(reply).bytes.toString(),
        headers: { 'content-type': 'text/xml' },
      };
    }
    if (dice.once(10)) return { status: dice.pick([404, 500, 302]), body: '' };
    if (dice.once(20)) return { failure: { code: 11205, message: 'no answer' } };
    return dice.once(4) ? '{"instruction":"accept"}' : twimlDocument(dice, pool);
  }

  private judge(reply: ApiReply, at: string): void {
    this.statuses.set(reply.status, (this.statuses.get(reply.status) ?? 0) + 1);
    if (reply.status !== 500) return;
    const { message = '' } = (reply.body ?? {}) as { message?: string };
    this.findings.add(`500 ${message} (${at})`);
  }

  private async move(ms: number, at: string): Promise<void> {
    await this.within(this.world.controls.advance(ms), `the clock moves ${ms} ms after ${at}`);
    for (const { kind, text } of this.world.timeline.splice(0)) {
      if (kind === 'fault' && text.includes('local Twilio failed'))
        this.findings.add(`${text.slice(0, 1_500)} (${at})`);
      if (kind === 'fault' && text.startsWith('a timer')) this.findings.add(`${text.slice(0, 1_500)} (${at})`);
    }
    this.world.requests.length = 0;
  }

  private async within<T>(work: Promise<T>, at: string): Promise<T | undefined> {
    let watch: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>(resolve => {
      watch = setTimeout(() => {
        this.findings.add(`no answer within ${HANG_MS} ms (${at})`);
        resolve(undefined);
      }, HANG_MS);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(watch);
    }
  }
}

const API = `https://api.twilio.com/2010-04-01/Accounts/${account.sid}`;
const GREETING = {
  description: 'Fuzzed',
  initial_state: 'Trigger',
  flags: {},
  states: [
    {
      name: 'Trigger',
      type: 'trigger',
      properties: {},
      transitions: ['incomingCall', 'incomingRequest'].map(event => ({ event, next: 'hello' })),
    },
    { name: 'hello', type: 'say-play', properties: { say: 'Hello' }, transitions: [{ event: 'audioComplete' }] },
  ],
};

/** What is there from the start, so that requests have something to be about. */
const FURNITURE: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  [`${API}/IncomingPhoneNumbers.json`, { PhoneNumber: LINE, VoiceUrl: 'https://app.example/voice' }],
  [`${API}/Queues.json`, { FriendlyName: 'room' }],
  ['https://taskrouter.twilio.com/v1/Workspaces', { FriendlyName: 'Fuzzed', Template: 'FIFO' }],
  ['https://sync.twilio.com/v1/Services', { WebhookUrl: 'https://app.example/sync', WebhooksFromRestEnabled: 'true' }],
  ['https://serverless.twilio.com/v1/Services', { UniqueName: 'fuzzed', FriendlyName: 'Fuzzed' }],
  [
    'https://studio.twilio.com/v2/Flows',
    { FriendlyName: 'Fuzzed', Status: 'published', Definition: JSON.stringify(GREETING) },
  ],
  [
    'https://events.twilio.com/v1/Sinks',
    {
      Description: 'a',
      SinkType: 'webhook',
      SinkConfiguration: '{"destination":"https://app.example/e","method":"POST"}',
    },
  ],
];

/** The doubles of other vendors and the gateway's own routes are not Twilio's API. */
const TWILIO = new Set([
  ...['api', 'messaging', 'studio', 'taskrouter', 'sync', 'events', 'flex', 'voice-configuration', 'iam'],
  ...['serverless', 'serverless-upload'],
]);

const CALLS = ({ path, method }: Target): boolean => method === 'POST' && /\/Calls(\/\{Sid\})?\.json$/.test(path);
const FLOWS = ({ path, method }: Target): boolean =>
  method === 'POST' && /^\/v2\/Flows(\/\{Sid\}|\/Validate)?$/.test(path);
const EXECUTIONS = ({ path, method }: Target): boolean =>
  method === 'POST' && /Executions$|\/Flows\/\{FlowSid\}$/.test(path);
const CREATES = ({ path, method, isServed }: Target): boolean =>
  isServed && method === 'POST' && !/\}(\.json)?$/.test(path);
const EVERYTHING = ({ isServed }: Target): boolean => isServed;
const ABSENT = ({ isServed }: Target): boolean => !isServed;

function describe({ form, body }: FuzzRequest): string {
  return (form?.toString() ?? body ?? '').slice(0, 400);
}
