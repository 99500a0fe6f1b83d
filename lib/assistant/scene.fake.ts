import { fixedClock } from '../clock';
import { sampleClient } from '../config/client.fake';
import { AppError } from '../errors';
import { memoryLog } from '../log';
import type { PhoneNumber } from '../phone';
import { fakePeppers, fakePinPorts, type FakeAccount } from '../pin/ports.fake';
import { hashPin } from '../pin';
import { answer } from './answer';
import type { ConversationStore, SpendStore } from './deps';
import type { Input } from './input';
import { fakeModel, type Script, type Scripted } from './model.fake';
import type { Reply } from './reply';
import { defaultLimits, type AssistantSettings } from './settings';
import type { ConversationState } from './state';
import { assistantTools } from './tools';
import { fakeToolPorts } from './tools/ports.fake';

export const callId = `CA${'c'.repeat(32)}`;
export const rosaNumber = '+12025550111' as PhoneNumber;

/** Settings of a clinic that speaks two languages. */
export function fakeSettings(change: Partial<AssistantSettings> = {}): AssistantSettings {
  return {
    model: 'claude-haiku-5-5',
    effort: 'low',
    maxTokens: 400,
    persona: 'You are friendly and brief.',
    languages: [
      { language: 'en-US', greeting: 'Hello, this is the assistant of Riverside Community Clinic. How can I help?' },
      { language: 'es-US', greeting: 'Hola, soy la asistente de la clínica Riverside. ¿En qué puedo ayudarle?' },
    ],
    identify: 'whenNeeded',
    pinDigits: { min: 4, max: 8 },
    accountDigits: { min: 5, max: 10 },
    topics: [
      { topic: 'billing', queue: 'Billing', about: 'invoices and payments' },
      { topic: 'general', queue: 'Everyone', about: 'everything else' },
    ],
    directions: 'Elm Street 4, behind the library.',
    limits: defaultLimits,
    prices: { 'claude-haiku-5-5': { inputUsd: 0.1, outputUsd: 0.5, cacheReadUsd: 0.01, cacheWriteUsd: 0.125 } },
    ...change,
  };
}

let hashed: Promise<string> | undefined;
/** Rosa's PIN is 4829; hashed at a low cost, for scrypt takes its time. */
export async function fakeAccounts(): Promise<FakeAccount[]> {
  hashed ??= hashPin({ pin: '4829', accountId: 'acc-rosa' }, fakePeppers, { log2N: 10, r: 8, p: 1 });
  const pinHash = await hashed;
  return [
    { accountId: 'acc-rosa', name: 'Rosa Diaz', accountNumber: '700123', numbers: [rosaNumber], pinHash },
    { accountId: 'acc-mallory', name: 'Mal Lory', accountNumber: '700999', numbers: ['+12025550199'] },
  ];
}

/** Conversations in memory, with the store's rules; `written` sees each state that was kept. */
export function fakeStore(): ConversationStore & {
  entries: Map<string, { state: string; revision: number }>;
  requests: string[];
} {
  const entries = new Map<string, { state: string; revision: number }>();
  const requests: string[] = [];
  return {
    entries,
    requests,
    read: async id => {
      requests.push('read');
      const entry = entries.get(id);
      return entry && { state: JSON.parse(entry.state) as ConversationState, revision: String(entry.revision) };
    },
    write: async (id, state, revision) => {
      requests.push('write');
      const entry = entries.get(id);
      if (revision !== (entry && String(entry.revision)))
        throw new AppError('CONFLICT', 'the conversation has changed');
      const next = (entry?.revision ?? 0) + 1;
      entries.set(id, { state: JSON.stringify(state), revision: next });
      return String(next);
    },
  };
}

export function fakeSpend(total = 0): SpendStore & { total: number; asked: number } {
  const store = {
    total,
    asked: 0,
    add: async (_day: string, microUsd: number) => {
      store.asked += 1;
      store.total += microUsd;
      return store.total;
    },
  };
  return store;
}

export interface SceneChange {
  /** Of the client's file. */
  readonly client?: Parameters<typeof sampleClient>[0];
  readonly script?: readonly Scripted[] | Script;
  readonly settings?: Partial<AssistantSettings>;
  readonly caller?: PhoneNumber | undefined;
  /** Wall clock of the call; a Monday morning when the clinic is open. */
  readonly at?: string;
  readonly spentToday?: number;
}

/** A call with the assistant, in memory: every port is a fake with its vendor's rules. */
export async function scene(change: SceneChange = {}) {
  const clock = fixedClock(change.at ?? '2026-11-23T18:04:00Z');
  const log = memoryLog();
  const client = sampleClient(change.client);
  const settings = fakeSettings(change.settings);
  const ports = fakeToolPorts(clock);
  const store = fakeStore();
  const spend = fakeSpend(change.spentToday);
  const pin = fakePinPorts(await fakeAccounts(), clock);
  let time = new AbortController();
  const toolTimers: AbortController[] = [];
  // Also for a request that another one has overtaken.
  const times: AbortController[] = [];
  const timeIsUp = (): void => times.forEach(each => each.abort());
  const model = fakeModel(change.script ?? [{ text: 'How can I help?' }], {
    timeIsUp,
    advance: ms => clock.advance(ms),
  });
  const tools = assistantTools(client, settings, ports);
  const deps = () => ({
    callId,
    caller: 'caller' in change ? change.caller : rosaNumber,
    ...{ client, settings, model, tools, pin, spend, clock, log, store },
    signal: time.signal,
    deadlineMs: clock.now().getTime() + 8_000,
    after: () => {
      const timer = new AbortController();
      toolTimers.push(timer);
      return timer.signal;
    },
  });
  let inputs = 0;
  const send = (input: Sendable): Promise<Reply> => {
    time = new AbortController();
    times.push(time);
    return answer(deps(), { id: `i${(inputs += 1)}`, ...input });
  };
  const stateNow = (): ConversationState => JSON.parse(store.entries.get(callId)?.state ?? '{}') as ConversationState;
  return {
    ...{ clock, log, settings, ports, store, spend, pin, model, tools, toolTimers, timeIsUp, deps, send, stateNow },
    /** Everything that was kept, logged, said to the model or to the store: where no digit of a PIN may be. */
    traces: () =>
      JSON.stringify([store.entries.get(callId)?.state, log.lines, model.requests, [...pin.attempts.entries]]),
    start: () => send({ kind: 'start' }),
    say: (text: string, more: object = {}) => send({ kind: 'speech', text, ...more }),
    press: (keys: string) => send({ kind: 'keys', keys }),
    silence: () => send({ kind: 'silence' }),
    goOn: () => send({ kind: 'continue' }),
    hangUp: () => send({ kind: 'hangUp' }),
  };
}
type Sendable = Input extends infer Each ? (Each extends Input ? Omit<Each, 'id'> & { id?: string } : never) : never;
export type Scene = Awaited<ReturnType<typeof scene>>;
