import { emptyLedger, ledgerColumns, withTurn } from './call-ledger';
import { handOverPackage, type HandOverPackage } from './hand-over';
import type { TurnLedger } from './reply';
import { scene } from './scene.fake';
import { bytesOf } from './speech-text';
import { newConversation, type ConversationState } from './state';

const turnOf = (turn: number): TurnLedger => ({
  ...{ turn, input: 'speech', phase: 'converse', sttMs: 310.4, modelFirstTokenMs: 400 + turn, modelMs: 900 },
  ...{ toolsMs: 120, totalMs: 1_400, models: ['claude-haiku-5-5'], tools: [] },
  ...{ tokensIn: 40, cacheRead: 1_800, cacheWrite: 60, tokensOut: 37, costMicroUsd: 31 },
});

/** A talk of so many turns, with lines of so many characters. */
function stateOf(turns: number, length: number): ConversationState {
  const numbers = Array.from({ length: turns }, (_, index) => index + 1);
  return {
    ...newConversation('en-US', 0),
    turn: turns,
    entries: numbers.map(n => ({ n, t: 'caller', text: `${n} ${'word '.repeat(length / 5)}` })),
    ledger: numbers.reduce((ledger, n) => withTurn(ledger, turnOf(n)), emptyLedger),
  };
}

function rowNamed({ ledger }: HandOverPackage, at: number): Record<string, unknown> {
  const row = ledger.rows?.at(at) ?? [];
  return Object.fromEntries((ledger.columns ?? []).map((name, index) => [name, row[index]]));
}

test('the task of a caller who is handed over says what the talk took, in all and turn by turn', async () => {
  const talk = await scene({ script: [{ text: 'We are open until five.', ms: 700 }] });
  await talk.start();
  const { ledger: spoken } = await talk.say('are you open', { sttMs: 280 });
  const { handOver, ledger: last } = await talk.press('0');
  if (!handOver) throw new Error('no story');
  const { spent } = talk.stateNow();
  expect(handOver.ledger).toMatchObject({
    sttMs: 280,
    modelMs: spent.modelMs,
    slowestFirstTokenMs: Math.max(spoken.modelFirstTokenMs ?? 0, last.modelFirstTokenMs ?? 0),
    tokensIn: spent.tokensIn,
    cached: spent.cacheRead,
    tokensOut: spent.tokensOut,
    columns: ledgerColumns,
  });
  expect(handOver.ledger.rows).toHaveLength(3);
  expect(rowNamed(handOver, 0)).toMatchObject({ turn: 1, sttMs: null, firstTokenMs: null, costMicroUsd: 0 });
  expect(rowNamed(handOver, 1)).toEqual({
    ...{ turn: 2, sttMs: 280, firstTokenMs: spoken.modelFirstTokenMs, modelMs: spoken.modelMs, toolsMs: 0 },
    ...{ totalMs: spoken.totalMs, tokensIn: spoken.tokensIn + spoken.cacheRead + spoken.cacheWrite },
    ...{ cached: spoken.cacheRead, tokensOut: spoken.tokensOut, costMicroUsd: spoken.costMicroUsd },
  });
  const costs = [0, 1, 2].map(at => Number(rowNamed(handOver, at)['costMicroUsd']));
  expect(costs.reduce((sum, cost) => sum + cost)).toBe(handOver.costMicroUsd);
});

test('a hang-up, told as often as it may be, is no turn', async () => {
  const talk = await scene();
  await talk.start();
  const { ledger } = talk.stateNow();
  const { handOver } = await talk.hangUp();
  expect(handOver?.ledger.rows).toEqual(ledger?.rows);
});

test('the state keeps the last twenty turns, in less than 2 KB, and the sums of all', () => {
  const { ledger } = stateOf(100, 10);
  expect(ledger?.rows.map(([turn]) => turn)).toEqual(Array.from({ length: 20 }, (_, index) => 81 + index));
  expect(ledger).toMatchObject({ sttMs: 31_000, slowestFirstTokenMs: 500 });
  expect(bytesOf(ledger)).toBeLessThan(2_000);
});

test('a short talk has a row for each turn; of a long one the last rows stand beside the newest words', () => {
  expect(handOverPackage(stateOf(6, 20)).ledger.rows).toHaveLength(6);
  const long = handOverPackage(stateOf(60, 190));
  expect(long.ledger.rows?.slice(-3).map(([turn]) => turn)).toEqual([58, 59, 60]);
  expect(long.ledger.rows?.length).toBeLessThan(8);
  expect(long.transcript.at(-1)).toMatch(/^caller: 60 /);
  expect(long.leftOut + long.transcript.length).toBe(60);
});

test.each([700, 900, 1_200, 2_000, 2_900])('at most %i bytes are kept to, and the sums always told', mostBytes => {
  const story = handOverPackage(stateOf(40, 150), mostBytes);
  expect(bytesOf(story)).toBeLessThanOrEqual(mostBytes);
  expect(story.ledger.slowestFirstTokenMs).toBe(440);
  expect(story.transcript.length).toBeGreaterThan(0);
});

test('a talk that began before linekit kept a ledger has its sums', () => {
  const { ledger: _, ...before } = stateOf(3, 20);
  expect(handOverPackage(before).ledger).toMatchObject({ sttMs: 0, slowestFirstTokenMs: null });
  expect(handOverPackage(before).ledger.rows).toBeUndefined();
});
