import type { Bus, Collection, Store, StoredRecord } from './contract';

type AnyRecord = StoredRecord & Readonly<Record<string, unknown>>;

/** How many of a kind that are over are kept; the oldest go first. What still goes on is never forgotten. */
export interface RetentionRule {
  readonly collection: string;
  readonly most: number;
  readonly isOver: (record: AnyRecord) => boolean;
  /** What goes with them: records of another collection, by the property that names the forgotten one. */
  readonly along?: readonly { readonly collection: string; readonly by: string }[];
}

/**
 * What the local Twilio keeps. Twilio keeps calls for 13 months and executions for 30 days; here it is the number that counts, so that a process
 * that stays up, or takes a load test, does not grow. Timeline, logs of functions, events of TaskRouter and the journal of calls have bounds of their own.
 */
export const RETENTION: readonly RetentionRule[] = [
  { collection: 'api.calls', most: 10_000, isOver: ({ end_time: ended }) => ended !== null },
  {
    collection: 'api.recordings',
    most: 10_000,
    isOver: ({ status }) => status === 'completed' || status === 'absent' || status === 'deleted',
  },
  {
    collection: 'api.transcriptions',
    most: 10_000,
    isOver: ({ status }) => status === 'completed' || status === 'failed',
  },
  { collection: 'api.conferences', most: 10_000, isOver: ({ status }) => status === 'completed' },
  { collection: 'api.messages', most: 10_000, isOver: ({ status }) => status !== 'queued' && status !== 'sent' },
  // Each step of an execution keeps the variables of its time, some 60 kB for a call.
  {
    collection: 'studio.executions',
    most: 2000,
    isOver: ({ status }) => status === 'ended',
    along: [
      { collection: 'studio.steps', by: 'execution_sid' },
      { collection: 'studio.states', by: 'sid' },
    ],
  },
  { collection: 'studio.calls', most: 10_000, isOver: () => true },
  { collection: 'mailgun.mails', most: 1000, isOver: () => true },
];

/** Looking through the collections costs time that grows with them: once in so many calls is enough. */
const CALLS_BETWEEN = 500;

/** Forgets what is old whenever that many calls have ended; returns the way to stop. */
export function keepBounded({ bus, store }: { bus: Bus; store: Store }, rules = RETENTION): () => void {
  let ended = 0;
  return bus.on('call-ended', () => {
    ended += 1;
    if (ended % CALLS_BETWEEN === 0) rules.forEach(rule => forgetOld(store, rule));
  });
}

/** Forgets at once what a rule does not keep. */
export function forgetOld(store: Store, { collection, most, isOver, along = [] }: RetentionRule): void {
  const records: Collection<AnyRecord> = store.collection(collection);
  if (records.all().length <= most) return;
  const old = records.filter(isOver).slice(0, -most);
  if (old.length === 0) return;
  const sids = new Set(old.map(({ sid }) => sid));
  for (const sid of sids) records.delete(sid);
  for (const { collection: name, by } of along) {
    const others: Collection<AnyRecord> = store.collection(name);
    for (const { sid } of others.filter(record => sids.has(String(record[by])))) others.delete(sid);
  }
}
