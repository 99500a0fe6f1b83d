import type { Clock } from '../clock';
import type { Client } from '../config';
import type { RetryPlan } from '../errors';
import type { Log } from '../log';
import type { StoryTeller } from '../tasks';
import type { CallbackLedger, CallbackTasks, CallNotesStore, TaskDesk, WaitingTasks } from './ports';

/** The vendors of callbacks. */
export interface CallbackPorts {
  readonly ledger: CallbackLedger;
  readonly callbacks: CallbackTasks;
  readonly waiting: WaitingTasks;
  readonly notes: CallNotesStore;
  /** Any task of the workspace: those of waiting calls. */
  readonly tasks: TaskDesk;
  /** What an assistant knows of the call; without it no task has a story. */
  readonly story?: StoryTeller | undefined;
}

/** Where callbacks are booked: what a request needs beside itself. */
export interface CallbackDesk {
  readonly ports: CallbackPorts;
  /** The client as callers of the line meet it. */
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
  /** When the work must end, milliseconds since 1970: no repetition begins that would end after it. */
  readonly deadlineMs: number;
}

/** How a request that was refused for there being too many is repeated. */
export function repeats({ clock, deadlineMs }: Pick<CallbackDesk, 'clock' | 'deadlineMs'>): RetryPlan {
  return { attempts: 5, baseMs: 250, untilMs: deadlineMs, clock };
}
