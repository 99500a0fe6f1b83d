import type { Scope } from '../expression/expression';

/** A worker as routing sees them. */
export interface SeatFacts {
  readonly sid: string;
  readonly friendlyName: string;
  readonly activitySid: string;
  readonly activityName: string;
  /** The activity is an available one. */
  readonly available: boolean;
  readonly idleSinceMs: number;
  readonly attributes: Scope;
  /** By TaskChannel sid. */
  readonly channels: ReadonlyMap<string, SeatChannel>;
}

export interface SeatChannel {
  readonly uniqueName: string;
  readonly capacity: number;
  readonly available: boolean;
}

/** A worker's place on the floor: who they are, and what they hold. */
export class Seat {
  /** What queue expressions are tested on: attributes unprefixed, and everything again under `worker.`. */
  scope: Scope;
  /** What target expressions see as `worker`. */
  worker: Scope;
  private readonly held = new Map<string, string>();

  constructor(
    private current: SeatFacts,
    /** Tells seats apart that are idle equally long: first come, first asked. */
    readonly order: number,
  ) {
    this.worker = this.describe();
    this.scope = { ...this.worker, worker: this.worker };
  }

  get facts(): SeatFacts {
    return this.current;
  }

  /** The worker changed; what they hold stays. */
  change(facts: SeatFacts): void {
    this.current = facts;
    this.worker = this.describe();
    this.scope = { ...this.worker, worker: this.worker };
  }

  hold(taskSid: string, channelSid: string): void {
    this.held.set(taskSid, channelSid);
  }

  release(taskSid: string): void {
    this.held.delete(taskSid);
  }

  holds(taskSid: string): boolean {
    return this.held.has(taskSid);
  }

  get isIdle(): boolean {
    return this.held.size === 0;
  }

  /** Tasks offered or given to the worker on a channel. */
  load(channelSid: string): number {
    let count = 0;
    for (const heldOn of this.held.values()) count += heldOn === channelSid ? 1 : 0;
    return count;
  }

  private describe(): Scope {
    const { sid, friendlyName, activitySid, activityName, attributes } = this.current;
    const names = { sid, friendly_name: friendlyName, activity_sid: activitySid, activity_name: activityName };
    return { ...attributes, ...names, channel: this.describeChannels() };
  }

  /** Each number is counted when it is asked for. */
  private describeChannels(): Scope {
    const load = (channelSid: string): number => this.load(channelSid);
    const described: Record<string, Scope> = {};
    for (const [channelSid, { uniqueName, capacity, available }] of this.current.channels) {
      described[uniqueName] = {
        available,
        configured_capacity: capacity,
        get assigned_tasks() {
          return load(channelSid);
        },
        get available_capacity_percentage() {
          return freePercentage(capacity, load(channelSid));
        },
      };
    }
    return described;
  }
}

/** How much of a channel's capacity is free, 0 … 100. */
export function freePercentage(capacity: number, load: number): number {
  return capacity === 0 ? 0 : Math.max(0, Math.floor(((capacity - load) / capacity) * 100));
}
