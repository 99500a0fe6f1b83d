import type { BenchFigure } from './contract';
import { isTwilioRest, makesTask, watchGateway } from './measure/gateway-requests';
import { median, quantile } from './measure/statistics';
import { openVoicemailLine, type VoicemailLine } from './measure/voicemail-line';

const GOAL_CALLS_PER_SECOND = 50;
const GOAL_ROUND_TRIPS = 3;
/** Calls one after another, for what a single one takes. */
const SINGLE_CALLS = 40;
/** Callers who are on the phone at once. Twilio runs 30 requests of an account at a time and refuses more. */
const CALLERS = 24;
const CALLS_PER_ROUND = 144;
/** The first round warms the processes up; the best of the others counts: a busy machine only ever makes it slower. */
const ROUNDS = 4;

/** Voicemail calls on a deployed line: what one costs, and how many a second the local Twilio plays. */
export async function figures(): Promise<BenchFigure[]> {
  const line = await openVoicemailLine();
  try {
    const rssBefore = rssMb();
    const callers = createCallers(line);
    await callers.round(CALLERS, {});
    const single = await singleCalls(line, callers);
    const rate = await bestRate(callers, {});
    const ownRate = await bestRate(callers, { ownMessages: true });
    const exact = await callers.exactShare();
    return [
      ...single,
      {
        name: `voicemail calls, ${CALLERS} callers at once, one recorded message`,
        value: rate.callsPerSecond,
        unit: 'calls/s',
        goal: `≥ ${GOAL_CALLS_PER_SECOND} calls/s`,
        ok: rate.callsPerSecond >= GOAL_CALLS_PER_SECOND,
      },
      {
        name: 'voicemail calls, the same, each with a message of its own (mp3 encoded anew)',
        value: ownRate.callsPerSecond,
        unit: 'calls/s',
      },
      {
        name: 'voicemail calls: processor time of the local Twilio, one recorded message',
        value: rate.cpuMsPerCall,
        unit: 'ms/call',
      },
      {
        name: `voicemail: calls that ended in exactly one task and one mail, of ${callers.numbers.length}`,
        value: exact * 100,
        unit: '%',
        goal: '100 %',
        ok: exact === 1,
      },
      { name: 'emulator: memory before the calls', value: rssBefore, unit: 'MB' },
      {
        name: `emulator: memory after ${callers.numbers.length} calls, recordings and mails`,
        value: rssMb(),
        unit: 'MB',
      },
    ];
  } finally {
    await line.close();
  }
}

function rssMb(): number {
  return process.memoryUsage().rss / 1_000_000;
}

interface RoundOptions {
  /** Nobody says what another one said. */
  readonly ownMessages?: boolean;
}

interface Callers {
  /** Every number that has called; each calls once. */
  readonly numbers: readonly string[];
  /** So many calls by so many callers at a time; resolves when all that they set off is done. */
  round(calls: number, options: RoundOptions): Promise<void>;
  /** 0 to 1: the callers of whom there is exactly one task and one mail. */
  exactShare(): Promise<number>;
}

function createCallers(line: VoicemailLine): Callers {
  const numbers: string[] = [];
  const callOnce = async ({ ownMessages }: RoundOptions): Promise<void> => {
    const index = numbers.length;
    const number = `+1202556${String(index).padStart(4, '0')}`;
    numbers.push(number);
    await line.call(number, ownMessages ? index : undefined);
  };
  return {
    numbers,
    async round(calls, options) {
      let left = calls;
      const caller = async (): Promise<void> => {
        for (; left > 0;) {
          left -= 1;
          await callOnce(options);
        }
      };
      await Promise.all(Array.from({ length: CALLERS }, caller));
      await line.emulator.settle();
    },
    async exactShare() {
      const [tasks, mails] = [await line.tasksBy(), line.mailsBy()];
      return numbers.filter(number => tasks.get(number) === 1 && mails.get(number) === 1).length / numbers.length;
    },
  };
}

interface Rate {
  readonly callsPerSecond: number;
  /** Processor time of this process: the local Twilio and the callers in it, without the Functions. */
  readonly cpuMsPerCall: number;
}

async function bestRate(callers: Callers, options: RoundOptions): Promise<Rate> {
  const rates: Rate[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const beganMs = performance.now();
    const began = process.cpuUsage();
    await callers.round(CALLS_PER_ROUND, options);
    const { user, system } = process.cpuUsage(began);
    rates.push({
      callsPerSecond: (CALLS_PER_ROUND / (performance.now() - beganMs)) * 1000,
      cpuMsPerCall: (user + system) / 1000 / CALLS_PER_ROUND,
    });
  }
  const [best] = rates.slice(1).sort((left, right) => right.callsPerSecond - left.callsPerSecond);
  return best ?? { callsPerSecond: 0, cpuMsPerCall: 0 };
}

/** Webhook to task and round trips, of calls that have the machine to themselves. */
async function singleCalls(line: VoicemailLine, callers: Callers): Promise<BenchFigure[]> {
  const taskMs: number[] = [];
  const [before, whole, others]: number[][] = [[], [], []];
  for (let index = 0; index < SINGLE_CALLS; index += 1) {
    const watch = watchGateway();
    taskMs.push(await webhookToTaskMs(line, () => callers.round(1, {})));
    const requests = watch.stop();
    const rest = requests.filter(isTwilioRest);
    before?.push(rest.findIndex(makesTask) + 1);
    whole?.push(rest.length);
    others?.push(requests.length - rest.length);
  }
  const most = Math.max(...(before ?? []));
  return [
    { name: 'voicemail: recording webhook to task, median', value: median(taskMs), unit: 'ms' },
    { name: 'voicemail: recording webhook to task, 95th percentile', value: quantile(taskMs, 0.95), unit: 'ms' },
    {
      name: 'voicemail: REST round trips to Twilio until the task exists, at most',
      value: most,
      unit: 'requests',
      goal: `≤ ${GOAL_ROUND_TRIPS}`,
      ok: most <= GOAL_ROUND_TRIPS,
    },
    { name: 'voicemail: REST round trips to Twilio in all', value: median(whole ?? []), unit: 'requests' },
    {
      name: 'voicemail: other requests (the recording, Deepgram, Mailgun)',
      value: median(others ?? []),
      unit: 'requests',
    },
  ];
}

/** Real milliseconds from when the recording's status callback is sent until TaskRouter has made the task, in one call. */
async function webhookToTaskMs({ emulator }: VoicemailLine, call: () => Promise<void>): Promise<number> {
  let taskAtMs = 0;
  let sentAtMs = 0;
  const unfollow = emulator.follow(({ kind, text, durationMs, detail }) => {
    const nowMs = performance.now();
    if (kind === 'task' && text.startsWith('task created')) taskAtMs = nowMs;
    // The entry of a request comes with its answer.
    if (kind === 'request' && detail?.['webhook'] === 'recording-status') sentAtMs = nowMs - (durationMs ?? 0);
  });
  await call();
  unfollow();
  if (!taskAtMs || !sentAtMs) throw new Error('a voicemail call ended without its webhook or its task');
  return taskAtMs - sentAtMs;
}
