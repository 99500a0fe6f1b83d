import type { CallNotesStore, TaskDesk, WaitingTasks } from '../callback';
import type { Clock } from '../clock';
import type { Client } from '../config';
import type { Log } from '../log';

/** What TaskRouter knows of one of its queues. */
export interface QueueFigures {
  /** Reservations that agents accepted in the last WINDOW_MINUTES. */
  readonly accepted: number;
  /** Whether an agent who is eligible for the queue is in an activity other than Offline. */
  readonly onShift: boolean;
}

/** The time over which accepted reservations are counted, minutes. */
export const WINDOW_MINUTES = 30;

/** Asks TaskRouter: one request. Throws AppErrors. */
export interface QueueStatistics {
  of(taskQueueSid: string): Promise<QueueFigures>;
}

/** Figures, and when they were taken (ISO 8601). */
export interface KeptFigures extends QueueFigures {
  readonly takenAt: string;
}

/** Figures kept for all who wait, for a minute or so. Each throws AppErrors. */
export interface FiguresShelf {
  /** One request. Undefined when there are none; they may be old. */
  read(taskQueueSid: string): Promise<KeptFigures | undefined>;
  /** One request; keeps nothing when somebody else was faster. */
  write(taskQueueSid: string, figures: KeptFigures, known: boolean): Promise<void>;
}

export interface WaitingPorts {
  readonly waiting: WaitingTasks;
  readonly notes: CallNotesStore;
  readonly tasks: TaskDesk;
  readonly statistics: QueueStatistics;
  readonly shelf: FiguresShelf;
}

/** All that callers who wait are served from. */
export interface WaitingRoom {
  readonly ports: WaitingPorts;
  /** The client as callers of the line meet it. */
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
}
