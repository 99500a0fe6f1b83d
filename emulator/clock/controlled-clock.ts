import { VirtualClock } from './virtual-clock';

/** Stands still until a test moves it with `advance` or `runUntil`. */
export class ControlledClock extends VirtualClock {
  readonly mode = 'controlled';
}
