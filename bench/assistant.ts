import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallerStep, ModelExchange } from '../emulator';
import { measureOwnTime } from '../lib/assistant/own-time.fake';
import { loadClient } from '../scripts/client/client-file';
import { bringUpLine } from '../scripts/local/line';
import { createStopwatch } from '../scripts/local/stopwatch';
import { createProgress } from '../scripts/terminal/progress';
import type { BenchFigure } from './contract';
import { turnTimes } from './measure/assistant-turns';
import type { Took } from './measure/instant-vendors';
import { isTwilioRest, watchGateway, type SeenRequest } from './measure/gateway-requests';
import { median, quantile } from './measure/statistics';

/** A Monday morning, when the sample client is open. */
const OPEN = Date.parse('2026-11-23T10:00:00-08:00');
const TURNS = 20;
/** Turns until the code is compiled; not counted. */
const WARM_UP = 100;
const MOST_MS = 20;
const STATE_BYTES = 16_384;

/** The assistant's own share of a turn, what a turn asks of Twilio, and what a long talk weighs and costs. */
export async function figures(): Promise<BenchFigure[]> {
  const times = await turnTimes(WARM_UP + 1_000);
  const hundred = await measureOwnTime(100);
  const call = await talkOnALine();
  return [
    ...ownTime(times),
    atMost('Twilio requests of an assistant turn', perTurn(call.requests), { goal: 2, unit: 'requests' }),
    atMost('state of 100 turns, largest', hundred.largestStateBytes, { goal: STATE_BYTES, unit: 'bytes' }),
    ...growth(call.exchanges),
  ];
}

/**
 * Through the Function's handler: webhook in, TwiML out, less what model, tools and stores take. Warm, as the goal says; the first turn of a process,
 * which loads the clients of Twilio and Anthropic, is told beside it. Of a turn that is long by the clock and short by the processor, the machine had
 * other things to do.
 */
function ownTime(times: readonly Took[]): BenchFigure[] {
  const warm = times.slice(WARM_UP);
  const ms = warm.map(time => time.ms);
  const processorMs = warm.map(time => time.processorMs);
  const share = (values: readonly number[]): number =>
    round((100 * values.filter(value => value > MOST_MS).length) / values.length);
  return [
    atMost('own time of an assistant turn, p50', round(median(ms)), { goal: 5, unit: 'ms' }),
    atMost('own time of an assistant turn, p99', round(quantile(ms, 0.99)), { goal: MOST_MS, unit: 'ms' }),
    { name: `assistant turns above ${MOST_MS} ms`, value: share(ms), unit: '%' },
    { name: `assistant turns above ${MOST_MS} ms of processor time`, value: share(processorMs), unit: '%' },
    { name: 'processor time of an assistant turn, p99', value: round(quantile(processorMs, 0.99)), unit: 'ms' },
    { name: 'own time of the first assistant turn of a process', value: round(times[0]?.ms ?? 0), unit: 'ms' },
  ];
}

interface Goal {
  readonly goal: number;
  readonly unit: string;
}

function atMost(name: string, value: number, { goal, unit }: Goal): BenchFigure {
  return { name, value, unit, goal: `≤ ${goal} ${unit}`, ok: value <= goal };
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}

/** Requests of the turns themselves: greeting, flow and hang-up are once a call. */
function perTurn(requests: readonly SeenRequest[]): number {
  const isState = ({ host, path }: SeenRequest): boolean => host.startsWith('sync.') && path.includes('/Documents');
  const lastAsked = requests.findLastIndex(({ host }) => host === 'api.anthropic.com');
  const lastKept = requests.findIndex((request, at) => at > lastAsked && isState(request) && request.method === 'POST');
  const counted = requests
    .slice(0, lastKept + 1)
    .filter(request => isTwilioRest(request) && (isState(request) || /^(taskrouter|api)\./.test(request.host)));
  // The greeting looks for the state, and makes it.
  return round((counted.length - 2) / TURNS);
}

/** Tokens that are paid in full grow with the new words; the talk before them is read from the cache. */
function growth(exchanges: readonly ModelExchange[]): BenchFigure[] {
  const prompts = exchanges.flatMap(({ answer }) => (answer ? [answer.prompt] : []));
  const last = prompts.at(-1);
  const fresh = prompts.slice(2).map(({ input, written }) => input + written);
  const cached = (last?.read ?? 0) / Math.max(1, (last?.read ?? 0) + (last?.input ?? 0) + (last?.written ?? 0));
  return [
    {
      name: `tokens of turn ${TURNS} that are read from the cache`,
      value: Math.round(cached * 100),
      unit: '%',
      goal: '≥ 80 %',
      ok: cached >= 0.8,
    },
    atMost('tokens of a turn that are not, p50', median(fresh), { goal: 200, unit: 'tokens' }),
  ];
}

async function talkOnALine(): Promise<{ requests: readonly SeenRequest[]; exchanges: readonly ModelExchange[] }> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'linekit-bench-'));
  const client = loadClient('sample');
  const { emulator } = await bringUpLine({
    ...{ client, dataFolder, clock: 'fast-forward', startAtMs: OPEN, port: 0 },
    progress: createProgress({ quiet: true }),
    stopwatch: createStopwatch(),
  });
  try {
    emulator.model.script(
      Array.from({ length: TURNS }, (_, turn) => ({ say: `I have heard what you said, number ${turn} it was.` })),
    );
    const greeting = client.assistant?.languages[0]?.greeting ?? '';
    const steps = Array.from({ length: TURNS }, (_, turn): CallerStep[] => [
      { do: 'say', words: `I would like to tell you something about my last visit, part ${turn}.` },
      { do: 'listen', until: { text: `number ${turn} it was` } },
    ]).flat();
    const watch = watchGateway();
    const to = client.numbers.find(each => each.line === 'assistant')?.number ?? '';
    const caller: CallerStep[] = [{ do: 'listen', until: { text: greeting } }, ...steps, { do: 'hang-up' }];
    await emulator.placeCall({ from: '+12025550111', to, caller }).ended;
    return { requests: watch.stop(), exchanges: emulator.model.exchanges() };
  } finally {
    await emulator.close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
