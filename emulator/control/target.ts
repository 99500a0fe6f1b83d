import type { LocalModel } from '../anthropic/anthropic';
import type { CallerStep, Fault, StoreSnapshot } from '../contract';
import type { FlexSignIn } from '../iam/iam';
import type { Mail } from '../mailgun/mail';
import type { MailFiles } from '../mailgun/mail-folder';
import type { Timeline } from '../timeline';
import type { Callee } from '../voice';
import type { EmulatorStatus } from './wire';

/** The part of the emulator that control routes work on. */
export interface ControlTarget {
  readonly timeline: Timeline;
  status(): EmulatorStatus;
  /** Rings a number. Throws when no account has it. */
  placeCall(call: { from: string; to: string; steps: readonly CallerStep[] }): { callSid: string };
  /** Whoever is on the phone does this instead of what is left of their script. Throws NOT_FOUND when no such call goes on. */
  steerCall(callSid: string, steps: readonly CallerStep[]): void;
  /** A Flex token. Throws NOT_FOUND when there is no such worker. */
  signIn(request: FlexSignIn): string;
  /** The call's status when it is over; undefined while it lasts, or when there is no such call. */
  endOf(callSid: string): string | undefined;
  /** Tells of each new entry, and of each end of a call; returns the way to stop. */
  readonly onChange: (listener: () => void) => () => void;
  /** Waits until nothing is in flight. */
  settle(): Promise<void>;
  /** Rejects when the clock cannot be moved. */
  advance(ms: number): Promise<void>;
  readonly clockMode: 'real' | 'controlled' | 'fast-forward';
  /** How long nothing may happen after a call, in real milliseconds, until what it set off (callback, task, mail) counts as done. */
  readonly quietMs: number;
  inject(fault: Fault): void;
  clearFaults(): void;
  /** Whether TaskRouter's rate limits hold. */
  limitRates(on: boolean): void;
  /** The scripts of those who are called. */
  readonly callees: { set(to: string, callee: Callee): void; clear(): void };
  /** How many calls an account starts a second; undefined for no limit. */
  limitCalls(callsPerSecond: number | undefined): void;
  inbox(): readonly Mail[];
  filesOf(mail: Mail): MailFiles | undefined;
  /** What the model answers, and what it was asked. */
  readonly model: LocalModel;
  snapshot(): StoreSnapshot;
  restore(snapshot: StoreSnapshot): void;
  /** As it was when it started. */
  reset(): void;
}
