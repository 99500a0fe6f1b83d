import type { CallNotes, NotesVersion, TaskFacts, WaitingTask } from '../callback';
import { fixedClock } from '../clock';
import { sampleClient } from '../config/client.fake';
import type { Client } from '../config';
import { AppError, type ErrorCode } from '../errors';
import { memoryLog } from '../log';
import type { AttributeChange } from '../tasks';
import type { KeptFigures, QueueFigures, WaitingRoom } from './ports';

export type WaitingPortName = 'findWaiting' | 'notes.read' | 'notes.write' | 'task.read' | 'task.change' | ShelfName;
type ShelfName = 'statistics' | 'shelf.read' | 'shelf.write';

/** A waiting room in memory. Each port counts its requests and fails when it is told to. */
export interface FakeRoom extends WaitingRoom {
  readonly clock: ReturnType<typeof fixedClock>;
  readonly log: ReturnType<typeof memoryLog>;
  /** Every request, in order. */
  readonly asked: WaitingPortName[];
  /** By CallSid. */
  readonly waiting: Map<string, WaitingTask>;
  /** By task. */
  readonly taskList: Map<string, TaskFacts>;
  readonly changes: { taskSid: string; change: AttributeChange }[];
  readonly notes: Map<string, NotesVersion>;
  readonly shelf: Map<string, KeptFigures>;
  figures: QueueFigures;
  fail(port: WaitingPortName, code: ErrorCode): void;
}

/** A waiting room where nobody waits yet, and four agents' calls were accepted in the last half an hour. */
export function fakeRoom(change: Partial<Client> = {}): FakeRoom {
  const failing = new Map<WaitingPortName, ErrorCode>();
  const asked: WaitingPortName[] = [];
  const ask = (port: WaitingPortName): void => {
    asked.push(port);
    const code = failing.get(port);
    if (code) throw new AppError(code, `${port} fails, as the test wants`);
  };
  const state = {
    waiting: new Map<string, WaitingTask>(),
    taskList: new Map<string, TaskFacts>(),
    notes: new Map<string, NotesVersion>(),
    shelf: new Map<string, KeptFigures>(),
    changes: [] as FakeRoom['changes'],
  };
  const room: FakeRoom = {
    ...state,
    asked,
    client: sampleClient(change),
    clock: fixedClock('2026-11-23T18:00:00Z'),
    log: memoryLog(),
    figures: { accepted: 4, onShift: true },
    fail: (port, code) => void failing.set(port, code),
    ports: {
      waiting: {
        findWaiting: async callSid => {
          ask('findWaiting');
          return state.waiting.get(callSid);
        },
      },
      notes: {
        read: async callSid => {
          ask('notes.read');
          return state.notes.get(callSid);
        },
        write: async (callSid, notes, revision) => {
          ask('notes.write');
          return writeNotes(state.notes, { callSid, notes, revision });
        },
      },
      tasks: {
        read: async taskSid => {
          ask('task.read');
          return state.taskList.get(taskSid);
        },
        change: async (taskSid, wanted) => {
          ask('task.change');
          state.changes.push({ taskSid, change: wanted });
          return true;
        },
        cancel: async () => 'canceled',
      },
      statistics: {
        of: async () => {
          ask('statistics');
          return room.figures;
        },
      },
      shelf: {
        read: async queue => {
          ask('shelf.read');
          return state.shelf.get(queue);
        },
        write: async (queue, figures) => {
          ask('shelf.write');
          state.shelf.set(queue, figures);
        },
      },
    },
  };
  return room;
}

interface Write {
  readonly callSid: string;
  readonly notes: CallNotes;
  readonly revision: string | undefined;
}

function writeNotes(kept: Map<string, NotesVersion>, { callSid, notes, revision }: Write): NotesVersion {
  const before = kept.get(callSid)?.revision;
  if (before !== revision) throw new AppError('CONFLICT', 'these notes were written meanwhile');
  const written = { notes, revision: String(Number(before ?? 0) + 1) };
  kept.set(callSid, written);
  return written;
}
