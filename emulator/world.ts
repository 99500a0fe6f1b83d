import { createAccounts, type AccountSeed } from './accounts';
import { createActivity } from './activity';
import { createBus } from './bus';
import { createClock } from './clock/clock';
import type { Bus, ClockMode, Web, World } from './contract';
import { createFaults } from './faults';
import { createIds } from './ids';
import { createStore } from './store';
import { tunnelsOf } from './web/tunnel';

/** How a world begins. */
export interface WorldOptions {
  /** Defaults to 'real'. */
  readonly clock?: ClockMode;
  /** What the emulated clock says at first, milliseconds since 1970. Defaults to the computer's time. */
  readonly startMs?: number;
  /** Of the SIDs. Defaults to 1: two runs that do the same get the same SIDs. */
  readonly seed?: number;
  readonly accounts?: readonly AccountSeed[];
  /** Ports of servers on this machine by the public names that the cloud asks them by. */
  readonly tunnels?: Readonly<Record<string, number>>;
}

/** What a test does to time. */
export interface Controls {
  /** Moves a controlled (or fast-forward) clock by `ms`: runs what falls due, in order, waiting each time until all is quiet. */
  readonly advance: (ms: number) => Promise<void>;
  /** Runs timer after timer until `done()` holds; rejects when it does not within `withinMs` of emulated time. */
  readonly runUntil: (done: () => boolean, withinMs: number) => Promise<void>;
  /** Waits until nothing is in flight. Moves no clock. */
  readonly settle: () => Promise<void>;
}

/** A world and what its owner does with it; products see the world alone. */
export type ControlledWorld = World & {
  readonly controls: Controls;
  /** `web` needs the products, and they need the world: it comes last. */
  readonly setWeb: (web: Web) => void;
  /** Drops all timers. */
  readonly close: () => void;
};

/** The parts that all products share. Throws when an account or a tunnel has the wrong form. */
export function createWorld(options: WorldOptions = {}): ControlledWorld {
  const activity = createActivity();
  const bus = createBus();
  const store = createStore();
  let web: Web = unattached;
  const clock = createClock(options.clock ?? 'real', {
    activity,
    startMs: options.startMs ?? Date.now(),
    failed: error => report(bus, { error, atMs: clock.now() }),
  });
  return {
    clock,
    activity,
    bus,
    accounts: createAccounts(options.accounts ?? [], store),
    store,
    ids: createIds(options.seed ?? 1),
    faults: createFaults(),
    tunnels: tunnelsOf(options.tunnels ?? {}),
    web: {
      send(request) {
        const sent = web.send(request);
        void sent.then(reply => bus.emit('webhook', { request, reply }));
        return sent;
      },
    },
    controls: {
      advance: ms => clock.advance(ms),
      runUntil: (done, withinMs) => clock.runUntil(done, withinMs),
      settle: () => activity.idle(),
    },
    setWeb: attached => void (web = attached),
    close: () => clock.close(),
  };
}

const unattached: Web = {
  send: async () => ({
    status: 0,
    headers: {},
    body: '',
    durationMs: 0,
    failure: { code: 11205, message: 'The local Twilio has no way out yet' },
  }),
};

/** A timer that threw is a defect of the local Twilio: it is told on the timeline, and the rest goes on. */
function report(bus: Bus, { error, atMs }: { error: unknown; atMs: number }): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  bus.emit('timeline', { atMs, kind: 'fault', text: `a timer of the local Twilio failed: ${text}` });
}
