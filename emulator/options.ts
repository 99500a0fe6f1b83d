import type { AccountSeed } from './accounts';
import type { ModelTurn } from './anthropic/script';
import type { ClockMode, StoreSnapshot } from './contract';
import type { SendingDomain } from './mailgun/message';

/** How a local Twilio starts. Everything has a default. */
export interface EmulatorOptions {
  /** 0 (the default) takes a free one. */
  readonly port?: number;
  /** Defaults to 'real'. */
  readonly clock?: ClockMode;
  /** What the clock says at first, milliseconds since 1970. Defaults to now. */
  readonly startAtMs?: number;
  /** Defaults to {@link localAccount}. */
  readonly accounts?: readonly AccountSeed[];
  /** Keeps the certificate authority, and mails as files. Defaults to a folder that is removed at the end. */
  readonly dataFolder?: string;
  /** Whose `dependencies` the deployed Functions may require. Defaults to the current folder. */
  readonly projectFolder?: string;
  /**
   * Where npm installs what builds declare and the project folder lacks, as it does in the cloud; kept from run to run. Without it such builds fail,
   * and nothing is asked of a registry.
   */
  readonly packagesFolder?: string;
  /** Processes of Functions that start as soon as requests overlap; more only when those that run are stuck. As many as there are cores by default. */
  readonly eagerProcesses?: number;
  readonly mailgun?: { readonly key: string; readonly domains: readonly SendingDomain[] };
  readonly deepgram?: { readonly key: string };
  /** Key of the Anthropic double, and what its model answers first; after that a few rules do. */
  readonly anthropic?: {
    readonly key?: string;
    readonly turns?: readonly ModelTurn[];
    /** A real key: requests go on to the real API with it, and the script says nothing. */
    readonly realKey?: string;
  };
  /** A CalDAV collection at this https address, opened by {@link localCalendar}; none without. */
  readonly calendarUrl?: string;
  /** Host names of servers that Functions ask over https, scripted by `servers.answer`; none without. */
  readonly servers?: readonly string[];
  /**
   * Ports of servers on this machine by public names, as a tunnel gives them: `{ 'my-app.example': 3000 }`. Webhooks and WebSockets to
   * `https://my-app.example/…` and `wss://my-app.example/…` go there without TLS, with that name as `Host`, and `X-Forwarded-Proto`.
   */
  readonly tunnels?: Readonly<Record<string, number>>;
  /** Whether TaskRouter limits how often attributes are looked into (3 a second); off by default. */
  readonly rateLimits?: boolean;
  /** The Pay Connectors that every account has, by name, for `<Pay>`; only "Default" by default. All take what is paid, in memory. */
  readonly paymentConnectors?: readonly string[];
  /** Of all ids. Defaults to 1: two runs that do the same get the same SIDs. */
  readonly seed?: number;
  /** What an earlier run kept. */
  readonly snapshot?: StoreSnapshot;
}

/** The account of a local Twilio that nobody gave one: always the same, so that what was wired to it yesterday still fits. */
export const localAccount: AccountSeed = {
  sid: 'AC10ca100000000000000000000000000a',
  authToken: '10ca100000000000000000000000000b',
  friendlyName: 'Local account',
};

/** Key and domain of the Mailgun double when none are given. */
export const localMailgun = {
  key: 'key-10ca1000000000000000000000000000',
  domains: [{ name: 'mg.local.example', region: 'us' as const }],
};

/** Key of the Deepgram double when none is given. */
export const localDeepgram = { key: '10ca100000000000000000000000000d00000000' };

/** A pepper for PINs that nobody else uses; read under linekit's name for it. */
export const localPepper = 'local:10ca1000000000000000000000000000pepper';

/** Key of the Anthropic double when none is given. */
export const localAnthropic = { key: 'sk-ant-local-10ca1000000000000000000000000000' };

/** User and password of the CalDAV double. */
export const localCalendar = { username: 'local', password: '10ca10000000000000000000000ca1e' };
