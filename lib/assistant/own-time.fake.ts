import { performance } from 'node:perf_hooks';
import { scene } from './scene.fake';
import type { Scripted } from './model.fake';
import { bytesOf } from './speech-text';

/** What the engine itself takes in a turn, and what a long talk weighs. Times in milliseconds. */
export interface OwnTime {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly largestStateBytes: number;
  readonly storeRequestsPerTurn: number;
  /** Share of requests to the model that begin with the one before them, byte for byte: what a prompt cache can serve. */
  readonly cacheableShare: number;
}

/** Answers so many turns with a model and tools that take no time, every third turn with tools. For bench/. */
export async function measureOwnTime(turns = 100): Promise<OwnTime> {
  const script = (_request: unknown, asked: number): Scripted =>
    asked % 3 === 0
      ? {
          text: 'Let me look.',
          calls: [
            { name: 'openingHours' },
            { name: 'findFreeSlots', input: { from: '2026-11-24', to: `2026-12-${10 + (asked % 18)}` } },
          ],
        }
      : {
          text: `We have free times on Tuesday at ten and at eleven, and on Wednesday at two. Which one suits you? ${asked}`,
        };
  const base = await scene();
  const talk = await scene({
    script,
    settings: { limits: { ...base.settings.limits, callMicroUsd: 1e9, turns: 1e6 } },
  });
  await talk.start();
  const times: number[] = [];
  let largestStateBytes = 0;
  talk.store.requests.length = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    const startMs = performance.now();
    await talk.say(`Is there anything free in the week after, perhaps on a Thursday afternoon? ${turn}`);
    times.push(performance.now() - startMs);
    largestStateBytes = Math.max(largestStateBytes, bytesOf(talk.stateNow()));
  }
  const prompts = talk.model.requests.map(({ messages }) => messages);
  const same = prompts.slice(1).filter((messages, index) => {
    const before = prompts[index] ?? [];
    return JSON.stringify(messages.slice(0, before.length)) === JSON.stringify(before);
  });
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    largestStateBytes,
    storeRequestsPerTurn: talk.store.requests.length / turns,
    cacheableShare: same.length / (prompts.length - 1),
  };
}
