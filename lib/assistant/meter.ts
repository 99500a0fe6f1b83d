import type { TokenUsage } from './model';
import type { TurnLedger } from './reply';

/** Adds up what a turn takes. */
export interface Meter {
  firstToken(ms: number): void;
  model(name: string, ms: number): void;
  tokens(usage: TokenUsage, costMicroUsd: number): void;
  tool(name: string, ms: number, outcome: string): void;
  /** Time that tools took side by side, counted once. */
  tools(ms: number): void;
  read(nowMs: number): Omit<TurnLedger, 'turn' | 'input' | 'phase' | 'sttMs'>;
}

export function openMeter(startMs: number): Meter {
  let firstTokenMs: number | undefined;
  const sums = { modelMs: 0, toolsMs: 0, tokensIn: 0, tokensOut: 0, cacheRead: 0, cacheWrite: 0, costMicroUsd: 0 };
  const models: string[] = [];
  const tools: { name: string; ms: number; outcome: string }[] = [];
  return {
    firstToken: ms => {
      firstTokenMs ??= ms;
    },
    model: (name, ms) => {
      models.push(name);
      sums.modelMs += ms;
    },
    tokens: (usage, costMicroUsd) => {
      sums.tokensIn += usage.input;
      sums.tokensOut += usage.output;
      sums.cacheRead += usage.cacheRead;
      sums.cacheWrite += usage.cacheWrite;
      sums.costMicroUsd += costMicroUsd;
    },
    tool: (name, ms, outcome) => void tools.push({ name, ms, outcome }),
    tools: ms => {
      sums.toolsMs += ms;
    },
    read: nowMs => ({
      ...sums,
      ...(firstTokenMs !== undefined && { modelFirstTokenMs: firstTokenMs }),
      totalMs: nowMs - startMs,
      models,
      tools,
    }),
  };
}
