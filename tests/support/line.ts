import { readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import {
  createControlClient,
  createEmulator,
  localMailgun,
  type AgentAnswer,
  type AgentScript,
  type CallerStep,
  type CallReport,
  type ClockMode,
  type ControlClient,
  type Emulator,
  type Mail,
  type StoreSnapshot,
} from '../../emulator';
import { sampleClient } from '../../lib/config/client.fake';
import { lineOf, type Client } from '../../lib/config';
import type { VoicemailAttributes } from '../../lib/tasks';
import { snapshotFile } from './snapshot-file';

export const client = sampleClient();
export const authToken = '10ca100000000000000000000000000b';
/** The sample's number with agents, the one that only takes messages, and the one with options. */
export const DIRECT = '+12025550142';
export const MESSAGES = '+12025550143';
export const OPTIONS = '+12025550144';
export const CALLER = '+12025550111';

/** Moments on the wall of the sample client, in Los Angeles. */
export const moments = {
  open: '2026-11-23T10:00:00-08:00',
  night: '2026-11-23T22:00:00-08:00',
  thanksgiving: '2026-11-26T10:00:00-08:00',
};

export const message = {
  words: readFileSync(join(__dirname, '../../scripts/demo/message.txt'), 'utf8').trim(),
  audio: readFileSync(join(__dirname, '../../scripts/demo/message.wav')),
};

/** What a caller does who waits for the beep and leaves the recorded message. */
export const leaveMessage: readonly CallerStep[] = [
  { do: 'listen', until: 'beep' },
  { do: 'say', ...message },
  { do: 'press', digits: '#' },
];

export interface TaskSeen {
  readonly sid: string;
  readonly status: string;
  readonly reason: string | null;
  readonly priority: number;
  readonly channel: string;
  readonly workflow: string;
  readonly attributes: VoicemailAttributes;
}

/** A call that goes on while the test does something else. */
export interface Dialled {
  readonly callSid: string;
  readonly isOver: () => boolean;
  /** Resolves when the clock has moved far enough. */
  readonly ended: Promise<CallReport>;
}

/** The sample client's line on a local Twilio of its own, with a clock that the test moves. */
export interface TestLine {
  readonly emulator: Emulator;
  /** Faults and what else is done to the local Twilio from outside. */
  readonly control: ControlClient;
  readonly domain: string;
  /** Places a call and moves the clock until it is over and quiet. */
  call(caller: readonly CallerStep[], options?: { from?: string; to?: string }): Promise<CallReport>;
  /** Places a call that begins now; `until` or `call` moves the clock. */
  dial(caller: readonly CallerStep[], options?: { from?: string; to?: string }): Dialled;
  /** Moves the clock until something is so. Rejects when it isn't after half an hour. */
  until(isSo: () => boolean): Promise<void>;
  /** Tasks made of voicemails. */
  voicemailTasks(): Promise<TaskSeen[]>;
  tasks(): Promise<TaskSeen[]>;
  mails(): readonly Mail[];
  /** What `npx linekit sweep` does: pages until nothing is left. Gives all that was reported. */
  sweep(): Promise<{ delivered: object[]; failed: object[]; deleted: number }>;
  /** POSTs to a deployed Function; signed as Twilio signs unless told otherwise. */
  post(
    path: string,
    fields: Record<string, string>,
    signature?: string | null,
  ): Promise<{ status: number; body: string }>;
  /** GETs a public URL of the deployment. */
  get(path: string): Promise<{ status: number; body: string; type: string }>;
  /** Asks a REST API with the account's credentials; with fields, POSTs them. Throws on any status of 300 and above. */
  rest(host: string, path: string, fields?: Record<string, string>): Promise<Record<string, unknown>>;
  /** An available agent of the workspace with these skills, who answers each offer like this. Gives the number of offers so far. */
  hire(
    answer: AgentAnswer | AgentScript['on'],
    agent?: { name?: string; skills?: readonly string[] },
  ): Promise<() => number>;
  workspaceSid(): Promise<string>;
  /** Ten minutes pass, then the sweep runs, until it has nothing left to mend; for what must hold "in the end". */
  inTheEnd(): Promise<void>;
  /** Forgets what calls left and takes faults away: the account is as it was deployed. The clock goes on. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the line at a moment (ISO 8601, with offset), as the sample's file with some settings changed would deploy it. Only a controlled clock can be moved. */
export async function openLine(
  at: string = moments.night,
  change: Partial<Client> = {},
  clock: ClockMode = 'controlled',
): Promise<TestLine> {
  const deployed = JSON.parse(readFileSync(snapshotFile, 'utf8')) as { domain: string; store: StoreSnapshot };
  const { domain } = deployed;
  const store = withClient(deployed.store, change);
  const emulator = await createEmulator({
    clock,
    startAtMs: Date.parse(at),
    accounts: [{ sid: client.accountSid, authToken, friendlyName: client.name }],
    mailgun: { key: localMailgun.key, domains: [{ name: client.email.domain, region: client.email.region }] },
    ...(client.assistant?.calendar && { calendarUrl: client.assistant.calendar.url }),
    servers: (change.assistant?.httpTools ?? []).map(({ url }) => new URL(url).host),
    projectFolder: join(__dirname, '../..'),
    // A process costs more than a test's few requests gain by a second one.
    eagerProcesses: 1,
    snapshot: store,
  });
  const rest: TestLine['rest'] = async (host, path, fields) => {
    const authorization = `Basic ${Buffer.from(`${client.accountSid}:${authToken}`).toString('base64')}`;
    const { status, body } = await ask(emulator.port, {
      url: `http://${host}${path}`,
      fields,
      headers: { authorization },
    });
    if (status >= 300) throw new Error(`${host}${path} answered ${status}: ${body}`);
    return JSON.parse(body) as Record<string, unknown>;
  };
  const workspaceSid = async (): Promise<string> => {
    const { workspaces } = (await rest('taskrouter.twilio.com', '/v1/Workspaces')) as { workspaces: { sid: string }[] };
    return workspaces[0]?.sid ?? '';
  };
  const tasks = async (): Promise<TaskSeen[]> => {
    const page = (await rest('taskrouter.twilio.com', `/v1/Workspaces/${await workspaceSid()}/Tasks`)) as {
      tasks: Record<string, string>[];
    };
    return page.tasks.map(seenTask);
  };
  const post: TestLine['post'] = (path, fields, signature) => {
    const url = `http://${domain}${path}`;
    const sent = signature === undefined ? getExpectedTwilioSignature(authToken, url, fields) : signature;
    return ask(emulator.port, { url, fields, headers: sent === null ? {} : { 'x-twilio-signature': sent } });
  };
  const sweep: TestLine['sweep'] = async () => {
    const total = { delivered: [] as object[], failed: [] as object[], deleted: 0 };
    for (let cursor: string | null = ''; cursor !== null;) {
      const { status, body } = await post('/voicemail/sweep', { sinceHours: '48', ...(cursor && { cursor }) });
      if (status !== 200) throw new Error(`the sweep answered ${status}: ${body}`);
      const page = JSON.parse(body) as typeof total & { cursor: string | null };
      total.delivered.push(...page.delivered);
      total.failed.push(...page.failed);
      total.deleted += page.deleted;
      cursor = page.cursor;
    }
    return total;
  };
  return {
    emulator,
    control: createControlClient(emulator.port),
    domain,
    tasks,
    post,
    sweep,
    get: path => ask(emulator.port, { url: `http://${domain}${path}`, headers: {} }),
    rest,
    workspaceSid,
    hire: async (answer, { name = 'Ana', skills = [] } = {}) => {
      const made = await rest('taskrouter.twilio.com', `/v1/Workspaces/${await workspaceSid()}/Workers`, {
        FriendlyName: name,
        Attributes: JSON.stringify({ routing: { skills } }),
      });
      let offers = 0;
      const on: AgentScript['on'] = offer => {
        offers += 1;
        return typeof answer === 'function' ? answer(offer) : answer;
      };
      emulator.agents.hire({ workerSid: String(made['sid']), script: { on } });
      return () => offers;
    },
    voicemailTasks: async () => (await tasks()).filter(task => task.attributes.taskType === 'voicemail'),
    mails: () => emulator.inbox(),
    dial: (caller, options = {}) => {
      let over = false;
      const { callSid, ended } = emulator.placeCall({ from: CALLER, to: DIRECT, ...options, caller });
      void ended.then(() => (over = true));
      return { callSid, ended, isOver: () => over };
    },
    until: isSo => emulator.runUntil(isSo, 30 * 60_000),
    call: (caller, options = {}) => call(emulator, { from: CALLER, to: DIRECT, ...options, caller }),
    inTheEnd: async () => {
      for (let run = 0; run < 6; run += 1) {
        await emulator.advance(10 * 60_000);
        if ((await sweep()).failed.length === 0) return;
      }
      throw new Error('the sweep still reports failures after an hour');
    },
    reset: async () => {
      await emulator.settle();
      emulator.faults.clear();
      emulator.restore(store);
    },
    close: () => emulator.close(),
  };
}

/** The account as it would be with some settings of the client's file changed: the file in the build, and what the flows have of it. */
function withClient(store: StoreSnapshot, change: Partial<Client>): StoreSnapshot {
  if (Object.keys(change).length === 0) return store;
  const numbers = change.answer ? client.numbers.map(({ answer: _, ...each }) => each) : client.numbers;
  const changed: Client = { ...client, numbers, ...change };
  const timeout = ({ answer }: Pick<Client, 'answer'>): string => `"timeout":"${answer.waitSeconds + 60}"`;
  const deployed = [client, lineOf(client, OPTIONS)].map(timeout);
  const rewritten = <T extends object>(record: T): T => {
    const { base64, definition } = record as { base64?: string; definition?: object };
    if (definition) {
      const now = change.answer ? timeout(changed) : undefined;
      const text = deployed.reduce((all, was) => all.replaceAll(was, now ?? was), JSON.stringify(definition));
      return { ...record, definition: JSON.parse(text) as object };
    }
    const isFile = base64 && Buffer.from(base64, 'base64').toString('utf8').includes('"accountSid": ');
    return isFile ? { ...record, base64: Buffer.from(JSON.stringify(changed)).toString('base64') } : record;
  };
  return Object.fromEntries(Object.entries(store).map(([name, records]) => [name, records.map(rewritten)]));
}

async function call(
  emulator: Emulator,
  request: { from: string; to: string; caller: readonly CallerStep[] },
): Promise<CallReport> {
  let over = false;
  const { ended } = emulator.placeCall(request);
  void ended.then(() => (over = true));
  await emulator.runUntil(() => over, 30 * 60_000);
  // The recording's status callback comes a moment after the call.
  await emulator.advance(5_000);
  return ended;
}

function seenTask(task: Record<string, string>): TaskSeen {
  return {
    sid: task['sid'] ?? '',
    status: task['assignment_status'] ?? '',
    reason: task['reason'] ?? null,
    priority: Number(task['priority']),
    channel: task['task_channel_unique_name'] ?? '',
    workflow: task['workflow_friendly_name'] ?? '',
    attributes: JSON.parse(task['attributes'] ?? '{}') as VoicemailAttributes,
  };
}

interface Ask {
  readonly url: string;
  /** POSTed as a form when there are any. */
  readonly fields?: Record<string, string> | undefined;
  readonly headers: Record<string, string>;
}

/** Plain HTTP to the local Twilio's port, which serves the emulated hosts by name. */
function ask(port: number, { url, fields, headers }: Ask): Promise<{ status: number; body: string; type: string }> {
  const { host, pathname, search } = new URL(url);
  const form = fields ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
  const options = {
    hostname: '127.0.0.1',
    port,
    path: pathname + search,
    method: fields ? 'POST' : 'GET',
    headers: { ...headers, ...form, host },
    agent: false,
  };
  return new Promise((resolve, reject) => {
    const request = http.request(options, response => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8'),
          type: response.headers['content-type'] ?? '',
        }),
      );
    });
    request.on('error', reject);
    request.end(fields && new URLSearchParams(fields).toString());
  });
}
