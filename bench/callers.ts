import type { BenchFigure } from './contract';
import { isTwilioRest, watchGateway, type SeenRequest } from './measure/gateway-requests';
import { createRandom } from './measure/random';
import { quantile } from './measure/statistics';
import { createCallers, type BenchCaller } from './measure/waiting-callers';
import { openWaitingLine, type WaitingLine } from './measure/waiting-line';
import { taskEvents, whatBecame, type Left, type TaskEvent } from './measure/what-became';

const SEED = 20261123;
const PER_SECOND = 30;
const CALLERS = 1000;
const AGENTS = 40;
const FEW_CALLERS = 100;
const GOAL_REQUESTS = 4;
const MINUTE_MS = 60_000;
/** How long those stay on the line whose requests are counted. */
const PATIENCE_MS = 2 * MINUTE_MS;

/** Far more callers than agents, within a minute of the emulated clock: none is lost, none has two things, and the wait costs the same for each. */
export async function figures(): Promise<BenchFigure[]> {
  const few = await onALine(line => waitInVain(line, FEW_CALLERS), CALLERS);
  const many = await onALine(line => waitInVain(line, CALLERS), CALLERS);
  const mixed = await onALine(mix);
  return [
    ...endings(mixed),
    { name: `callers: real time of ${CALLERS} who wait two minutes and hang up`, value: many.realSeconds, unit: 's' },
    requestsFigure(FEW_CALLERS, few),
    requestsFigure(CALLERS, many),
    documentFigure(`${FEW_CALLERS} callers`, few),
    documentFigure(`${CALLERS} callers`, many),
  ];
}

/** What came over the wire while people called. */
interface Traffic {
  readonly requests: readonly SeenRequest[];
  readonly waitDocumentMs: readonly number[];
  readonly realSeconds: number;
  readonly callSids: ReadonlyMap<string, string>;
}
interface Wait extends Traffic {
  readonly waitedMinutes: number;
}
interface Mix extends Traffic {
  readonly left: readonly Left[];
}

async function onALine<T>(work: (line: WaitingLine) => Promise<T>, queueLimit?: number): Promise<T> {
  const line = await openWaitingLine(queueLimit === undefined ? {} : { queueLimit });
  try {
    return await work(line);
  } finally {
    await line.close();
  }
}

/** Everybody waits, and the only agent answers nobody: all requests are those of the wait. */
async function waitInVain(line: WaitingLine, callers: number): Promise<Wait> {
  await line.hire(1, () => ({ do: 'ignore' }));
  const steps = [{ do: 'listen' as const, until: { ms: PATIENCE_MS } }, { do: 'hang-up' as const }];
  const crowd = Array.from({ length: callers }, (_, index) => ({
    number: `+1202557${String(index).padStart(4, '0')}`,
    afterMs: Math.floor((index * 1000) / PER_SECOND),
    hangsUp: true,
    steps,
  }));
  const startMs = line.emulator.clock.now();
  const traffic = await watching(line, crowd);
  return { ...traffic, waitedMinutes: waitedMinutes(await taskEvents(line, startMs)) };
}

/** Callers of all kinds, and agents who answer. */
async function mix(line: WaitingLine): Promise<Mix> {
  const random = createRandom(SEED);
  await line.hire(AGENTS, () => ({ do: 'accept', afterMs: 2_000, talkMs: random.between(30_000, 90_000) }));
  const crowd = createCallers(CALLERS, { perSecond: PER_SECOND, prompts: line.prompts, random });
  const startMs = line.emulator.clock.now();
  const traffic = await watching(line, crowd);
  await line.sweep();
  const events = await taskEvents(line, startMs);
  return { ...traffic, left: await whatBecame(line, crowd, { events, callSids: traffic.callSids }) };
}

async function watching(line: WaitingLine, crowd: readonly BenchCaller[]): Promise<Traffic> {
  const waitDocumentMs: number[] = [];
  const unfollow = line.emulator.follow(({ kind, text, durationMs }) => {
    if (kind === 'request' && text.includes('/waiting/line') && durationMs !== undefined)
      waitDocumentMs.push(durationMs);
  });
  const beganMs = performance.now();
  const watch = watchGateway();
  const callSids = await everybodyCalls(line, crowd);
  const requests = watch.stop().filter(isTwilioRest);
  unfollow();
  return { requests, waitDocumentMs, callSids, realSeconds: (performance.now() - beganMs) / 1000 };
}

/** Resolves when all calls, and what they set off, are over; with the call of each number. */
async function everybodyCalls(line: WaitingLine, crowd: readonly BenchCaller[]): Promise<ReadonlyMap<string, string>> {
  const callSids = new Map<string, string>();
  const calls = crowd.map(
    ({ number, afterMs, steps }) =>
      new Promise<void>(resolve => {
        line.emulator.clock.after(afterMs + 1, () => {
          const { callSid, ended } = line.emulator.placeCall({ from: number, to: line.to, caller: steps });
          callSids.set(number, callSid);
          void ended.then(() => resolve());
        });
      }),
  );
  await Promise.all(calls);
  await line.emulator.settle();
  return callSids;
}

/** Minutes that callers spent in the queue, all together. */
function waitedMinutes(events: readonly TaskEvent[]): number {
  const since = new Map<string, number>();
  let waitedMs = 0;
  for (const { type, atMs, taskSid, taskType } of events) {
    if (taskType !== undefined) continue;
    if (type === 'task.created') since.set(taskSid, atMs);
    else {
      waitedMs += atMs - (since.get(taskSid) ?? atMs);
      since.delete(taskSid);
    }
  }
  return waitedMs / MINUTE_MS;
}

function endings({ left, realSeconds }: Mix): BenchFigure[] {
  const lost = left.filter(({ endings: all, caller }) => all.length === 0 && !caller.hangsUp);
  const doubled = left.filter(({ endings: all, stillQueued }) => all.length + stillQueued > 1);
  const odd = left.filter(each => !isWhole(each));
  const count = (ending: string): number =>
    left.filter(({ endings: all }) => all.length === 1 && all[0] === ending).length;
  const none = (name: string, value: number): BenchFigure => ({
    name,
    value,
    unit: 'callers',
    goal: '0',
    ok: value === 0,
  });
  const some = (name: string, value: number): BenchFigure => ({ name: `callers: ${name}`, value, unit: 'callers' });
  return [
    none(`callers: lost, of ${left.length} at ${PER_SECOND} calls/s`, lost.length),
    none('callers: with two things, or one and a place in the queue', doubled.length),
    none('callers: whose ledger, recordings or mails do not fit their ending', odd.length),
    some('answered', count('answered')),
    some('called back', count('callback')),
    some('left a message', count('voicemail')),
    some('gave up', left.filter(({ endings: all, caller }) => all.length === 0 && caller.hangsUp).length),
    { name: `callers: real time of ${left.length} calls`, value: realSeconds, unit: 's' },
  ];
}

/** A callback has its promise, a message its recording and its mail, and nobody has another's. */
function isWhole({ endings: all, promises, recordings, mails, stillQueued }: Left): boolean {
  const expected = (ending: string): number => (all.includes(ending as 'callback') ? 1 : 0);
  const ofMessage = expected('voicemail');
  return promises === expected('callback') && recordings === ofMessage && mails === ofMessage && stillQueued === 0;
}

function requestsFigure(callers: number, { requests, waitedMinutes: minutes }: Wait): BenchFigure {
  const value = requests.length / minutes;
  return {
    name: `callers: requests to Twilio per waiting caller-minute, ${callers} callers`,
    value,
    unit: 'requests',
    goal: `≤ ${GOAL_REQUESTS}`,
    ok: value <= GOAL_REQUESTS,
  };
}

function documentFigure(who: string, { waitDocumentMs }: Wait): BenchFigure {
  return {
    name: `callers: wait document with its requests, 99th percentile, ${who}`,
    value: quantile(waitDocumentMs, 0.99),
    unit: 'ms',
  };
}
