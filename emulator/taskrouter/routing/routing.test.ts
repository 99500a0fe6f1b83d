import fc from 'fast-check';
import { compile } from '../expression/expression';
import { taskFor, workerFor } from './decide';
import { Floor } from './floor';
import type { Seat, SeatFacts } from './seat';
import type { QueueFacts, WaitingTask } from './waiting';

function worker(sid: string, change: Partial<SeatFacts> = {}): SeatFacts {
  return {
    sid,
    friendlyName: sid,
    activitySid: 'WA1',
    activityName: 'Available',
    available: true,
    idleSinceMs: 0,
    attributes: {},
    channels: new Map([['TCvoice', { uniqueName: 'voice', capacity: 1, available: true }]]),
    ...change,
  };
}

function queue(sid: string, targetWorkers = '1==1', order: QueueFacts['order'] = 'FIFO'): QueueFacts {
  return { sid, order, targetWorkers: targetWorkers === '' ? undefined : compile(targetWorkers) };
}

let created = 0;
function task(sid: string, change: Partial<WaitingTask> = {}): WaitingTask {
  created += 1;
  return {
    sid,
    queueSid: 'WQ1',
    channelSid: 'TCvoice',
    priority: 0,
    startMs: 0,
    order: created,
    attributes: {},
    expression: undefined,
    orderBy: [],
    onlyWorkerSid: undefined,
    ignoreCapacity: false,
    ...change,
  };
}

function floorWith(queues: QueueFacts[], workers: SeatFacts[], tasks: WaitingTask[] = []): Floor {
  const floor = new Floor('FIFO', true);
  for (const facts of queues) floor.putQueue(facts);
  for (const facts of workers) floor.putSeat(facts);
  for (const waiting of tasks) floor.wait(waiting);
  return floor;
}

function seat(floor: Floor, sid: string): Seat {
  const found = floor.seats.get(sid);
  if (!found) throw new Error(`no seat ${sid}`);
  return found;
}

describe('a waiting task', () => {
  test('goes to the longest idle worker of its queue who has room', () => {
    const floor = floorWith(
      [queue('WQ1', "skills HAS 'mail'")],
      [
        worker('WKnew', { idleSinceMs: 9, attributes: { skills: ['mail'] } }),
        worker('WKold', { idleSinceMs: 5, attributes: { skills: ['mail'] } }),
        worker('WKother', { idleSinceMs: 1, attributes: { skills: ['phone'] } }),
        worker('WKoff', { idleSinceMs: 1, attributes: { skills: ['mail'] }, available: false }),
      ],
    );
    expect(workerFor(floor, task('WT1'))?.facts.sid).toBe('WKold');
    seat(floor, 'WKold').hold('WT0', 'TCvoice');
    expect(workerFor(floor, task('WT1'))?.facts.sid).toBe('WKnew');
    seat(floor, 'WKnew').hold('WT2', 'TCvoice');
    expect(workerFor(floor, task('WT1'))).toBeUndefined();
    expect(workerFor(floor, task('WT1', { ignoreCapacity: true }))?.facts.sid).toBe('WKoff');
  });

  test("follows the step's order before idleness, workers without the attribute last", () => {
    const floor = floorWith(
      [queue('WQ1')],
      [worker('WKnone'), worker('WKlow', { attributes: { level: 1 } }), worker('WKhigh', { attributes: { level: 5 } })],
    );
    const by = (descending: boolean): WaitingTask => task('WT1', { orderBy: [{ path: ['level'], descending }] });
    expect(workerFor(floor, by(true))?.facts.sid).toBe('WKhigh');
    expect(workerFor(floor, by(false))?.facts.sid).toBe('WKlow');
  });

  test("is kept from workers whom the step's expression excludes", () => {
    const floor = floorWith([queue('WQ1')], [worker('WK1', { attributes: { team: 'a' } })]);
    const teamed = (team: string): WaitingTask =>
      task('WT1', { expression: compile('task.team == worker.team'), attributes: { team } });
    expect(workerFor(floor, teamed('b'))).toBeUndefined();
    expect(workerFor(floor, teamed('a'))?.facts.sid).toBe('WK1');
  });

  test('reaches nobody through a queue with an empty expression', () => {
    expect(workerFor(floorWith([queue('WQ1', '')], [worker('WK1')]), task('WT1'))).toBeUndefined();
  });

  test('sees channel loads as they are now', () => {
    const floor = floorWith(
      [queue('WQ1', 'worker.channel.voice.assigned_tasks == 0')],
      [
        worker('WK1', {
          channels: new Map([
            ['TCvoice', { uniqueName: 'voice', capacity: 1, available: true }],
            ['TCchat', { uniqueName: 'chat', capacity: 3, available: true }],
          ]),
        }),
      ],
    );
    const chat = task('WT1', { channelSid: 'TCchat' });
    expect(workerFor(floor, chat)?.facts.sid).toBe('WK1');
    seat(floor, 'WK1').hold('WT0', 'TCvoice');
    expect(workerFor(floor, chat)).toBeUndefined();
  });
});

describe('a free worker', () => {
  test('gets the highest priority, then the oldest, over all their queues', () => {
    const tasks = [
      task('WTnew', { startMs: 9 }),
      task('WTold', { startMs: 5, queueSid: 'WQ2' }),
      task('WTurgent', { startMs: 9, priority: 3, queueSid: 'WQ2' }),
      task('WTforeign', { startMs: 1, priority: 9, queueSid: 'WQ3' }),
    ];
    const floor = floorWith([queue('WQ1'), queue('WQ2'), queue('WQ3', "x == 'y'")], [worker('WK1')], tasks);
    const order = [];
    for (let next = taskFor(floor, seat(floor, 'WK1')); next; next = taskFor(floor, seat(floor, 'WK1'))) {
      order.push(next.sid);
      floor.leave(next.sid);
    }
    expect(order).toEqual(['WTurgent', 'WTold', 'WTnew']);
  });

  test('gets the newest of a LIFO queue', () => {
    const tasks = [task('WTold', { startMs: 1 }), task('WTnew', { startMs: 2 })];
    const floor = floorWith([queue('WQ1', '1==1', 'LIFO')], [worker('WK1')], tasks);
    expect(taskFor(floor, seat(floor, 'WK1'))?.sid).toBe('WTnew');
  });

  test('of a single-tasking workspace gets nothing beside what they hold', () => {
    const floor = floorWith([queue('WQ1')], [worker('WK1')], [task('WT1')]);
    floor.multiTask = false;
    seat(floor, 'WK1').hold('WT0', 'TCchat');
    expect(taskFor(floor, seat(floor, 'WK1'))).toBeUndefined();
  });

  test('is found a task without a look at all that wait', () => {
    const floor = floorWith([queue('WQ1')], [worker('WK1')]);
    let tested = 0;
    const expression = { ...compile('worker.level == 1'), test: () => (tested += 1) < 0 };
    for (let index = 0; index < 10_000; index += 1) floor.wait(task(`WT${index}`, { expression }));
    expect(taskFor(floor, seat(floor, 'WK1'))).toBeUndefined();
    expect(tested).toBe(1);
  });
});

type Step =
  | {
      readonly do: 'task';
      readonly queue: number;
      readonly priority: number;
      readonly channel: string;
      readonly team: string;
    }
  | { readonly do: 'finish' | 'toggle'; readonly pick: number };

const CHANNELS = ['TCvoice', 'TCchat'];
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('task' as const),
    queue: fc.integer({ min: 1, max: 3 }),
    priority: fc.integer({ min: 0, max: 2 }),
    channel: fc.constantFrom(...CHANNELS),
    team: fc.constantFrom('a', 'b', ''),
  }),
  fc.record({ do: fc.constantFrom('finish' as const, 'toggle' as const), pick: fc.nat() }),
);
const staff = fc.array(
  fc.record({
    team: fc.constantFrom('a', 'b'),
    voice: fc.integer({ min: 0, max: 2 }),
    chat: fc.integer({ min: 0, max: 3 }),
    available: fc.boolean(),
  }),
  { minLength: 1, maxLength: 6 },
);

describe('routing', () => {
  test('never exceeds capacity, loses no task, and leaves nobody free whom a waiting task could have', () => {
    fc.assert(
      fc.property(staff, fc.array(steps, { maxLength: 60 }), (team, script) => {
        const model = new Model(team);
        for (const step of script) {
          model.play(step);
          model.check();
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Plays a script on a floor and keeps book beside it. */
class Model {
  readonly floor = floorWith(
    [queue('WQ1'), queue('WQ2', "team == 'a'"), queue('WQ3', 'channel.voice.assigned_tasks == 0')],
    [],
  );
  private readonly given = new Map<string, { seat: Seat; channelSid: string }>();
  private readonly waiting = new Map<string, WaitingTask>();
  private now = 0;

  constructor(team: readonly { team: string; voice: number; chat: number; available: boolean }[]) {
    team.forEach(({ team: name, voice, chat, available }, index) => {
      const channels = new Map([
        ['TCvoice', { uniqueName: 'voice', capacity: voice, available: true }],
        ['TCchat', { uniqueName: 'chat', capacity: chat, available: true }],
      ]);
      this.floor.putSeat(worker(`WK${index}`, { attributes: { team: name }, channels, available }));
    });
  }

  play(step: Step): void {
    this.now += 1;
    if (step.do === 'task') this.create(step);
    else if (step.do === 'finish') this.finish(step.pick);
    else this.toggle(step.pick);
  }

  check(): void {
    for (const [sid, { capacity }] of this.channels()) {
      const [seatSid = '', channelSid = ''] = sid.split(' ');
      const held = [...this.given.values()].filter(
        ({ seat: by, channelSid: on }) => by.facts.sid === seatSid && on === channelSid,
      );
      expect(held.length).toBeLessThanOrEqual(capacity);
      expect(seat(this.floor, seatSid).load(channelSid)).toBe(held.length);
    }
    for (const waiting of this.waiting.values()) {
      expect(this.floor.waitingTask(waiting.sid)).toBe(waiting);
      expect(workerFor(this.floor, waiting)).toBeUndefined();
    }
    for (const free of this.floor.seats.values()) expect(taskFor(this.floor, free)).toBeUndefined();
  }

  private *channels(): Iterable<[string, { capacity: number }]> {
    for (const { facts } of this.floor.seats.values()) {
      for (const [channelSid, channel] of facts.channels) yield [`${facts.sid} ${channelSid}`, channel];
    }
  }

  private create({ queue: at, priority, channel, team }: Extract<Step, { do: 'task' }>): void {
    const expression = team === '' ? undefined : compile('task.team == worker.team');
    const made = task(`WT${this.now}`, {
      queueSid: `WQ${at}`,
      channelSid: channel,
      priority,
      startMs: this.now,
      attributes: { team },
      expression,
    });
    this.floor.wait(made);
    this.waiting.set(made.sid, made);
    const taker = workerFor(this.floor, made);
    if (taker) this.give(made, taker);
    // A dynamic queue may open for someone by what they were just given.
    this.offerAll();
  }

  private finish(pick: number): void {
    const [sid, held] = [...this.given][pick % Math.max(1, this.given.size)] ?? [];
    if (sid === undefined || !held) return;
    this.given.delete(sid);
    held.seat.release(sid);
    this.offerAll();
  }

  private toggle(pick: number): void {
    const chosen = [...this.floor.seats.values()][pick % this.floor.seats.size];
    if (chosen) this.floor.putSeat({ ...chosen.facts, available: !chosen.facts.available, idleSinceMs: this.now });
    this.offerAll();
  }

  private offerAll(): void {
    for (const free of this.floor.seats.values()) {
      for (let next = taskFor(this.floor, free); next; next = taskFor(this.floor, free)) this.give(next, free);
    }
  }

  private give(to: WaitingTask, taker: Seat): void {
    expect(this.waiting.delete(to.sid)).toBe(true);
    this.floor.leave(to.sid);
    taker.hold(to.sid, to.channelSid);
    this.given.set(to.sid, { seat: taker, channelSid: to.channelSid });
  }
}
