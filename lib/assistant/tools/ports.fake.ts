import type { Clock } from '../../clock';
import { AppError, type ErrorCode } from '../../errors';
import type { Appointment, OpenItem, Todo, ToolPorts } from './ports';

type Answer = { status: number; contentType: string; body: string; cut: boolean };

type AllPorts = { readonly [K in keyof ToolPorts]-?: NonNullable<ToolPorts[K]> };

/** What the fakes keep, and how a test makes them fail. */
export interface FakeToolPorts extends AllPorts {
  readonly appointments: (Appointment & { accountId: string; key: string })[];
  readonly todoItems: (Todo & { accountId: string; key: string; done: boolean })[];
  readonly open: (OpenItem & { accountId: string })[];
  readonly callbackList: { number: string; reason: string; key: string }[];
  readonly httpRequests: {
    url: string;
    address: string;
    headers: Readonly<Record<string, string>>;
    body: string | undefined;
  }[];
  readonly httpAnswer: Answer;
  readonly addresses: Map<string, string[]>;
  /** Names of ports' calls, in order. */
  readonly called: string[];
  /** `after`: the work is done and its answer is lost. `hang`: it never answers; the hook is told. */
  fail(call: string, failure: { code?: ErrorCode; times: number; after?: boolean; hang?: () => void }): void;
}

const slotTimes = ['2026-11-24T10:00:00-08:00', '2026-11-24T11:00:00-08:00', '2026-11-25T14:00:00-08:00'];

/** In-memory systems with the rules their ports promise. */
export function fakeToolPorts(_clock: Clock): FakeToolPorts {
  const failures: { call: string; code?: ErrorCode; times: number; after?: boolean; hang?: () => void }[] = [];
  const called: string[] = [];
  const step = async <T>(call: string, work: () => T): Promise<T> => {
    called.push(call);
    await Promise.resolve();
    const failure = failures.find(each => each.call === call && each.times > 0);
    if (!failure) return work();
    failure.times -= 1;
    const result = failure.after ? work() : undefined;
    failure.hang?.();
    if (failure.hang) return new Promise<T>(() => {});
    throw new AppError(
      failure.code ?? 'VENDOR_UNAVAILABLE',
      `${call} was told to fail; ${String(result !== undefined)}`,
    );
  };
  const kept: Pick<
    FakeToolPorts,
    'appointments' | 'todoItems' | 'open' | 'callbackList' | 'httpRequests' | 'httpAnswer' | 'addresses'
  > = {
    appointments: [],
    todoItems: [],
    open: [
      {
        id: 'WT1',
        kind: 'callback',
        about: 'a prescription',
        createdAt: '2026-11-22T10:00:00Z',
        accountId: 'acc-rosa',
      },
    ],
    callbackList: [],
    httpRequests: [],
    httpAnswer: { status: 200, contentType: 'application/json', body: '{}', cut: false },
    addresses: new Map([['api.riverside-clinic.example', ['93.184.215.14']]]),
  };
  return {
    ...kept,
    called,
    fail: (call, failure) => failures.push({ call, ...failure }),
    calendar: fakeCalendar(kept, step),
    todos: {
      list: id => step('todos.list', () => kept.todoItems.filter(each => each.accountId === id && !each.done)),
      add: (accountId, { text, remindAt, key }) =>
        step('todos.add', () => {
          const known = kept.todoItems.find(each => each.key === key);
          if (known) return known;
          const todo = {
            id: `T${kept.todoItems.length + 1}`,
            text,
            ...(remindAt !== undefined && { remindAt }),
            accountId,
            key,
            done: false,
          };
          kept.todoItems.push(todo);
          return todo;
        }),
      complete: (accountId, id) =>
        step('todos.complete', () => {
          const todo = kept.todoItems.find(each => each.id === id && each.accountId === accountId);
          if (!todo) throw new AppError('NOT_FOUND', 'no such to-do');
          todo.done = true;
          return todo;
        }),
    },
    openWork: {
      list: ({ accountId }) => step('openWork.list', () => kept.open.filter(each => each.accountId === accountId)),
      cancelCallback: id =>
        step('openWork.cancel', () => {
          const at = kept.open.findIndex(each => each.id === id);
          if (at >= 0) kept.open.splice(at, 1);
        }),
    },
    callbacks: {
      request: ({ number, reason, key }) =>
        step('callbacks.request', () => {
          if (!kept.callbackList.some(each => each.key === key)) kept.callbackList.push({ number, reason, key });
          return { id: `CB${kept.callbackList.length}` };
        }),
    },
    http: {
      fetch: ({ url, address, headers, body }) =>
        step('http.fetch', () => {
          kept.httpRequests.push({ url, address, headers, body });
          return { ...kept.httpAnswer };
        }),
      resolve: name => step('http.resolve', () => kept.addresses.get(name) ?? []),
    },
    secrets: { read: name => step('secrets.read', () => `sk-live-${name}-7f3a9c`) },
  };
}

function fakeCalendar(
  kept: Pick<FakeToolPorts, 'appointments'>,
  step: <T>(call: string, work: () => T) => Promise<T>,
): FakeToolPorts['calendar'] {
  const free = (start: string): boolean =>
    slotTimes.some(slot => Date.parse(slot) === Date.parse(start)) &&
    !kept.appointments.some(each => Date.parse(each.start) === Date.parse(start));
  const owned = (accountId: string, id: string) => {
    const found = kept.appointments.find(each => each.id === id && each.accountId === accountId);
    if (!found) throw new AppError('NOT_FOUND', 'no such appointment');
    return found;
  };
  return {
    freeSlots: () => step('calendar.freeSlots', () => slotTimes.filter(free).map(start => ({ start, minutes: 30 }))),
    list: accountId => step('calendar.list', () => kept.appointments.filter(each => each.accountId === accountId)),
    book: ({ accountId, start, what, key }) =>
      step('calendar.book', () => {
        const known = kept.appointments.find(each => each.key === key);
        if (known) return known;
        if (!free(start)) throw new AppError('CONFLICT', 'not free');
        const made = { id: `A${kept.appointments.length + 1}`, start, minutes: 30, what, accountId, key };
        kept.appointments.push(made);
        return made;
      }),
    move: ({ accountId, id, start, key }) =>
      step('calendar.move', () => {
        const known = kept.appointments.find(each => each.key === key);
        if (known) {
          kept.appointments.splice(
            0,
            kept.appointments.length,
            ...kept.appointments.filter(each => each === known || each.id !== id),
          );
          return known;
        }
        if (!free(start)) throw new AppError('CONFLICT', 'not free');
        return Object.assign(owned(accountId, id), { start, key });
      }),
    cancel: ({ accountId, id }) =>
      step('calendar.cancel', () => void kept.appointments.splice(kept.appointments.indexOf(owned(accountId, id)), 1)),
    find: key => step('calendar.find', () => kept.appointments.find(each => each.key === key)),
  };
}
