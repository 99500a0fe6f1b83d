import { z } from 'zod';
import type { BenchCaller } from './waiting-callers';
import type { WaitingLine } from './waiting-line';

/** How a call may end; only one of them, and nothing only by hanging up. */
export type Ending = 'answered' | 'callback' | 'voicemail';

/** What is left of one caller. */
export interface Left {
  readonly caller: BenchCaller;
  readonly endings: readonly Ending[];
  /** Promises in the ledger, recordings and mails: one each where they belong, none elsewhere. */
  readonly promises: number;
  readonly recordings: number;
  readonly mails: number;
  /** The task of the call, if it still waits for an agent though nobody is on the line. */
  readonly stillQueued: number;
}

const taskAttributes = z.looseObject({
  taskType: z.string().optional(),
  from: z.string().optional(),
  call_sid: z.string().optional(),
});
const eventPage = z.object({
  events: z.array(
    z.object({
      sid: z.string(),
      event_type: z.string(),
      event_date_ms: z.number(),
      event_data: z.looseObject({ task_sid: z.string(), task_attributes: z.string() }),
    }),
  ),
});

/** One event of a task, with what its attributes said then. */
export interface TaskEvent {
  readonly type: string;
  readonly atMs: number;
  readonly taskSid: string;
  /** Undefined for a call in queue. */
  readonly taskType: string | undefined;
  readonly from: string;
}

const TYPES = ['task.created', 'task.canceled', 'task.completed', 'reservation.accepted'];
const PAGE = 1000;
/** Shorter than the local Twilio takes to forget events, at any rate of calls. */
const WINDOW_MS = 10_000;

/** Everything that happened to tasks from then on: TaskRouter forgets a task five minutes after its end, but not its events. */
export async function taskEvents(line: WaitingLine, fromMs: number): Promise<TaskEvent[]> {
  const events: TaskEvent[] = [];
  for (let startMs = fromMs; startMs <= line.emulator.clock.now(); startMs += WINDOW_MS) {
    for (const type of TYPES) events.push(...(await eventsOf(line, type, startMs)));
  }
  return events.sort((left, right) => left.atMs - right.atMs);
}

async function eventsOf({ rest, workspace }: WaitingLine, type: string, startMs: number): Promise<TaskEvent[]> {
  const query = new URLSearchParams({
    EventType: type,
    PageSize: String(PAGE),
    StartDate: new Date(startMs).toISOString(),
    EndDate: new Date(startMs + WINDOW_MS - 1).toISOString(),
  });
  const page = eventPage.parse(await rest.json('taskrouter.twilio.com', `${workspace}/Events?${query.toString()}`));
  if (page.events.length === PAGE) throw new Error(`more events of ${type} within ${WINDOW_MS} ms than a page takes`);
  return page.events.map(({ event_type, event_date_ms, event_data }) => {
    const { taskType, from = '' } = taskAttributes.parse(JSON.parse(event_data.task_attributes));
    return { type: event_type, atMs: event_date_ms, taskSid: event_data.task_sid, taskType, from };
  });
}

/** Counts tasks, promises, recordings and mails of each caller. */
export async function whatBecame(
  line: WaitingLine,
  callers: readonly BenchCaller[],
  { events, callSids }: { events: readonly TaskEvent[]; callSids: ReadonlyMap<string, string> },
): Promise<Left[]> {
  const ofCaller = new Map<string, TaskEvent[]>();
  for (const event of events) ofCaller.set(event.from, [...(ofCaller.get(event.from) ?? []), event]);
  const [promises, recordings] = [await promisesBy(line), await recordingsBy(line)];
  const mails = countBy(line.emulator.inbox().map(({ subject }) => /\+\d+/.exec(subject)?.[0] ?? ''));
  return callers.map(caller => {
    const own = ofCaller.get(caller.number) ?? [];
    const callSid = callSids.get(caller.number) ?? '';
    const ended = new Set(own.filter(({ type }) => /canceled|completed/.test(type)).map(({ taskSid }) => taskSid));
    const queued = own.filter(({ type, taskType }) => type === 'task.created' && taskType === undefined);
    return {
      caller,
      endings: endingsOf(own),
      promises: promises.get(callSid) ?? 0,
      recordings: recordings.get(callSid) ?? 0,
      mails: mails.get(caller.number) ?? 0,
      stillQueued: queued.filter(({ taskSid }) => !ended.has(taskSid)).length,
    };
  });
}

function endingsOf(own: readonly TaskEvent[]): Ending[] {
  const canceled = new Set(own.filter(({ type }) => type === 'task.canceled').map(({ taskSid }) => taskSid));
  const isAnswered = own.some(
    ({ type, taskType, taskSid }) =>
      type === 'reservation.accepted' && taskType === undefined && !canceled.has(taskSid),
  );
  const kept = own.filter(({ type, taskSid }) => type === 'task.created' && !canceled.has(taskSid));
  const made = kept.flatMap(({ taskType }): Ending[] =>
    taskType === 'callback' || taskType === 'voicemail' ? [taskType] : [],
  );
  return isAnswered ? ['answered', ...made] : made;
}

const syncServices = z.object({ services: z.array(z.object({ sid: z.string() })) });
const syncMaps = z.object({ maps: z.array(z.object({ sid: z.string(), unique_name: z.string().nullable() })) });
const mapItems = z.object({
  items: z.array(z.object({ data: z.object({ state: z.string(), request: z.object({ callSid: z.string() }) }) })),
  meta: z.object({ next_page_url: z.string().nullable() }),
});

/** Callbacks that the ledger counts as promised, by call. */
async function promisesBy({ rest }: WaitingLine): Promise<ReadonlyMap<string, number>> {
  const host = 'sync.twilio.com';
  const found: string[] = [];
  for (const { sid } of syncServices.parse(await rest.json(host, '/v1/Services')).services) {
    const { maps } = syncMaps.parse(await rest.json(host, `/v1/Services/${sid}/Maps`));
    const map = maps.find(each => each.unique_name === 'callbacks');
    for (let path = map ? `/v1/Services/${sid}/Maps/${map.sid}/Items?PageSize=100` : null; path !== null;) {
      const page: z.infer<typeof mapItems> = mapItems.parse(await rest.json(host, path));
      found.push(...page.items.flatMap(({ data }) => (data.state === 'booked' ? [data.request.callSid] : [])));
      path = nextOf(page.meta.next_page_url);
    }
  }
  return countBy(found);
}

const recordingPage = z.object({
  recordings: z.array(z.object({ call_sid: z.string() })),
  next_page_uri: z.string().nullable(),
});

async function recordingsBy({ rest, client }: WaitingLine): Promise<ReadonlyMap<string, number>> {
  const found: string[] = [];
  const first = `/2010-04-01/Accounts/${client.accountSid}/Recordings.json?PageSize=1000`;
  for (let path: string | null = first; path !== null;) {
    const page: z.infer<typeof recordingPage> = recordingPage.parse(await rest.json('api.twilio.com', path));
    found.push(...page.recordings.map(({ call_sid }) => call_sid));
    path = page.next_page_uri;
  }
  return countBy(found);
}

function nextOf(url: string | null): string | null {
  return url === null ? null : new URL(url).pathname + new URL(url).search;
}

function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
