import type { Change } from '../provision/change';

export const wiringNames = ['terraform', 'builtin'] as const;
/** By what an account is wired: Terraform, or linekit's own wiring, which leaves the same. */
export type WiringName = (typeof wiringNames)[number];

/** What would be done to an account, and the doing. */
export interface WiringPlan {
  /** Every object, also those that stay; for Terraform, those that change. */
  readonly changes: readonly Change[];
  /** Does it. Resolves with what was done. */
  apply(): Promise<readonly Change[]>;
  /** Takes away what planning left on this computer. */
  dispose(): void;
}

export interface Wiring {
  readonly name: WiringName;
  /** Compares the account, the code in it and the client's file. Changes nothing. */
  plan(): Promise<WiringPlan>;
}
