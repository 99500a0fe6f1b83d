import { z } from 'zod';
import type { TimelineEntry } from '../../emulator';
import { createHighlights, type Highlights } from '../report/highlights';
import { showMs } from '../terminal/table';
import { turnLedger, type LedgerLine } from './assistant-report';

const logged = z.looseObject({ message: z.literal('assistant: turn') });

/** The ledger of a turn, when this is the log line that has it. */
export function ledgerIn({ kind, text }: TimelineEntry): LedgerLine | undefined {
  if (kind !== 'log' || !text.includes('assistant: turn')) return undefined;
  try {
    return turnLedger.safeParse(logged.parse(JSON.parse(text))).data;
  } catch {
    return undefined;
  }
}

/** What people want to read of a talk: as of any call, and of each turn what the model took and which tools ran. */
export function createTalkHighlights(): Highlights {
  const others = createHighlights();
  return entry => {
    const shown = others(entry);
    const ledger = ledgerIn(entry);
    if (!ledger) return shown;
    return ledger.models.length === 0 ? undefined : { ...entry, text: turnText(ledger) };
  };
}

function turnText({ modelMs, modelFirstTokenMs = 0, tools }: LedgerLine): string {
  const ran = tools.map(({ name, ms, outcome }) => `${name} ${outcome} in ${showMs(ms)}`);
  return [`model ${showMs(modelMs)}, first token ${showMs(modelFirstTokenMs)}`, ...ran].join(' · ');
}
