import type { ApiReply, CallControl, Method, WorkerLegs } from '../../contract';
import { createDispatcher } from '../../gateway/dispatcher';
import { testWorld, TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, type TestWorld } from '../../testing/world';
import { createTaskrouter, type Taskrouter } from '../taskrouter';

/** A body of an answer, as a test looks at it. */
export type Body = Readonly<Record<string, unknown>>;

/** TaskRouter in a test world, asked as a client asks it; with a workspace of the FIFO template. */
export interface TestTaskrouter extends Taskrouter {
  readonly world: TestWorld;
  readonly workspaceSid: string;
  /** Voice, as TaskRouter used it: "connect WT… Ada", "hang up WT…". */
  readonly calls: string[];
  /** Whether calls still wait when an agent takes them. */
  callsWait: boolean;
  /** Workers' phones; none rings at first. */
  legs: WorkerLegs | undefined;
  /** Sends a request below the workspace; `path` is "/Tasks". */
  send(
    method: Method,
    path: string,
    options?: { form?: Form; json?: unknown; headers?: Record<string, string> },
  ): Promise<ApiReply>;
  /** The body of an answer that must have succeeded. */
  get(path: string): Promise<Body>;
  post(path: string, form?: Form): Promise<Body>;
  /** The records of a list. */
  list(path: string): Promise<Body[]>;
  /** Sid of the record with that friendly name: `sidOf('/Activities', 'Available')`. */
  sidOf(path: string, friendlyName: string): Promise<string>;
  /** A new worker in the activity Available. */
  worker(friendlyName: string, attributes?: object): Promise<string>;
}
export type Form = Readonly<Record<string, string | readonly string[]>>;

export async function testTaskrouter(): Promise<TestTaskrouter> {
  const world = testWorld();
  const calls: string[] = [];
  const control: CallControl = {
    connectToWorker: ({ taskSid, workerName }) => calls.push(`connect ${taskSid} ${workerName}`) > 0 && desk.callsWait,
    get legs() {
      return desk.legs;
    },
    hangUp(taskSid) {
      calls.push(`hang up ${taskSid}`);
      desk.work.hangUp(taskSid);
    },
  };
  const taskrouter = createTaskrouter(world, { calls: () => control });
  const dispatch = createDispatcher([taskrouter.product], world);
  const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
  const url = 'https://taskrouter.twilio.com/v1/Workspaces';
  const opened = await dispatch('POST', url, { account, form: { FriendlyName: 'Desk', Template: 'FIFO' } });
  const workspaceSid = String(bodyOf(opened).sid);
  const send: TestTaskrouter['send'] = (method, path, options = {}) =>
    dispatch(method, `${url}/${workspaceSid}${path}`, { ...options, account });
  const desk: TestTaskrouter = {
    ...taskrouter,
    world,
    workspaceSid,
    calls,
    callsWait: true,
    legs: undefined,
    send,
    get: async path => succeeded(await send('GET', path)),
    post: async (path, form = {}) => succeeded(await send('POST', path, { form })),
    async list(path) {
      const { meta, ...lists } = succeeded(await send('GET', path));
      if (typeof meta !== 'object') throw new Error(`no list: ${path}`);
      return Object.values(lists).flatMap(list => (Array.isArray(list) ? list.map(asBody) : []));
    },
    async sidOf(path, friendlyName) {
      const found = (await desk.list(path)).find(({ friendly_name: name }) => name === friendlyName);
      if (!found) throw new Error(`no ${friendlyName} in ${path}`);
      return String(found.sid);
    },
    async worker(friendlyName, attributes = {}) {
      const ActivitySid = await desk.sidOf('/Activities', 'Available');
      const Attributes = JSON.stringify(attributes);
      const { sid } = await desk.post('/Workers', { FriendlyName: friendlyName, ActivitySid, Attributes });
      return String(sid);
    },
  };
  return desk;
}

export function bodyOf({ body }: ApiReply): Body {
  return asBody(body);
}

function asBody(value: unknown): Body {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) throw new Error('not a JSON body');
  return Object.fromEntries(Object.entries(value));
}

function succeeded(reply: ApiReply): Body {
  if (reply.status >= 300) throw new Error(`${reply.status} ${JSON.stringify(reply.body)}`);
  return bodyOf(reply);
}
