import type { ToolPorts } from '../../lib/assistant';
import { AppError } from '../../lib/errors';
import { hashPin, type Account, type Attempts, type Peppers, type PinPorts } from '../../lib/pin';
import type { EvalClock } from './clock';
import type { EvalWorld, Failure } from './eval-schema';
import { calendarOf, type Booked } from './world-calendar';
import { openWorkOf, todosOf, type KeptTodo } from './world-lists';

/** What stands in the systems after a talk. */
export interface LeftBehind {
  readonly appointments: readonly Booked[];
  readonly todos: readonly KeptTodo[];
  readonly callbacks: readonly { readonly number: string; readonly reason: string; readonly topic: string | null }[];
}

/** A system's call: takes its time, and fails when the eval says so. */
export type Step = <T>(call: string, work: () => T) => Promise<T>;

/** The systems that an assistant works with, in memory, as an eval describes them. */
export interface World {
  readonly tools: ToolPorts;
  readonly pin: PinPorts;
  /** Work of these systems goes no further than this: what hangs then is let go. */
  until(signal: AbortSignal): void;
  readonly left: LeftBehind;
  /** What no state, log, prompt or sentence may hold. */
  readonly secrets: readonly string[];
}

const NEVER_MS = 3_600_000;

/** Builds the systems; what a talk does to them is seen in `left`. */
export async function buildWorld(world: EvalWorld, clock: EvalClock): Promise<World> {
  let signal = new AbortController().signal;
  const step = stepper(world, clock, () => signal);
  const appointments: Booked[] = world.appointments.map((each, index) => ({
    ...{ id: `A${index + 1}`, minutes: 30, key: '', what: each.what, start: each.start, accountId: each.accountId },
  }));
  const todos: KeptTodo[] = (world.todos ?? []).map((each, index) => ({
    ...{ id: `T${index + 1}`, text: each.text, accountId: each.accountId, key: '', done: false },
    ...(each.remindAt !== undefined && { remindAt: each.remindAt }),
  }));
  const callbacks: { number: string; reason: string; topic: string | null; key: string }[] = [];
  const tools: ToolPorts = {
    ...(world.slots && { calendar: calendarOf({ slots: world.slots, appointments, step }) }),
    ...(world.todos && { todos: todosOf(todos, step) }),
    ...(world.open && { openWork: openWorkOf([...world.open], step) }),
    ...(world.callbacks && {
      callbacks: {
        request: ({ number, reason, topic = null, key }) =>
          step('callbacks.request', () => {
            if (!callbacks.some(each => each.key === key)) callbacks.push({ number, reason, topic, key });
            return { id: `CB${callbacks.length}` };
          }),
      },
    }),
    ...httpOf(world, step),
  };
  const secrets = world.accounts.flatMap(each => [each.accountNumber, each.pin ?? []].flat());
  return {
    ...{ tools, secrets, left: { appointments, todos, callbacks } },
    pin: await pinPorts(world, clock, step),
    until: next => {
      signal = next;
    },
  };
}

function stepper(world: EvalWorld, clock: EvalClock, signal: () => AbortSignal): Step {
  const failures = world.failures.map(each => ({ ...each, left: each.times }));
  return async (call, work) => {
    await clock.pause(world.tookMs);
    const failure = failures.find(each => each.call === call && each.left > 0);
    if (!failure) return work();
    failure.left -= 1;
    if (failure.how === 'hangs') await clock.pauseUnless(signal(), NEVER_MS);
    return fail(failure, work);
  };
}

function fail<T>({ how, call }: Failure, work: () => T): T {
  if (how === 'lost') work();
  const code = how === 'taken' ? 'CONFLICT' : how === 'unavailable' ? 'VENDOR_UNREACHABLE' : 'VENDOR_UNAVAILABLE';
  throw new AppError(code, `${call} fails in this eval`);
}

function httpOf(world: EvalWorld, step: Step): Pick<ToolPorts, 'http' | 'secrets'> {
  if (world.http.length === 0) return {};
  return {
    http: {
      resolve: async () => ['93.184.215.14'],
      fetch: ({ url, maxBytes }) =>
        step('http.fetch', () => {
          const found = world.http.find(each => url.includes(each.url));
          const body = found?.body ?? '';
          const cut = Buffer.byteLength(body) > maxBytes;
          return { status: found?.status ?? 404, contentType: 'application/json', body: body.slice(0, maxBytes), cut };
        }),
    },
    secrets: { read: async name => `secret-of-${name}` },
  };
}

const peppers: Peppers = { current: 'eval', secrets: { eval: 'a pepper for evals, which opens nothing' } };
/** Hashes of evals protect nobody: they are quick. */
const QUICK = { log2N: 10, r: 8, p: 1 } as const;

async function pinPorts(world: EvalWorld, clock: EvalClock, step: Step): Promise<PinPorts> {
  const accounts = await Promise.all(
    world.accounts.map(async ({ accountId, name, accountNumber, phones, pin }) => ({
      ...{ accountId, name, accountNumber, phones },
      ...(pin !== undefined && { pinHash: await hashPin({ pin, accountId }, peppers, QUICK) }),
    })),
  );
  const find = (call: string, fits: (each: (typeof accounts)[number]) => boolean): Promise<Account | undefined> =>
    step(call, () => accounts.find(fits));
  const attempts = new Map<string, { attempts: Attempts; revision: string }>();
  return {
    ...{ clock, peppers },
    accounts: {
      byNumber: number => step('pin.byNumber', () => accounts.filter(each => each.phones.includes(number))),
      byAccountNumber: wanted => find('pin.byAccountNumber', each => each.accountNumber === wanted),
      byId: wanted => find('pin.byId', each => each.accountId === wanted),
    },
    attempts: {
      read: async key => attempts.get(key),
      write: async (key, next, revision) => {
        const held = attempts.get(key);
        if (held?.revision !== revision) throw new AppError('CONFLICT', 'the entry has changed');
        attempts.set(key, { attempts: next, revision: String(Number(held?.revision ?? 0) + 1) });
      },
    },
  };
}
