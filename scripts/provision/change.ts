import type { Twilio } from 'twilio';

/** The account that is wired. With `apply: false` nothing is changed: outcomes are what an apply would do. */
export interface Target {
  readonly api: Twilio;
  readonly apply: boolean;
}

/** Stands for what exists only after an apply, where nothing is applied. Equals no SID that Twilio gives. */
export const UNKNOWN = '(known after apply)';

/** Terraform alone deletes, replaces, and takes over: the object stays as it is and enters the state. */
export type Outcome = 'created' | 'updated' | 'deleted' | 'replaced' | 'taken over' | 'unchanged';

/** What the wiring did to one object of the account, or would do. */
export interface Change {
  /** "queue", "flow", "number" … */
  readonly kind: string;
  /** As the console shows it. */
  readonly name: string;
  /** `UNKNOWN` for what is yet to be made. */
  readonly sid: string;
  readonly outcome: Outcome;
  /** The properties that were updated. Names alone: values may be secret. */
  readonly properties?: readonly string[];
  /** The same in words, where names do not say enough: "state say_apology: say". */
  readonly details?: readonly string[];
}

export function isChange(change: Change): boolean {
  return change.outcome !== 'unchanged';
}

/** The names of `wanted` properties that `existing` lacks or has otherwise. */
export function differences<T extends object>(existing: { [K in keyof T]?: unknown }, wanted: T): (keyof T & string)[] {
  const names: (keyof T & string)[] = [];
  for (const name in wanted) if (existing[name] !== wanted[name]) names.push(name);
  return names;
}
