import { toAppError, type AppError } from '../errors';
import { isSettled, type LedgerEntry, type Step, type StepName } from './ledger';

/** The ledger's entry as the holder found it, and as it wrote it when it took the lease. */
export interface Entries {
  readonly before: LedgerEntry | undefined;
  readonly now: LedgerEntry;
}

/** Outcome of a step, for the ledger and for the log. */
export interface StepResult {
  readonly step: Step;
  readonly error?: AppError;
}

/** False when an earlier holder may have done the step: look before repeating. */
export function isCertain(name: StepName, { before }: Entries): boolean {
  return before === undefined || before.steps[name].state === 'failed';
}

/** Codes after which nobody knows whether the vendor did the work. */
const UNSURE = new Set(['VENDOR_UNAVAILABLE', 'DEADLINE_EXCEEDED', 'INTERNAL']);

/** Runs one step unless it is settled; `work` answers what the ledger keeps of it. Never throws: a failure is a result. */
export async function runStep(name: StepName, entries: Entries, work: () => Promise<string>): Promise<StepResult> {
  const current = entries.now.steps[name];
  if (isSettled(current)) return { step: current };
  const { tries } = current;
  try {
    return { step: { state: 'done', ref: await work(), tries } };
  } catch (thrown) {
    const error = toAppError(thrown);
    // A look that failed leaves what was unknown unknown.
    const state = UNSURE.has(error.code) || !isCertain(name, entries) ? 'unsure' : 'failed';
    return { step: { state, code: error.code, tries }, error };
  }
}
