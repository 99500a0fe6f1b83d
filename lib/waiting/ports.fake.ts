import { fakePorts, type FakePorts, type FakeTask } from '../callback/ports.fake';
import { fixedClock } from '../clock';
import type { Client } from '../config';
import { sampleClient } from '../config/client.fake';
import { AppError, type ErrorCode } from '../errors';
import { memoryLog } from '../log';
import type { KeptFigures, QueueFigures, WaitingPorts, WaitingRoom } from './ports';

type FigurePort = 'statistics' | 'shelf.read' | 'shelf.write';

/** A waiting room in memory, where callbacks can be booked too. */
export interface FakeRoom extends WaitingRoom {
  readonly clock: ReturnType<typeof fixedClock>;
  readonly log: ReturnType<typeof memoryLog>;
  readonly ports: FakePorts & WaitingPorts;
  /** Requests for figures, in order. */
  readonly asked: FigurePort[];
  /** What TaskRouter says from now on. */
  figures: QueueFigures;
  /** Makes a request for figures fail from now on. */
  failFigures(port: FigurePort, code: ErrorCode): void;
  /** Puts a call in queue behind so many others. */
  enqueue(callSid: string, behind: number): FakeTask;
}

/** A waiting room where nobody waits yet, and agents accepted four calls in the last half an hour. */
export function fakeRoom(change: Partial<Client> = {}): FakeRoom {
  const clock = fixedClock('2026-11-23T18:00:00Z');
  const failing = new Map<FigurePort, ErrorCode>();
  const shelf = new Map<string, KeptFigures>();
  const asked: FigurePort[] = [];
  const ask = (port: FigurePort): void => {
    asked.push(port);
    const code = failing.get(port);
    if (code) throw new AppError(code, `${port} fails, as the test wants`);
  };
  const ports: FakeRoom['ports'] = Object.assign(fakePorts(clock), {
    statistics: {
      of: async () => {
        ask('statistics');
        return room.figures;
      },
    },
    shelf: {
      read: async (queue: string) => {
        ask('shelf.read');
        return shelf.get(queue);
      },
      write: async (queue: string, figures: KeptFigures) => {
        ask('shelf.write');
        shelf.set(queue, figures);
      },
    },
  });
  const room: FakeRoom = {
    ports,
    asked,
    clock,
    client: sampleClient(change),
    log: memoryLog(),
    figures: { accepted: 4, onShift: true },
    failFigures: (port, code) => void failing.set(port, code),
    enqueue: (callSid, behind) => {
      for (let other = 0; other < behind; other += 1) ports.enqueue(`CA${String(other).padStart(32, '9')}`);
      return ports.enqueue(callSid);
    },
  };
  return room;
}
