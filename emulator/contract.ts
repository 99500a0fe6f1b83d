/**
 * The contract that all products of the local Twilio share: time, storage, events, requests in and out.
 * A product is a folder that exports `create<Product>(world, …)`; `emulator.ts` puts them together.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { WorkerLegs } from './worker-legs';

// ---------------------------------------------------------------- time

export type ClockMode = 'real' | 'controlled' | 'fast-forward';

export interface Timer {
  cancel(): void;
}

export interface Clock {
  readonly mode: ClockMode;
  /** Milliseconds since 1970, as the emulated cloud sees them. */
  now(): number;
  /**
   * Runs `run` once, `delayMs` from now on this clock.
   * A `background` timer (a task's time-out, a reservation's) runs when time passes it, but a fast-forward clock never jumps
   * *for* it: only foreground timers (somebody is on the phone) pull time forward.
   */
  after(delayMs: number, run: () => void | Promise<void>, options?: { background?: boolean }): Timer;
}

/** Knows what is in flight, so that a test or the fast-forward clock can wait for quiet instead of sleeping. */
export interface Activity {
  /** Counts `work` as in flight until it settles; returns it unchanged. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is in flight (timers that wait do not count). */
  idle(): Promise<void>;
}

// ---------------------------------------------------------------- accounts

export interface Account {
  /** AC + 32 hex digits. */
  readonly sid: string;
  /** 32 hex digits. Signs webhooks; is a Basic password for `sid`. */
  readonly authToken: string;
  readonly friendlyName: string;
  /** API keys: SK sid → secret; each is a Basic user/password of this account. */
  readonly apiKeys: ReadonlyMap<string, string>;
  /** Set for a subaccount: the account whose credentials open it too. */
  readonly ownerSid?: string;
  /** A subaccount that its owner suspended: its credentials are good, and nothing is done with them (Twilio: error 20005). */
  readonly isSuspended?: boolean;
}

export interface Accounts {
  all(): readonly Account[];
  find(sid: string): Account | undefined;
  /** The account that these Basic credentials open, or undefined (Twilio: 401, error 20003). */
  authenticate(user: string, password: string): Account | undefined;
}

// ---------------------------------------------------------------- storage

/** A stored resource: the properties of Twilio's response body in wire case. Dates are ISO strings here, formatted on the way out. */
export interface StoredRecord {
  sid: string;
}

export interface Collection<R extends StoredRecord> {
  /** Throws when the sid is taken. */
  insert(record: R): R;
  get(sid: string): R | undefined;
  /** Replaces the given properties. Throws when there is no such record. */
  update(sid: string, change: Partial<R>): R;
  delete(sid: string): boolean;
  /** In order of insertion. */
  all(): readonly R[];
  filter(keep: (record: R) => boolean): R[];
  find(match: (record: R) => boolean): R | undefined;
}

export interface Store {
  /** The collection of that name ("taskrouter.tasks"), created empty at first use. */
  collection<R extends StoredRecord>(name: string): Collection<R>;
  /** Everything, as JSON that `restore` takes back. */
  snapshot(): StoreSnapshot;
  restore(snapshot: StoreSnapshot): void;
  /** Hears of each `restore` when it is done, in the order of asking: time to end what has gone and to set timers anew. Returns the way to stop. */
  onRestore(listener: () => void): () => void;
}
export type StoreSnapshot = Readonly<Record<string, readonly StoredRecord[]>>;

export interface Ids {
  /** prefix + 32 lower-case hex digits. Seeded, so a run repeats. */
  sid(prefix: string): string;
}

// ---------------------------------------------------------------- requests that come in

/** REPORT is WebDAV's (RFC 3253). */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'HEAD' | 'REPORT';

export interface ApiRequest {
  readonly method: Method;
  /** Lower case, without the port: "studio.twilio.com". */
  readonly host: string;
  /** The full URL as the client meant it, https unless it came in plain. */
  readonly url: URL;
  /** Values of the route's `{Name}` parts, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Fields of a form-urlencoded body; empty otherwise. */
  readonly form: URLSearchParams;
  readonly body: Buffer;
  readonly headers: IncomingHttpHeaders;
  /** The account whose credentials came with the request; routes with `access: 'account'` always have one. */
  readonly account: Account | undefined;
}

export interface ApiReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** An object is sent as JSON. */
  readonly body?: string | Buffer | object;
  /** Sent piece by piece instead of a body, as it comes. When it throws, the connection is cut; when the client goes, it is ended. */
  readonly stream?: AsyncIterable<string>;
}

export interface Route {
  readonly method: Method | 'ANY';
  /** OpenAPI form: "/v1/Workspaces/{WorkspaceSid}/Tasks", or a trailing "*" for the rest. */
  readonly path: string;
  /** 'account': Basic credentials of an account, else 401/20003 (and of the account in `{AccountSid}`, else 401). 'open': the handler decides. */
  readonly access: 'account' | 'open';
  /** Twilio has it and the local Twilio has not: it answers 501 and counts as missing. */
  readonly absent?: true;
  handle(request: ApiRequest): ApiReply | Promise<ApiReply>;
}

export interface Product {
  readonly name: string;
  /** Exact host names, or "*.twil.io". Regional forms ("api.dublin.ie1.twilio.com") are folded to these by the gateway. */
  readonly hosts: readonly string[];
  readonly routes: readonly Route[];
  /** Ends what the product has running: child processes, timers. */
  close?(): Promise<void>;
}

// ---------------------------------------------------------------- requests that go out

export interface WebRequest {
  readonly accountSid: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Sent as a form (POST) or as query (GET), and part of the signature. */
  readonly parameters: Readonly<Record<string, string>>;
  /** A body of another type, sent instead of the parameters (POST only). The signature is then of the URL alone. */
  readonly body?: { readonly contentType: string; readonly text: string };
  /** With the account's own credentials, as Twilio's API wants them. */
  readonly authenticated?: true;
  /** What kind of webhook this is: faults are told to hit one kind ("recording-status"). */
  readonly kind: WebhookKind;
  readonly callSid?: string;
}
export type WebhookKind =
  | 'voice-url'
  | 'twiml'
  | 'action'
  | 'call-status'
  | 'recording-status'
  | 'wait-url'
  | 'media'
  | 'run-function'
  | 'http-request'
  | 'assignment'
  | 'event'
  | 'conference-status'
  | 'amd-status'
  | 'partial-result'
  | 'stream-status'
  | 'sync-event'
  | 'message-status'
  | 'payment-status'
  | 'transcription-status'
  | 'user-defined-message';

export interface WebReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as it came over the wire, for what is not text (audio that `<Play>` fetches). */
  readonly bytes?: Buffer;
  /** Real milliseconds it took. */
  readonly durationMs: number;
  /** Set when no good answer came, with Twilio's error code and words: 11200 for an HTTP error (the answer is there too), others when there was none (status 0). */
  readonly failure?: { readonly code: number; readonly message: string };
}

/** The requests that the cloud makes: signed with the account's token, timed, subject to faults, on the timeline. */
export interface Web {
  /** Never throws: a failure is a reply with `failure`. */
  send(request: WebRequest): Promise<WebReply>;
}

// ---------------------------------------------------------------- what happened

export type TimelineKind =
  | 'call' // ringing, answered, ended
  | 'verb' // a TwiML verb begins
  | 'heard' // the caller hears words, audio or the beep
  | 'said' // the caller speaks
  | 'pressed' // the caller presses keys
  | 'widget' // a Studio widget ends, with the event it left by
  | 'request' // a webhook or function call, with its milliseconds
  | 'recording'
  | 'task'
  | 'reservation'
  | 'mail'
  | 'transcript'
  | 'log' // a line that a function wrote
  | 'fault'; // a failure that was injected

export interface TimelineEntry {
  /** On the emulated clock. */
  readonly atMs: number;
  readonly kind: TimelineKind;
  /** One short phrase a person can read. */
  readonly text: string;
  readonly callSid?: string;
  /** Real milliseconds, for requests. Emulated ones, for what is heard and said. */
  readonly durationMs?: number;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface BusEvents {
  timeline: TimelineEntry;
  'call-ended': { accountSid: string; callSid: string; status: string };
  'reservation-created': {
    accountSid: string;
    workspaceSid: string;
    taskSid: string;
    workerSid: string;
    reservationSid: string;
  };
  'task-updated': { accountSid: string; workspaceSid: string; taskSid: string; status: string };
  'stream-event': StreamEvent;
  /** A request of {@link Web} is over, whatever came of it. */
  webhook: { request: WebRequest; reply: WebReply };
}

/** Something that Event Streams may tell its subscribers. Emit it whenever it happens: who is not subscribed costs nothing. */
export interface StreamEvent {
  readonly accountSid: string;
  /** "com.twilio.taskrouter.task.created" */
  readonly type: string;
  /** CloudEvents' `source`: the address of the resource that it is about. */
  readonly source: string;
  /** CloudEvents' `data`, made only when somebody wants it. Its form is that of the type's schema. */
  data(): Readonly<Record<string, unknown>>;
}
export interface Bus {
  emit<K extends keyof BusEvents>(name: K, event: BusEvents[K]): void;
  /** Returns the way to stop listening. */
  on<K extends keyof BusEvents>(name: K, listener: (event: BusEvents[K]) => void): () => void;
}

// ---------------------------------------------------------------- misbehaviour

/** A failure to inject. `times` defaults to 1; `match` is a part of the URL ("/voicemail/recorded", "/v1/Workspaces/"). */
export type Fault = FaultTarget & { readonly times?: number };
export type FaultTarget =
  | {
      readonly on: 'webhook';
      readonly kind?: WebhookKind;
      readonly match?: string;
      readonly effect: 'drop' | 'duplicate';
    }
  | {
      readonly on: 'webhook';
      readonly kind?: WebhookKind;
      readonly match?: string;
      readonly effect: 'delay';
      readonly delayMs: number;
    }
  | {
      readonly on: 'api';
      readonly host?: string;
      readonly method?: Method;
      readonly match?: string;
      /** fail: before anything happened · fail-after: the work is done, the answer is lost · refuse: connection closed · delay: the work is done, the answer is late. */
      readonly effect: 'fail' | 'fail-after' | 'refuse' | 'delay';
      /** HTTP status (fail, fail-after): 429 comes with code 20429. */
      readonly status?: number;
      /** In real time: the emulated clock stands while a request is in flight. Defaults to 1,000. */
      readonly delayMs?: number;
    }
  | { readonly on: 'function'; readonly match?: string; readonly effect: 'kill'; readonly afterRequests?: number };

export interface Faults {
  inject(fault: Fault): void;
  clear(): void;
  /** The fault that hits this webhook or request now, counted down; undefined when none does. */
  forWebhook(request: WebRequest): Extract<Fault, { on: 'webhook' }> | undefined;
  forApi(request: ApiRequest): Extract<Fault, { on: 'api' }> | undefined;
  forFunction(path: string): Extract<Fault, { on: 'function' }> | undefined;
}

// ---------------------------------------------------------------- the world, handed to each product

export interface World {
  readonly clock: Clock;
  readonly activity: Activity;
  readonly accounts: Accounts;
  readonly store: Store;
  readonly ids: Ids;
  readonly web: Web;
  readonly bus: Bus;
  readonly faults: Faults;
  /** Public names (lower case) by which servers on this machine are asked, and their ports: what a tunnel is outside. */
  readonly tunnels: ReadonlyMap<string, number>;
}

// ---------------------------------------------------------------- what voice and TaskRouter offer each other

/** TaskRouter, as voice sees it: `<Enqueue workflowSid>` makes a task of a call. */
export interface CallWork {
  /** Creates the task (channel voice). Throws a TwilioError when the workflow is unknown or rejects it. */
  enqueue(call: {
    accountSid: string;
    callSid: string;
    workflowSid: string;
    attributes: Record<string, unknown>;
    priority?: number;
    timeoutSeconds?: number;
    taskChannel?: string;
  }): { taskSid: string };
  /** The caller left the queue without an agent (hang-up, Leave, redirect): the task is canceled with this reason, unless somebody has it already. */
  abandon(taskSid: string, reason: string): void;
  /** The talk with the agent is over: the task goes to wrapping. */
  hangUp(taskSid: string): void;
  /**
   * `<Dial><Queue reservationSid>`: accepts a pending reservation of a task that `<Enqueue>` made, and tells whose call waits. The worker goes to
   * `postWorkActivitySid` when `hangUp` is told. Undefined when there is no such reservation, or it is no longer pending (Twilio: 14215, 14217).
   */
  takeReservation?(take: {
    readonly accountSid: string;
    readonly reservationSid: string;
    readonly postWorkActivitySid?: string;
  }): { readonly taskSid: string; readonly callSid: string } | undefined;
}

/** Voice, as TaskRouter sees it: an accepted reservation takes the call out of its queue. */
export interface CallControl {
  /** Joins the waiting call with the worker. False when the call is no longer waiting. */
  connectToWorker(join: { taskSid: string; workerName: string; reservationSid: string }): boolean;
  /** The agent hangs up. */
  hangUp(taskSid: string): void;
  /** Legs to workers' phones, which the instructions `dequeue`, `call`, `redirect`, `conference` and `supervise` need. */
  readonly legs?: WorkerLegs | undefined;
}

export type { TaskCustomer, WorkerConference, WorkerDial, WorkerLegs, WorkerLegStatus } from './worker-legs';

// ---------------------------------------------------------------- callers and agents, as scripts

export type { AgentAnswer, AgentScript, CallerStep } from './caller-script';
