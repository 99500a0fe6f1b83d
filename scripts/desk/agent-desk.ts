import { z } from 'zod';
import { CommandError } from '../command-error';

/** What a Function answered an agent. */
export interface FlexAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A task as an agent's screen has it. */
export interface DeskTask {
  readonly sid: string;
  readonly status: string;
  readonly reason: string | null;
  readonly priority: number;
  readonly queue: string | null;
  readonly attributes: Record<string, Record<string, unknown>>;
}

/** How a call to a customer ended. */
export interface CustomerCall {
  readonly callSid: string;
  readonly status: string;
  readonly answeredBy: string | null;
  /** The agent's reservation of the callback: the stock plugin's outbound task has it as `parentTask`. */
  readonly parentTask: string;
}

/** An agent at the desk, who does by the account's REST what Flex does in the browser, and asks Functions with a Flex token. */
export interface AgentDesk {
  readonly workerSid: string;
  /** Tasks that are offered to the agent now. */
  offers(): Promise<readonly string[]>;
  /** Accepts the offer there is, and gives the task. Throws NOTHING_OFFERED when there is none. */
  accept(): Promise<string>;
  decline(): Promise<void>;
  /** Goes to an activity: "Available", "Offline". */
  go(activity: string): Promise<void>;
  /** Calls the customer of a callback as the stock plugin does, and gives how the call ended, once it is over. */
  callBack(taskSid: string): Promise<CustomerCall>;
  /** What the plugin does after "try later" was answered (`WrapupTask`); gives the HTTP status, since it may be too late. */
  wrapUp(taskSid: string): Promise<number>;
  /** Asks a Function with the agent's token. */
  ask(path: string, fields: Readonly<Record<string, string>>): Promise<FlexAnswer>;
  task(taskSid: string): Promise<DeskTask>;
}

/** Where an agent sits: a local Twilio and what is deployed to it. */
export interface Office {
  readonly accountSid: string;
  /** /v1/Workspaces/WS… */
  readonly workspace: string;
  /** Asks a REST API of the account; with fields, POSTs them. Throws an Error that says "answered <status>" when it refuses. */
  rest(host: string, path: string, fields?: Readonly<Record<string, string>>): Promise<unknown>;
  /** POSTs to a deployed Function, unsigned. */
  post(
    path: string,
    fields: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly body: string }>;
  signIn(who: { workerSid: string; roles: readonly string[] }): string | Promise<string>;
  /** Moves the clock. */
  advance(ms: number): Promise<void>;
}

/** Who an agent is. Agents without more have the role "agent" and no skills. */
export interface AgentTraits {
  readonly name: string;
  readonly roles?: readonly string[] | undefined;
  readonly skills?: readonly string[] | undefined;
  /** TwiML of the agent's side of calls to customers; silence without. */
  readonly says?: string | undefined;
}

const TASKROUTER = 'taskrouter.twilio.com';
const SILENCE = '<Response><Pause length="20"/></Response>';
/** Looks at a call so often, and so many times. */
const LOOK_EVERY_MS = 5_000;
const LOOKS = 60;

const sidOnly = z.object({ sid: z.string() });
const activityPage = z.object({ activities: z.array(z.object({ sid: z.string(), friendly_name: z.string() })) });
const reservationPage = z.object({ reservations: z.array(z.object({ sid: z.string(), task_sid: z.string() })) });
const taskBody = z.object({
  assignment_status: z.string(),
  reason: z.string().nullable(),
  priority: z.number(),
  task_queue_friendly_name: z.string().nullable(),
  attributes: z.string(),
});
const callBody = z.object({ sid: z.string(), status: z.string(), answered_by: z.string().nullable() });
const OVER = new Set(['completed', 'busy', 'no-answer', 'failed', 'canceled']);

/** Hires an agent, who is available from now on. */
export async function openAgentDesk(office: Office, traits: AgentTraits): Promise<AgentDesk> {
  const { name, roles = ['agent'], skills = [] } = traits;
  const rest = (path: string, fields?: Readonly<Record<string, string>>) =>
    office.rest(TASKROUTER, `${office.workspace}${path}`, fields);
  const activitySid = async (friendlyName: string): Promise<string> => {
    const { activities } = activityPage.parse(await rest('/Activities'));
    return activities.find(each => each.friendly_name === friendlyName)?.sid ?? '';
  };
  const made = await rest('/Workers', {
    FriendlyName: name,
    ActivitySid: await activitySid('Available'),
    Attributes: JSON.stringify({ routing: { skills } }),
  });
  const { sid: workerSid } = sidOnly.parse(made);
  const worker = `/Workers/${workerSid}`;
  const pending = async () =>
    reservationPage.parse(await rest(`${worker}/Reservations?ReservationStatus=pending`)).reservations;
  const reservationOf = async (taskSid: string): Promise<string> => {
    const page = reservationPage.parse(await rest(`/Tasks/${taskSid}/Reservations?WorkerSid=${workerSid}`));
    return page.reservations.at(-1)?.sid ?? '';
  };
  const answer = async (ReservationStatus: string): Promise<string> => {
    const [offer] = await pending();
    if (!offer) throw new CommandError('NOTHING_OFFERED', `Nothing is offered to ${name}.`);
    await rest(`${worker}/Reservations/${offer.sid}`, { ReservationStatus });
    return offer.task_sid;
  };
  const task = async (taskSid: string): Promise<DeskTask> => readTask(taskSid, await rest(`/Tasks/${taskSid}`));
  return {
    workerSid,
    task,
    offers: async () => (await pending()).map(({ task_sid: sid }) => sid),
    accept: () => answer('accepted'),
    decline: async () => void (await answer('rejected')),
    go: async activity => void (await rest(worker, { ActivitySid: await activitySid(activity) })),
    wrapUp: async taskSid =>
      statusOf(
        rest(`/Tasks/${taskSid}/Reservations/${await reservationOf(taskSid)}`, { ReservationStatus: 'wrapping' }),
      ),
    ask: async (path, fields) => {
      const Token = await office.signIn({ workerSid, roles });
      const reply = await office.post(path, { Token, ...fields });
      return { status: reply.status, body: JSON.parse(reply.body) as FlexAnswer['body'] };
    },
    callBack: async taskSid => ({
      ...(await callCustomer(office, await task(taskSid), traits.says ?? SILENCE)),
      parentTask: await reservationOf(taskSid),
    }),
  };
}

function readTask(sid: string, body: unknown): DeskTask {
  const {
    assignment_status: status,
    reason,
    priority,
    task_queue_friendly_name: queue,
    attributes,
  } = taskBody.parse(body);
  return { sid, status, reason, priority, queue, attributes: JSON.parse(attributes) as DeskTask['attributes'] };
}

async function statusOf(asking: Promise<unknown>): Promise<number> {
  try {
    await asking;
    return 200;
  } catch (error) {
    return Number(/answered (\d{3})/.exec(String(error))?.[1]);
  }
}

async function callCustomer(office: Office, task: DeskTask, Twiml: string): Promise<Omit<CustomerCall, 'parentTask'>> {
  const { numberToCall, numberToCallFrom } = task.attributes['callBackData'] ?? {};
  const calls = `/2010-04-01/Accounts/${office.accountSid}/Calls`;
  const fields = { To: String(numberToCall), From: String(numberToCallFrom), Twiml, MachineDetection: 'Enable' };
  let call = callBody.parse(await office.rest('api.twilio.com', `${calls}.json`, fields));
  for (let look = 0; look < LOOKS && !OVER.has(call.status); look += 1) {
    await office.advance(LOOK_EVERY_MS);
    call = callBody.parse(await office.rest('api.twilio.com', `${calls}/${call.sid}.json`));
  }
  return { callSid: call.sid, status: call.status, answeredBy: call.answered_by };
}
