import { createCloud } from './cloud';
import type { Cloud } from './cloud';
import type { Account, Clock, Faults, StoreSnapshot, TimelineEntry } from './contract';
import { createControl } from './control/control';
import { createControlTarget } from './control-target';
import { createDispatcher } from './gateway/dispatcher';
import { startGateway } from './gateway/gateway';
import type { Gateway } from './gateway/gateway';
import { localAccount, localAnthropic, localCalendar, localDeepgram, localMailgun, localPepper } from './options';
import type { EmulatorOptions } from './options';
import { keepBounded } from './retention';
import { createTimeline } from './timeline';
import type { Timeline } from './timeline';
import { createWeb } from './web/web';
import { createWorld } from './world';
import type { ControlledWorld } from './world';

/** A local Twilio that is up. */
export interface Emulator {
  readonly port: number;
  /** PEM certificate of the authority that signs for the emulated hosts. */
  readonly caFile: string;
  /** The variables by which unmodified clients find it, with credentials of an account (the first when left out). */
  environment(accountSid?: string): Record<string, string>;
  readonly clock: Clock;
  readonly faults: Faults;
  /** What agents answer when a task is offered to them. */
  readonly agents: Cloud['taskrouter']['agents'];
  readonly placeCall: Cloud['voice']['placeCall'];
  /** What those do whom the account's lines call. */
  readonly callees: Cloud['voice']['callees'];
  /** A Flex token of a worker, as if they had signed in. */
  readonly signIn: Cloud['iam']['signIn'];
  /** The mails that Mailgun accepted, oldest first. */
  readonly inbox: Cloud['mailgun']['inbox'];
  /** Where a mail lies on disk, when there is a data folder. */
  readonly mailFiles: Cloud['mailgun']['filesOf'];
  /** What the model answers, and what it was asked. */
  readonly model: Cloud['model'];
  /** The calendar that the options asked for. */
  readonly calendar: Cloud['calendar'];
  /** The servers that the options name. */
  readonly servers: Cloud['servers'];
  /** What happened: everything, or what belongs to one call. */
  timeline(callSid?: string): readonly TimelineEntry[];
  /** Hears what happens from now on; returns the way to stop. */
  follow(listener: (entry: TimelineEntry) => void): () => void;
  /** Moves the clock; rejects on the real one. */
  advance(ms: number): Promise<void>;
  /** Moves the clock until `done()` holds; rejects when it does not within `withinMs` of emulated time. */
  runUntil(done: () => boolean, withinMs: number): Promise<void>;
  /** Waits until nothing is in flight. */
  settle(): Promise<void>;
  /** Everything that is stored, as JSON. Calls that are going on and the sound of recordings are not in it. */
  snapshot(): StoreSnapshot;
  restore(snapshot: StoreSnapshot): void;
  /** Ends calls, processes and connections. Nothing keeps the process alive afterwards. */
  close(): Promise<void>;
}

/**
 * Starts a local Twilio. Rejects with Node's EADDRINUSE when the port is taken, and with an Error when an account has the wrong form.
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const world = createWorld({
    accounts: options.accounts ?? [localAccount],
    seed: seedOf(options),
    ...(options.clock && { clock: options.clock }),
    ...(options.startAtMs !== undefined && { startMs: options.startAtMs }),
    ...(options.tunnels && { tunnels: options.tunnels }),
  });
  if (options.snapshot) world.store.restore(options.snapshot);
  const timeline = createTimeline(world.bus);
  keepBounded(world);
  const cloud = createCloud(world, options, () => gateway);
  const gateway = await open({ world, timeline, cloud }, options);
  return emulatorOf({ world, timeline, cloud, gateway, options });
}

interface Inside {
  readonly world: ControlledWorld;
  readonly timeline: Timeline;
  readonly cloud: Cloud;
}

async function open(inside: Inside, { port = 0, dataFolder }: EmulatorOptions): Promise<Gateway> {
  const { world, cloud } = inside;
  const dispatch = createDispatcher(cloud.products, world);
  world.setWeb(createWeb(world, dispatch));
  const control = createControl(createControlTarget(inside));
  try {
    return await startGateway({
      products: cloud.products,
      world,
      port,
      control,
      dispatch,
      ...(dataFolder !== undefined && { dataFolder }),
    });
  } catch (error) {
    await shut(inside);
    throw error;
  }
}

function emulatorOf(parts: Inside & { gateway: Gateway; options: EmulatorOptions }): Emulator {
  const { world, timeline, cloud, gateway, options } = parts;
  return {
    port: gateway.port,
    caFile: gateway.caFile,
    environment: sid => ({
      ...credentials(accountOf(world, sid), options),
      ...gateway.environment(),
      // Node's own fetch reads the proxy variables only when told to (22.21 and 24.5 on, https://nodejs.org/api/cli.html#node_use_env_proxy1).
      NODE_USE_ENV_PROXY: '1',
    }),
    clock: world.clock,
    faults: world.faults,
    agents: cloud.taskrouter.agents,
    placeCall: cloud.voice.placeCall,
    callees: cloud.voice.callees,
    signIn: cloud.iam.signIn,
    inbox: cloud.mailgun.inbox,
    mailFiles: cloud.mailgun.filesOf,
    model: cloud.model,
    calendar: cloud.calendar,
    servers: cloud.servers,
    timeline: callSid => (callSid === undefined ? timeline.read() : timeline.readCall(callSid)).entries,
    follow: listener => timeline.follow(listener),
    advance: world.controls.advance,
    runUntil: world.controls.runUntil,
    settle: world.controls.settle,
    snapshot: () => world.store.snapshot(),
    restore: snapshot => world.store.restore(snapshot),
    async close() {
      await gateway.close();
      await shut(parts);
    },
  };
}

async function shut({ world, timeline, cloud }: Inside): Promise<void> {
  await Promise.all(cloud.products.map(async product => product.close?.()));
  timeline.close();
  world.close();
}

/** A world that goes on from a snapshot must not give out the ids that the snapshot holds. */
function seedOf({ seed = 1, snapshot }: EmulatorOptions): number {
  const records = Object.values(snapshot ?? {}).reduce((count, collection) => count + collection.length, 0);
  return seed + records;
}

function accountOf(world: ControlledWorld, sid: string | undefined): Account {
  const account = sid === undefined ? world.accounts.all()[0] : world.accounts.find(sid);
  if (!account) throw new Error(sid === undefined ? 'this local Twilio has no account' : `no account ${sid}`);
  return account;
}

/** Twilio's own names, those that its Functions see, and the doubles' keys under the names that linekit reads. */
function credentials({ sid, authToken }: Account, options: EmulatorOptions): Record<string, string> {
  const mailgun = options.mailgun ?? localMailgun;
  const domain = mailgun.domains[0]?.name;
  return {
    TWILIO_ACCOUNT_SID: sid,
    TWILIO_AUTH_TOKEN: authToken,
    ACCOUNT_SID: sid,
    AUTH_TOKEN: authToken,
    MAILGUN_API_KEY: mailgun.key,
    ...(domain !== undefined && { MAILGUN_DOMAIN: domain }),
    DEEPGRAM_API_KEY: (options.deepgram ?? localDeepgram).key,
    ANTHROPIC_API_KEY: options.anthropic?.key ?? localAnthropic.key,
    LINEKIT_PIN_PEPPER: localPepper,
    CALDAV_USERNAME: localCalendar.username,
    CALDAV_PASSWORD: localCalendar.password,
  };
}
