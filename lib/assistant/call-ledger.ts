import type { TurnLedger } from './reply';

/** What the figures of a row are, in their order: times in milliseconds, `costMicroUsd` in millionths of a US dollar. */
export const ledgerColumns = [
  'turn',
  'sttMs',
  'firstTokenMs',
  'modelMs',
  'toolsMs',
  'totalMs',
  'tokensIn',
  'cached',
  'tokensOut',
  'costMicroUsd',
] as const;

/** One turn, in the order of `ledgerColumns`; null where nothing was measured: keys have no recognition, a turn without the model no first token. */
export type LedgerRow = readonly (number | null)[];

/** What the state keeps of the turns' ledgers. Sums that are not here are in `Spent`. */
export interface CallLedger {
  readonly sttMs: number;
  /** Null before the model said anything. */
  readonly slowestFirstTokenMs: number | null;
  /** The last turns, newest last. */
  readonly rows: readonly LedgerRow[];
}

/** Rows that the state has room for; the log has all of them. */
const MOST_ROWS = 20;

export const emptyLedger: CallLedger = { sttMs: 0, slowestFirstTokenMs: null, rows: [] };

/** The ledger with one more turn. */
export function withTurn(ledger: CallLedger, turn: TurnLedger): CallLedger {
  const { sttMs = null, modelFirstTokenMs = null } = turn;
  const { slowestFirstTokenMs: slowest } = ledger;
  const row = [
    ...[turn.turn, sttMs, modelFirstTokenMs, turn.modelMs, turn.toolsMs, turn.totalMs],
    ...[turn.tokensIn + turn.cacheRead + turn.cacheWrite, turn.cacheRead, turn.tokensOut, turn.costMicroUsd],
  ];
  return {
    sttMs: ledger.sttMs + Math.round(sttMs ?? 0),
    slowestFirstTokenMs: modelFirstTokenMs === null ? slowest : Math.max(slowest ?? 0, modelFirstTokenMs),
    rows: [...ledger.rows, row.map(figure => (figure === null ? null : Math.round(figure)))].slice(-MOST_ROWS),
  };
}
