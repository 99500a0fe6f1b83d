import { createWorld } from '../emulator/world';
import { createDispatcher, type Dispatcher } from '../emulator/gateway/dispatcher';
import { createTaskrouter } from '../emulator/taskrouter/taskrouter';
import { createWeb } from '../emulator/web/web';
import type { BenchFigure } from './contract';
import { median } from './measure/statistics';

const MANY = { tasks: 10_000, workers: 500 };
const FEW = { tasks: 1000, workers: 50 };
const DECISIONS = 300;
const ROUNDS = 5;
const GOAL_MS = 2;
/** Ten times the tasks may cost this much more. */
const GOAL_RATIO = 2;
const account = { sid: `AC${'1'.repeat(32)}`, authToken: '2'.repeat(32), friendlyName: 'Bench' };
const CHOSEN = "skills HAS 'mail' AND level > 2";

/** What one decision of TaskRouter costs: a worker finishes a task over REST and is offered the next, while thousands wait. */
export async function figures(): Promise<BenchFigure[]> {
  const most = await decisionMs(MANY);
  const fewTasks = await decisionMs({ ...MANY, tasks: FEW.tasks });
  const fewWorkers = await decisionMs({ ...MANY, workers: FEW.workers });
  const ratio = most / fewTasks;
  return [
    {
      name: 'TaskRouter: a decision, 10,000 tasks waiting, 500 workers',
      value: most,
      unit: 'ms',
      goal: `≤ ${GOAL_MS} ms`,
      ok: most <= GOAL_MS,
    },
    {
      name: 'TaskRouter: a decision, 10,000 tasks beside 1,000',
      value: ratio,
      unit: 'ratio',
      goal: `≤ ${GOAL_RATIO}`,
      ok: ratio <= GOAL_RATIO,
    },
    { name: 'TaskRouter: a decision, 500 workers beside 50', value: most / fewWorkers, unit: 'ratio' },
  ];
}

/** The median of some rounds of decisions, milliseconds each. */
async function decisionMs(size: { readonly tasks: number; readonly workers: number }): Promise<number> {
  const world = createWorld({ clock: 'controlled', accounts: [account] });
  const taskrouter = createTaskrouter(world, {
    calls: () => ({ connectToWorker: () => true, hangUp: () => undefined }),
  });
  const dispatch = createDispatcher([taskrouter.product], world);
  world.setWeb(createWeb(world, dispatch));
  const offers: { taskSid: string; reservationSid: string }[] = [];
  world.bus.on('reservation-created', offer => offers.push(offer));
  const tasks = await fill(dispatch, size);
  const rounds: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const taken = offers.splice(0, DECISIONS);
    for (const { taskSid, reservationSid } of taken) {
      await post(dispatch, `${tasks}/${taskSid}/Reservations/${reservationSid}`, { ReservationStatus: 'accepted' });
    }
    const startedMs = performance.now();
    for (const { taskSid } of taken) await post(dispatch, `${tasks}/${taskSid}`, { AssignmentStatus: 'completed' });
    // The first round warms up.
    if (round > 0) rounds.push((performance.now() - startedMs) / taken.length);
  }
  await taskrouter.product.close?.();
  world.close();
  return median(rounds);
}

/** A workspace with workers of whom half suit the queue, and more tasks than they can take. Answers where its tasks are. */
async function fill(dispatch: Dispatcher, { tasks, workers }: { tasks: number; workers: number }): Promise<string> {
  const { sid } = await post(dispatch, 'Workspaces', { FriendlyName: 'Bench' });
  const at = `Workspaces/${sid}`;
  const { sid: ActivitySid } = await post(dispatch, `${at}/Activities`, { FriendlyName: 'Here', Available: 'true' });
  const queue = await post(dispatch, `${at}/TaskQueues`, { FriendlyName: 'Mail', TargetWorkers: CHOSEN });
  const Configuration = JSON.stringify({ task_routing: { default_filter: { queue: queue.sid } } });
  await post(dispatch, `${at}/Workflows`, { FriendlyName: 'All', Configuration });
  for (let index = 0; index < workers; index += 1) {
    const Attributes = JSON.stringify({ skills: ['mail'], level: index % 2 === 0 ? 3 : 1 });
    await post(dispatch, `${at}/Workers`, { FriendlyName: `Worker ${index}`, ActivitySid, Attributes });
  }
  for (let index = 0; index < tasks; index += 1) await post(dispatch, `${at}/Tasks`, { Attributes: '{"type":"mail"}' });
  return `${at}/Tasks`;
}

async function post(dispatch: Dispatcher, path: string, form: Record<string, string>): Promise<{ sid: string }> {
  const reply = await dispatch('POST', `https://taskrouter.twilio.com/v1/${path}`, { account, form });
  if (reply.status >= 300 || typeof reply.body !== 'object') throw new Error(`POST ${path} answered ${reply.status}`);
  return reply.body as { sid: string };
}
