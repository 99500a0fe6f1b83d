export {
  accountIdPattern,
  directoryKeys,
  readAccountNumberRecord,
  readAccountRecord,
  readNumberRecord,
  type AccountNumberRecord,
  type AccountRecord,
  type NumberRecord,
} from './directory';
export { hashPin, isWeakPin, lockKey } from './hash';
export type { Account, AccountDirectory, Attempts, AttemptStore, Peppers } from './ports';
export { digitRuns, isAroundDigits, plain, spokenDigits, tokensOf, type DigitRun } from './spoken-digits';
export {
  candidateByAccountNumber,
  candidateByNumber,
  verifyPin,
  type Candidate,
  type PinOutcome,
  type PinPorts,
  type PinTry,
} from './verify';
