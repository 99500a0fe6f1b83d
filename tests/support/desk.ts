import { lineOf } from '../../lib/config';
import type { PhoneNumber } from '../../lib/phone';
import type { CallSid } from '../../lib/sid';
import { callbackAttributes, type CallbackFacts } from '../../lib/tasks';
import { CALLER, client, DIRECT, type TestLine } from './line';

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
  readonly attributes: Record<string, Record<string, unknown>>;
}

/** An agent at the desk, who does by the account's REST what Flex does in the browser, and asks Functions with a Flex token. */
export interface AgentDesk {
  readonly workerSid: string;
  /** Tasks that are offered to the agent now. */
  offers(): Promise<readonly string[]>;
  /** Accepts the offer there is, and gives the task. Throws when there is none. */
  accept(): Promise<string>;
  decline(): Promise<void>;
  /** Goes to an activity: "Available", "Offline". */
  go(activity: string): Promise<void>;
  /** Calls the customer of a callback as the stock plugin does, and gives how the call ended, once it is over. */
  callBack(
    taskSid: string,
  ): Promise<{ callSid: string; status: string; answeredBy: string | null; parentTask: string }>;
  /** What the plugin does after "try later" was answered (`WrapupTask`); gives the HTTP status, since it may be too late. */
  wrapUp(taskSid: string): Promise<number>;
  /** Asks a Function with the agent's token. */
  ask(path: string, fields: Record<string, string>): Promise<FlexAnswer>;
  task(taskSid: string): Promise<DeskTask>;
}

const TASKROUTER = 'taskrouter.twilio.com';

/** What is special about an agent. */
interface AgentTraits {
  readonly roles?: readonly string[];
  readonly skills?: readonly string[];
}

/** What a desk needs of the line that it belongs to. */
export type DeskLine = Pick<TestLine, 'emulator' | 'rest' | 'post' | 'workspaceSid'>;

/** Hires an agent, who is available from now on. */
export async function openDesk(line: DeskLine, name = 'Ana', traits: AgentTraits = {}): Promise<AgentDesk> {
  const { roles = ['agent'], skills = [] } = traits;
  const workspace = `/v1/Workspaces/${await line.workspaceSid()}`;
  const rest = (path: string, fields?: Record<string, string>) => line.rest(TASKROUTER, `${workspace}${path}`, fields);
  const activitySid = async (friendlyName: string): Promise<string> => {
    const { activities } = (await rest('/Activities')) as { activities: { sid: string; friendly_name: string }[] };
    return activities.find(each => each.friendly_name === friendlyName)?.sid ?? '';
  };
  const made = await rest('/Workers', {
    FriendlyName: name,
    ActivitySid: await activitySid('Available'),
    Attributes: JSON.stringify({ routing: { skills } }),
  });
  const workerSid = String(made['sid']);
  const reservations = async (status: string) => {
    const page = await rest(`/Workers/${workerSid}/Reservations?ReservationStatus=${status}`);
    return (page as { reservations: { sid: string; task_sid: string }[] }).reservations;
  };
  const reservationOf = async (taskSid: string): Promise<string> => {
    const page = await rest(`/Tasks/${taskSid}/Reservations?WorkerSid=${workerSid}`);
    return (page as { reservations: { sid: string }[] }).reservations.at(-1)?.sid ?? '';
  };
  const answer = async (ReservationStatus: string): Promise<string> => {
    const [offer] = await reservations('pending');
    if (!offer) throw new Error(`nothing is offered to ${name}`);
    await rest(`/Workers/${workerSid}/Reservations/${offer.sid}`, { ReservationStatus });
    return offer.task_sid;
  };
  const task = async (taskSid: string): Promise<DeskTask> => {
    const found = await rest(`/Tasks/${taskSid}`);
    return {
      sid: taskSid,
      status: String(found['assignment_status']),
      reason: found['reason'] as string | null,
      attributes: JSON.parse(String(found['attributes'])) as DeskTask['attributes'],
    };
  };
  return {
    workerSid,
    task,
    offers: async () => (await reservations('pending')).map(({ task_sid: sid }) => sid),
    accept: () => answer('accepted'),
    decline: async () => void (await answer('rejected')),
    go: async activity => void (await rest(`/Workers/${workerSid}`, { ActivitySid: await activitySid(activity) })),
    wrapUp: async taskSid => {
      try {
        await rest(`/Tasks/${taskSid}/Reservations/${await reservationOf(taskSid)}`, { ReservationStatus: 'wrapping' });
        return 200;
      } catch (error) {
        return Number(/answered (\d{3})/.exec(String(error))?.[1]);
      }
    },
    ask: async (path, fields) => {
      const Token = line.emulator.signIn({ workerSid, roles });
      const reply = await line.post(path, { Token, ...fields }, null);
      return { status: reply.status, body: JSON.parse(reply.body) as FlexAnswer['body'] };
    },
    callBack: async taskSid => {
      const { callBackData = {} } = (await task(taskSid)).attributes;
      const calls = `/2010-04-01/Accounts/${client.accountSid}/Calls`;
      const placed = await line.rest('api.twilio.com', `${calls}.json`, {
        To: String(callBackData['numberToCall']),
        From: String(callBackData['numberToCallFrom']),
        Twiml: '<Response><Pause length="20"/></Response>',
        MachineDetection: 'Enable',
      });
      const call = await untilOver(line, `${calls}/${String(placed['sid'])}.json`);
      return {
        callSid: String(placed['sid']),
        status: String(call['status']),
        answeredBy: call['answered_by'] as string | null,
        parentTask: await reservationOf(taskSid),
      };
    },
  };
}

/** The call once it is over: the clock is moved that far, or, where it goes by itself, whatever happens is a reason to look. */
async function untilOver(line: DeskLine, path: string): Promise<Record<string, unknown>> {
  const { emulator } = line;
  const read = () => line.rest('api.twilio.com', path);
  if (emulator.clock.mode === 'controlled') {
    await emulator.advance(120_000);
    return read();
  }
  return new Promise((resolve, reject) => {
    const look = async (): Promise<void> => {
      const call = await read();
      if (!ENDS.has(String(call['status']))) return;
      stop();
      resolve(call);
    };
    const stop = emulator.follow(() => void look().catch(reject));
    void look().catch(reject);
  });
}

const ENDS: ReadonlySet<string> = new Set(['completed', 'busy', 'no-answer', 'failed', 'canceled']);

/** The call in which `bookCallback` has its callbacks asked for. */
export const BOOKED_IN = `CA${'c'.repeat(32)}` as CallSid;

/** A callback in the workflow, as the waiting line books it; it keeps the caller's number unless told otherwise. */
export async function bookCallback(line: TestLine, facts: Partial<CallbackFacts> = {}): Promise<string> {
  const workspace = `/v1/Workspaces/${await line.workspaceSid()}`;
  const { workflows } = (await line.rest(TASKROUTER, `${workspace}/Workflows`)) as {
    workflows: { sid: string; friendly_name: string }[];
  };
  const attributes = callbackAttributes(lineOf(client, DIRECT), {
    callSid: BOOKED_IN,
    from: CALLER,
    line: DIRECT,
    number: CALLER as PhoneNumber,
    receivedAt: new Date(line.emulator.clock.now()),
    key: 'k',
    ...facts,
  });
  const made = await line.rest(TASKROUTER, `${workspace}/Tasks`, {
    Attributes: JSON.stringify(attributes),
    WorkflowSid: workflows.find(each => each.friendly_name === 'linekit callbacks and voicemail')?.sid ?? '',
    TaskChannel: 'voice',
    Timeout: '172800',
  });
  return String(made['sid']);
}
