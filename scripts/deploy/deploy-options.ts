import type { Change } from '../provision/change';
import type { Progress } from '../terminal/progress';
import type { Settings } from './settings';
import type { WiringName } from './wiring';

/** The plan of a wiring, for a person to read before it is applied. */
export interface ShownPlan {
  readonly by: WiringName;
  readonly changes: readonly Change[];
  readonly warnings: readonly string[];
}

/** 'given' beforehand (--yes), or the question to a person on a terminal. */
export type Consent = 'given' | (() => Promise<boolean>);

/** Which client's account, and with what. */
export interface WhichAccount {
  readonly clientName: string;
  /** Suffix of the domain: "dev" gives linekit-1234-dev.twil.io. */
  readonly environment: string;
  readonly root: string;
  readonly settings: Settings;
  readonly progress: Progress;
}

export interface AccountOptions extends WhichAccount {
  readonly consent: Consent;
  /** Looks, and changes nothing. */
  readonly dryRun: boolean;
  /** Real time between two tries of code that was just deployed. */
  readonly wait: (ms: number) => Promise<void>;
}

export interface DeployOptions extends AccountOptions {
  /** Chosen by what there is when left out. */
  readonly wiring?: WiringName;
  /** Deploys the code and tries it; the wiring is somebody else's to do, as is looking at what came of it. */
  readonly codeOnly: boolean;
  readonly buyNumbers: boolean;
  readonly createWorkspace: boolean;
  /** Consent to overwrite flows that were edited by hand; on a terminal the general question covers it. */
  readonly overwriteEdits: boolean;
  /** Consent to take numbers that another environment of the client answers. */
  readonly takeNumbers: boolean;
  /** Shows the plan, before consent is asked for. Not called when nothing changes. */
  show(plan: ShownPlan): void;
}
