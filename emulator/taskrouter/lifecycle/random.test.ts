import fc from 'fast-check';
import { isActive, openRecords, type Records, type ReservationRecord, type TaskRecord } from '../records';
import { testTaskrouter, type TestTaskrouter } from '../testing/workspace';

const WORKERS = 4;
const CAPACITY = { voice: 1, chat: 2 };
const RESERVED_AT_MOST = 2;

type Step =
  | { readonly do: 'create'; readonly type: string; readonly channel: keyof typeof CAPACITY; readonly priority: number }
  | {
      readonly do: 'accept' | 'reject' | 'complete' | 'wrap' | 'cancel' | 'delete' | 'retype' | 'toggle';
      readonly pick: number;
    }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'return' };

const ACTIONS = ['accept', 'reject', 'complete', 'wrap', 'cancel', 'delete', 'retype', 'toggle'] as const;
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('create' as const),
    type: fc.constantFrom('sales', 'support', 'other'),
    channel: fc.constantFrom('voice' as const, 'chat' as const),
    priority: fc.integer({ min: 0, max: 2 }),
  }),
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom(...ACTIONS), pick: fc.nat() }) },
  // Who lets an offer time out is sent away: without this step the office would soon be empty.
  fc.record({ do: fc.constant('return' as const) }),
  fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(1, 1, 5, 12, 40, 301) }),
);

/** Some random life of a contact centre, asked for over REST as anybody would. */
class Shift {
  private readonly created = new Set<string>();
  private readonly finished = new Set<string>();
  private readonly workers: string[] = [];
  /** Who was offered a task while they were not there. */
  private readonly absent: string[] = [];
  private readonly records: Records;

  constructor(private readonly desk: TestTaskrouter) {
    this.records = openRecords(desk.world.store);
    desk.world.bus.on('task-updated', ({ taskSid, status }) => {
      if (status === 'completed' || status === 'canceled') this.finished.add(taskSid);
    });
    desk.world.bus.on('reservation-created', ({ workerSid }) => {
      const { activity_sid: activity = '' } = this.records.workers.get(workerSid) ?? {};
      if (!this.records.activities.get(activity)?.available) this.absent.push(workerSid);
    });
  }

  async begin(): Promise<void> {
    const queue = async (FriendlyName: string, TargetWorkers: string): Promise<string> => {
      const MaxReservedWorkers = String(RESERVED_AT_MOST);
      return String((await this.desk.post('/TaskQueues', { FriendlyName, TargetWorkers, MaxReservedWorkers })).sid);
    };
    const [a, b, all] = [await queue('A', "team == 'a'"), await queue('B', "team == 'b'"), await queue('All', '1==1')];
    const filters = [
      {
        expression: "type == 'sales'",
        targets: [{ queue: a, timeout: 10 }, { queue: b, timeout: 10 }, { queue: all }],
      },
      { expression: "type == 'support'", targets: [{ queue: b, timeout: 30, skip_if: 'workers.available == 0' }] },
    ];
    const Configuration = JSON.stringify({ task_routing: { filters, default_filter: { queue: all } } });
    const TaskReservationTimeout = '20';
    const workflow = await this.desk.sidOf('/Workflows', 'Default Fifo Workflow');
    await this.desk.post(`/Workflows/${workflow}`, { Configuration, TaskReservationTimeout });
    for (let index = 0; index < WORKERS; index += 1) {
      const worker = await this.desk.worker(`W${index}`, { team: index % 2 === 0 ? 'a' : 'b' });
      await this.desk.post(`/Workers/${worker}/Channels/chat`, { Capacity: String(CAPACITY.chat) });
      this.workers.push(worker);
    }
  }

  async play(step: Step): Promise<void> {
    if (step.do === 'wait') return this.desk.world.controls.advance(step.seconds * 1000);
    if (step.do === 'create') {
      const Attributes = JSON.stringify({ type: step.type });
      const form = { Attributes, TaskChannel: step.channel, Priority: String(step.priority) };
      this.created.add(String((await this.desk.post('/Tasks', form)).sid));
      return;
    }
    if (step.do === 'toggle') return this.toggle(this.workers[step.pick % WORKERS] ?? '');
    if (step.do === 'return') return this.allReturn();
    await this.act(step.do, step.pick);
  }

  /** What must hold at every moment. */
  check(): void {
    const load = new Map<string, number>();
    for (const task of this.records.tasks.all()) {
      const offers = this.records.reservations.filter(({ task_sid: sid }) => sid === task.sid);
      expect(placeOf(task, offers)).toBe('right');
      for (const { worker_sid: sid } of offers.filter(isActive)) {
        const key = `${sid} ${task.task_channel_unique_name}`;
        load.set(key, (load.get(key) ?? 0) + 1);
      }
    }
    for (const [key, count] of load)
      expect(count).toBeLessThanOrEqual(key.endsWith('chat') ? CAPACITY.chat : CAPACITY.voice);
    for (const task of this.records.tasks.filter(({ assignment_status: status }) => status === 'pending'))
      expect(this.whoCouldTake(task, load)).toEqual([]);
    expect(this.absent).toEqual([]);
    const lost = [...this.created].filter(sid => !this.records.tasks.get(sid) && !this.finished.has(sid));
    expect(lost).toEqual([]);
  }

  /** Who is there, in the task's queue, and has room: nobody, or the task would have been offered. Looked up without the engine's own books. */
  private whoCouldTake(task: TaskRecord, load: ReadonlyMap<string, number>): string[] {
    const queue = this.records.queues.get(task.task_queue_sid ?? '')?.friendly_name ?? '';
    const channel = task.task_channel_unique_name === 'chat' ? 'chat' : 'voice';
    return this.workers.filter((sid, index) => {
      const worker = this.records.workers.get(sid);
      const isThere = this.records.activities.get(worker?.activity_sid ?? '')?.available ?? false;
      const isInQueue = queue === 'All' || queue === (index % 2 === 0 ? 'A' : 'B');
      return isThere && isInQueue && (load.get(`${sid} ${channel}`) ?? 0) < CAPACITY[channel];
    });
  }

  private async allReturn(): Promise<void> {
    const ActivitySid = await this.desk.sidOf('/Activities', 'Available');
    for (const worker of this.workers) await this.desk.post(`/Workers/${worker}`, { ActivitySid });
  }

  private async toggle(worker: string): Promise<void> {
    const now = (await this.desk.get(`/Workers/${worker}`)).activity_name;
    const ActivitySid = await this.desk.sidOf('/Activities', now === 'Available' ? 'Offline' : 'Available');
    await this.desk.post(`/Workers/${worker}`, { ActivitySid });
  }

  /** Whether the state allows it is for TaskRouter to say: a refusal is fine, a failure is not. */
  private async act(action: (typeof ACTIONS)[number], pick: number): Promise<void> {
    const answers = action === 'accept' || action === 'reject';
    const offered = this.records.tasks.filter(({ assignment_status: status }) => status === 'reserved');
    // Mostly what is offered is answered; what is not there to be answered is tried as well.
    const tasks = answers && offered.length > 0 && pick % 4 > 0 ? offered : this.records.tasks.all();
    const task = tasks[pick % Math.max(1, tasks.length)];
    if (!task) return;
    if (action === 'delete') {
      this.finished.add(task.sid);
      return void (await this.desk.send('DELETE', `/Tasks/${task.sid}`));
    }
    const sids = task.routing.reservationSids;
    const open = sids.filter(sid => this.records.reservations.get(sid)?.reservation_status === 'pending');
    const offer = open[pick % Math.max(1, open.length)] ?? sids.at(-1) ?? 'none';
    const forms = {
      accept: [`/Tasks/${task.sid}/Reservations/${offer}`, { ReservationStatus: 'accepted' }],
      reject: [`/Tasks/${task.sid}/Reservations/${offer}`, { ReservationStatus: 'rejected' }],
      complete: [`/Tasks/${task.sid}`, { AssignmentStatus: 'completed', Reason: 'done' }],
      wrap: [`/Tasks/${task.sid}`, { AssignmentStatus: 'wrapping', Reason: 'over' }],
      cancel: [`/Tasks/${task.sid}`, { AssignmentStatus: 'canceled', Reason: 'gone' }],
      retype: [`/Tasks/${task.sid}`, { Attributes: '{"type":"support"}' }],
      toggle: ['', {}],
    } as const;
    const [path, form] = forms[action];
    const { status } = await this.desk.send('POST', path, { form });
    expect([200, 400, 404]).toContain(status);
  }
}

/** "right", or what does not fit between a task and its reservations. */
function placeOf({ assignment_status: status }: TaskRecord, offers: readonly ReservationRecord[]): string {
  const count = (...wanted: string[]): number =>
    offers.filter(({ reservation_status: is }) => wanted.includes(is)).length;
  const [pending, taken] = [count('pending'), count('accepted', 'wrapping')];
  const fits = {
    pending: pending === 0 && taken === 0,
    reserved: pending >= 1 && pending <= RESERVED_AT_MOST && taken === 0,
    assigned: pending === 0 && count('accepted') === 1 && taken === 1,
    wrapping: pending === 0 && count('wrapping') === 1 && taken === 1,
    completed: pending === 0 && taken === 0,
    canceled: pending === 0 && taken === 0,
  };
  return fits[status] ? 'right' : `${status} with ${pending} pending and ${taken} taken`;
}

test('whatever agents and callers do, no worker gets more than they can take, and no task is lost', async () => {
  const seed = Date.now() % 2 ** 31;
  const body = async (script: readonly Step[]): Promise<void> => {
    const desk = await testTaskrouter();
    const shift = new Shift(desk);
    await shift.begin();
    for (const each of script) {
      await shift.play(each);
      shift.check();
    }
    await desk.product.close?.();
    desk.world.close();
  };
  // A failure prints the seed, with which it repeats.
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), body), { numRuns: 16, seed });
});
