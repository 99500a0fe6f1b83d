import type { AgentAnswer, AgentScript, BusEvents } from '../contract';
import { attributesOf } from './attributes';
import { acceptAndJoin, reject } from './lifecycle/answers';
import { completeTask } from './lifecycle/endings';
import { matchWorker } from './lifecycle/offers';
import type { Office } from './lifecycle/office';
import { setActivity } from './lifecycle/workers';
import type { ReservationRecord, TaskRecord, WorkerRecord } from './records';

/** How long an agent takes to answer, to talk and to wrap up, when the script says nothing; milliseconds on the emulated clock. */
const ANSWER_MS = 2000;
const TALK_MS = 10_000;
const WRAP_UP_MS = 1000;

export interface Hire {
  /** Narrows the search where several workspaces have such a worker. */
  readonly workspaceSid?: string;
  readonly workerSid?: string;
  readonly friendlyName?: string;
  readonly script: AgentScript;
}

export interface Agents {
  /**
   * Lets a script sit in for a worker: signs them in (to the workspace's first available activity, unless they are in one) and answers each
   * reservation. Returns the way to stop. Throws when there is no such worker, or more than one.
   */
  hire(hire: Hire): () => void;
}

/** Agents as scripts. Their time runs in the foreground: as a rule somebody on the phone waits for them. */
export function createAgents(office: Office): Agents {
  const { world } = office;
  return {
    hire(hire) {
      const worker = findWorker(office, hire);
      const agent = new Agent(office, hire.script);
      const stops = [
        world.bus.on('reservation-created', event => {
          if (event.workerSid === worker.sid) agent.answer(event.reservationSid);
        }),
        world.bus.on('task-updated', event => agent.watch(event)),
      ];
      signIn(office, worker);
      return () => stops.forEach(stop => stop());
    },
  };
}

class Agent {
  /** Tasks that this agent took. */
  private readonly taken = new Set<string>();

  constructor(
    private readonly office: Office,
    private readonly script: AgentScript,
  ) {}

  answer(reservationSid: string): void {
    const reservation = this.pending(reservationSid);
    const task = reservation && this.office.records.tasks.get(reservation.task_sid);
    if (!reservation || !task) return;
    const { worker_name: workerName } = reservation;
    const answer = this.script.on({ taskSid: task.sid, workerName, attributes: { ...attributesOf(task) } });
    if (answer.do === 'ignore') return;
    this.after(answer.afterMs ?? ANSWER_MS, () => this.act(reservationSid, answer));
  }

  /** Wrap-up: the caller or the agent has hung up. */
  watch({ taskSid, status }: BusEvents['task-updated']): void {
    if (!this.taken.has(taskSid)) return;
    if (status === 'wrapping') this.after(WRAP_UP_MS, () => completeTask(this.office, taskSid, null));
    if (status === 'completed' || status === 'canceled') this.taken.delete(taskSid);
  }

  private act(reservationSid: string, answer: Exclude<AgentAnswer, { do: 'ignore' }>): void {
    const reservation = this.pending(reservationSid);
    if (!reservation) return;
    if (answer.do === 'decline') return reject(this.office, reservation);
    const { task_sid: taskSid } = reservation;
    this.taken.add(taskSid);
    acceptAndJoin(this.office, reservation);
    this.after(answer.talkMs ?? TALK_MS, () => this.finish(taskSid));
  }

  /** The agent has said what there was to say: they hang up, or are done with work that is no call. */
  private finish(taskSid: string): void {
    const task: TaskRecord | undefined = this.office.records.tasks.get(taskSid);
    if (task?.assignment_status !== 'assigned') return;
    if (task.routing.callSid === null) completeTask(this.office, taskSid, null);
    else this.office.calls().hangUp(taskSid);
  }

  private pending(reservationSid: string): ReservationRecord | undefined {
    const reservation = this.office.records.reservations.get(reservationSid);
    return reservation?.reservation_status === 'pending' ? reservation : undefined;
  }

  private after(ms: number, run: () => void): void {
    this.office.world.clock.after(ms, run);
  }
}

function findWorker({ records }: Office, { workspaceSid, workerSid, friendlyName }: Hire): WorkerRecord {
  const found = records.workers.filter(
    worker =>
      (workspaceSid === undefined || worker.workspace_sid === workspaceSid) &&
      (workerSid === undefined || worker.sid === workerSid) &&
      (friendlyName === undefined || worker.friendly_name === friendlyName),
  );
  const [worker] = found;
  const name = workerSid ?? friendlyName ?? 'any name';
  if (!worker || found.length > 1) throw new Error(`expected one worker called ${name}, found ${found.length}`);
  return worker;
}

function signIn(office: Office, worker: WorkerRecord): void {
  const { records } = office;
  if (records.activities.get(worker.activity_sid)?.available) return matchWorker(office, worker.sid);
  const activity = records.activities.find(
    ({ workspace_sid: sid, available }) => sid === worker.workspace_sid && available,
  );
  if (!activity) throw new Error(`the workspace of ${worker.friendly_name} has no available activity`);
  setActivity(office, worker.sid, activity.sid);
  matchWorker(office, worker.sid);
}
