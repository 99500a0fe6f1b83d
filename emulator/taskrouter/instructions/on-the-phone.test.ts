import { createCloud, type Cloud } from '../../cloud';
import type { TimelineEntry } from '../../contract';
import { createDispatcher, type Dispatcher } from '../../gateway/dispatcher';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld, type TestWorld } from '../../testing/world';
import type { Callee, PlacedCall } from '../../voice';

const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
const API = `https://api.twilio.com/2010-04-01/Accounts/${account.sid}`;
const APP = 'https://app.example';
const LINE = '+15550100200';
const CALLER = '+15550142222';

let world: TestWorld;
let cloud: Cloud;
let dispatch: Dispatcher;
let workspace: string;
let workflow: string;
let caller: PlacedCall;
/** What the assignment callback answers. */
let instruction: object;

type Json = Readonly<Record<string, unknown>>;

async function ask(method: 'GET' | 'POST' | 'DELETE', url: string, form?: Record<string, string>): Promise<Json> {
  const reply = await dispatch(method, url, { account, ...(form && { form }) });
  if (reply.status >= 300) throw new Error(`${method} ${url}: ${JSON.stringify(reply.body)}`);
  return (reply.body ?? {}) as Json;
}

const listed = async (url: string, name: string): Promise<Json[]> => (await ask('GET', url))[name] as Json[];
const task = async (): Promise<Json> => (await listed(`${workspace}/Tasks`, 'tasks'))[0] ?? {};
const taskAttributes = async (): Promise<Json> => JSON.parse(String((await task()).attributes)) as Json;
const reservations = async (): Promise<string[]> => {
  const all = await listed(`${workspace}/Tasks/${String((await task()).sid)}/Reservations`, 'reservations');
  return all.map(({ worker_name: name, reservation_status: status }) => `${String(name)} ${String(status)}`).sort();
};
const legTo = async (to: string): Promise<Json> =>
  (await listed(`${API}/Calls.json?To=${encodeURIComponent(to)}`, 'calls'))[0] ?? {};
const instruct = async (form: Record<string, string>): Promise<Json> => {
  const at = `${workspace}/Tasks/${String((await task()).sid)}/Reservations`;
  const open = (await listed(at, 'reservations')).find(({ reservation_status: status }) =>
    ['pending', 'accepted'].includes(String(status)),
  );
  return ask('POST', `${at}/${String(open?.sid)}`, form);
};
const inRoom = async (): Promise<string[]> => {
  const [room] = await listed(`${API}/Conferences.json?Status=in-progress`, 'conferences');
  if (!room) return [];
  const all = await listed(`${API}/Conferences/${String(room.sid)}/Participants.json`, 'participants');
  return all.map(({ call_sid: sid, hold }) => `${String(sid)}${hold ? ' on hold' : ''}`).sort();
};

async function worker(name: string, activity = 'Available'): Promise<string> {
  const activities = await listed(`${workspace}/Activities`, 'activities');
  const ActivitySid = String(activities.find(({ friendly_name: known }) => known === activity)?.sid);
  const Attributes = JSON.stringify({ contact_uri: `client:${name}` });
  return String((await ask('POST', `${workspace}/Workers`, { FriendlyName: name, ActivitySid, Attributes })).sid);
}

/** Somebody calls and waits; Ann is there. The clock has gone on by ten seconds. */
async function begin(answer: object, callees: Readonly<Record<string, Callee>> = {}): Promise<void> {
  instruction = answer;
  for (const [address, callee] of Object.entries(callees)) cloud.voice.callees.set(address, callee);
  await worker('ann');
  caller = cloud.voice.placeCall({ from: CALLER, to: LINE, caller: [] });
  await world.controls.advance(10_000);
}

beforeEach(async () => {
  world = testWorld();
  cloud = createCloud(world, {}, () => ({ port: 0, caFile: '' }));
  dispatch = createDispatcher(cloud.products, world);
  const made = await ask('POST', 'https://taskrouter.twilio.com/v1/Workspaces', {
    FriendlyName: 'Desk',
    Template: 'FIFO',
  });
  workspace = `https://taskrouter.twilio.com/v1/Workspaces/${String(made.sid)}`;
  workflow = String((await listed(`${workspace}/Workflows`, 'workflows'))[0]?.sid);
  await ask('POST', `${workspace}/Workflows/${workflow}`, { AssignmentCallbackUrl: `${APP}/assign` });
  await ask('POST', `${API}/IncomingPhoneNumbers.json`, { PhoneNumber: LINE, VoiceUrl: `${APP}/voice` });
  world.answer(({ url, parameters }) => {
    const { pathname, searchParams } = new URL(url);
    if (pathname === '/assign') return JSON.stringify(instruction);
    const enqueue = `<Enqueue workflowSid="${workflow}" action="/after" waitUrl=""><Task>{"language":"en"}</Task></Enqueue>`;
    const verbs: Readonly<Record<string, string>> = {
      '/voice': enqueue,
      '/after': `<Say>after ${parameters.QueueResult ?? ''}</Say>`,
      '/take': `<Dial><Queue reservationSid="${searchParams.get('reservation') ?? ''}"/></Dial>`,
      '/elsewhere': '<Say>elsewhere</Say><Pause length="60"/>',
    };
    return `<Response>${verbs[pathname] ?? ''}</Response>`;
  });
});
afterEach(async () => {
  for (const product of cloud.products) await product.close?.();
  world.close();
});

const heard = (callSid: string): string[] =>
  world.timeline
    .filter((entry: TimelineEntry) => entry.callSid === callSid && entry.kind === 'heard')
    .map(({ text }) => text);
const hangUp = (callSid: string): Promise<Json> => ask('POST', `${API}/Calls/${callSid}.json`, { Status: 'completed' });

test.each([['callback'], ['REST']])('accept by %s: the task is taken, the call still waits', async way => {
  await begin(way === 'REST' ? {} : { instruction: 'accept' });
  if (way === 'REST') await instruct({ Instruction: 'accept' });
  expect(await reservations()).toEqual(['ann accepted']);
  expect(await task()).toMatchObject({ assignment_status: 'assigned' });
  expect((await ask('GET', `${API}/Calls/${caller.callSid}.json`)).status).toBe('in-progress');
  expect(await listed(`${API}/Queues.json`, 'queues')).toMatchObject([{ current_size: 1 }]);
});

test.each([['callback'], ['REST']])('reject by %s: the worker goes where it says, the next one is asked', async way => {
  const activities = await listed(`${workspace}/Activities`, 'activities');
  const activity_sid = String(activities.find(({ friendly_name: name }) => name === 'Offline')?.sid);
  await begin(way === 'REST' ? {} : { instruction: 'reject', activity_sid });
  if (way === 'REST') await instruct({ Instruction: 'reject', WorkerActivitySid: activity_sid });
  instruction = {};
  await worker('bob');
  expect(await reservations()).toEqual(['ann rejected', 'bob pending']);
  const workers = await listed(`${workspace}/Workers`, 'workers');
  expect(workers.find(({ friendly_name: name }) => name === 'ann')).toMatchObject({ activity_name: 'Offline' });
});

test.each([['callback'], ['REST']])(
  'dequeue by %s: both talk, and the worker who hangs up has work to wrap up',
  async way => {
    const ann: Callee = { do: 'answer', talkMs: 15_000 };
    await begin(way === 'REST' ? {} : { instruction: 'dequeue', from: LINE }, { 'client:ann': ann });
    if (way === 'REST') await instruct({ Instruction: 'dequeue', DequeueFrom: LINE });
    await world.controls.advance(5_000);
    expect(await reservations()).toEqual(['ann accepted']);
    expect(await taskAttributes()).toMatchObject({ language: 'en', worker_call_sid: (await legTo('client:ann')).sid });
    expect((await legTo('client:ann')).status).toBe('in-progress');
    await world.controls.advance(20_000);
    expect(await reservations()).toEqual(['ann wrapping']);
    expect(heard(caller.callSid).join()).toContain('after bridged');
  },
);

test('dequeue: a phone that is busy is no answer: the offer fails, the caller waits on', async () => {
  await begin({ instruction: 'dequeue', from: LINE }, { 'client:ann': { do: 'busy' } });
  expect(await reservations()).toContain('ann canceled');
  expect((await ask('GET', `${API}/Calls/${caller.callSid}.json`)).status).toBe('in-progress');
});

test('call: the worker’s document takes the reservation from the queue', async () => {
  await begin({});
  const at = `${workspace}/Tasks/${String((await task()).sid)}/Reservations`;
  const [offer] = await listed(at, 'reservations');
  const CallUrl = `${APP}/take?reservation=${String(offer?.sid)}`;
  await instruct({ Instruction: 'call', CallFrom: LINE, CallUrl, CallTo: 'client:ann' });
  await world.controls.advance(10_000);
  expect(await reservations()).toEqual(['ann accepted']);
  await hangUp(caller.callSid);
  await world.controls.advance(2_000);
  expect(await reservations()).toEqual(['ann wrapping']);
});

test('call with accept: the reservation is taken at once, the call waits', async () => {
  await begin({ instruction: 'call', from: LINE, url: `${APP}/elsewhere`, accept: true });
  expect(await reservations()).toEqual(['ann accepted']);
  expect(heard(String((await legTo('client:ann')).sid)).join()).toContain('elsewhere');
  expect(heard(caller.callSid).join()).not.toContain('after');
});

test('redirect: the caller goes elsewhere and out of the queue, the worker has the task until they are done', async () => {
  await begin({});
  const url = `${APP}/elsewhere`;
  await instruct({
    Instruction: 'redirect',
    RedirectCallSid: caller.callSid,
    RedirectUrl: url,
    RedirectAccept: 'true',
  });
  await world.controls.advance(5_000);
  expect(await reservations()).toEqual(['ann accepted']);
  expect(heard(caller.callSid).join()).toContain('elsewhere');
  await hangUp(caller.callSid);
  await world.controls.advance(2_000);
  expect(await reservations()).toEqual(['ann accepted']);
});

test('redirect by callback, without accept: the task goes with the call', async () => {
  world.bus.on('reservation-created', () => {
    instruction = { instruction: 'redirect', call_sid: caller.callSid, url: `${APP}/elsewhere` };
  });
  await begin({});
  await world.controls.advance(5_000);
  expect(heard(caller.callSid).join()).toContain('elsewhere');
  expect(await reservations()).toEqual(['ann canceled']);
  expect(await task()).toMatchObject({ assignment_status: 'canceled', reason: 'redirected' });
});

test('a caller who hangs up while their worker is on the way leaves work to wrap up', async () => {
  await begin({ instruction: 'accept' });
  await hangUp(caller.callSid);
  await world.controls.advance(2_000);
  expect(await task()).toMatchObject({ assignment_status: 'wrapping', reason: 'hangup' });
  expect(await reservations()).toEqual(['ann wrapping']);
});

describe('conference', () => {
  const meet = async (way: string, more: Record<string, string> = {}): Promise<void> => {
    await begin(way === 'REST' ? {} : { instruction: 'conference', from: LINE, end_conference_on_customer_exit: true });
    if (way === 'REST')
      await instruct({ Instruction: 'conference', From: LINE, EndConferenceOnCustomerExit: 'true', ...more });
    await world.controls.advance(5_000);
  };

  test.each([['callback'], ['REST']])(
    'by %s: caller and worker meet, the task says where; the caller ends it',
    async way => {
      await meet(way);
      const { sid: leg } = await legTo('client:ann');
      expect(await inRoom()).toEqual([caller.callSid, String(leg)].sort());
      expect(await taskAttributes()).toMatchObject({
        conference: { sid: expect.stringMatching(/^CF/), participants: { worker: leg, customer: caller.callSid } },
      });
      await hangUp(caller.callSid);
      await world.controls.advance(2_000);
      expect(await inRoom()).toEqual([]);
      expect(await reservations()).toEqual(['ann wrapping']);
    },
  );

  test.each([
    ['monitor', { muted: true, coaching: false }],
    ['whisper', { muted: false, coaching: true }],
    ['barge', { muted: false, coaching: false }],
  ])('supervise, %s', async (SupervisorMode, participant) => {
    await meet('REST');
    const Supervisor = await worker('eve', 'Unavailable');
    await instruct({ Instruction: 'supervise', Supervisor, SupervisorMode, From: LINE });
    await world.controls.advance(5_000);
    const { sid } = await legTo('client:eve');
    const room = (await listed(`${API}/Conferences.json?Status=in-progress`, 'conferences'))[0]?.sid;
    expect(await ask('GET', `${API}/Conferences/${String(room)}/Participants/${String(sid)}.json`)).toMatchObject(
      participant,
    );
    await hangUp(String(sid));
    await world.controls.advance(2_000);
    expect(await reservations()).toEqual(['ann accepted']);
  });

  test('warm transfer: hold, ask, bring together; who transferred leaves and wraps up, the caller talks on', async () => {
    await meet('REST', { EndConferenceOnExit: 'false' });
    const { sid: ann } = await legTo('client:ann');
    const { conference } = (await taskAttributes()) as { conference: { sid: string } };
    const participants = `${API}/Conferences/${conference.sid}/Participants`;
    await ask('POST', `${participants}/${caller.callSid}.json`, { Hold: 'true' });
    await ask('POST', `${participants}.json`, { From: LINE, To: 'client:bob', Label: 'bob' });
    await world.controls.advance(5_000);
    const { sid: bob } = await legTo('client:bob');
    expect(await inRoom()).toEqual([`${caller.callSid} on hold`, String(ann), String(bob)].sort());
    await ask('POST', `${participants}/${caller.callSid}.json`, { Hold: 'false' });
    await ask('DELETE', `${participants}/${String(ann)}.json`);
    await world.controls.advance(2_000);
    expect(await inRoom()).toEqual([caller.callSid, String(bob)].sort());
    expect(await reservations()).toEqual(['ann wrapping']);
    expect(heard(caller.callSid).join()).not.toContain('after');
  });

  /** A task of its own for Bob, whose conference instruction has been given. */
  const taskForBob = async (attributes: object): Promise<string> => {
    await worker('bob');
    const Attributes = JSON.stringify(attributes);
    const form = { WorkflowSid: workflow, TaskChannel: 'voice', Attributes };
    const { sid } = await ask('POST', `${workspace}/Tasks`, form);
    await world.controls.advance(1_000);
    const at = `${workspace}/Tasks/${String(sid)}/Reservations`;
    const [offer] = await listed(at, 'reservations');
    expect(offer).toMatchObject({ worker_name: 'bob', reservation_status: 'pending' });
    await ask('POST', `${at}/${String(offer?.sid)}`, { Instruction: 'conference', EndConferenceOnExit: 'true' });
    await world.controls.advance(5_000);
    return String(sid);
  };

  test('cold transfer: a task for the next worker takes the caller out of the conference into its own', async () => {
    await meet('REST', { EndConferenceOnExit: 'false' });
    const first = await task();
    const { conference } = (await taskAttributes()) as { conference: { sid: string } };
    const next = await taskForBob({ call_sid: caller.callSid, from: CALLER, to: LINE });
    const { sid: bob } = await legTo('client:bob');
    expect(await inRoom()).toEqual([caller.callSid, String(bob)].sort());
    expect(await ask('GET', `${API}/Conferences/${conference.sid}.json`)).toMatchObject({ status: 'completed' });
    expect(await ask('GET', `${workspace}/Tasks/${String(first.sid)}`)).toMatchObject({
      assignment_status: 'wrapping',
    });
    expect(await ask('GET', `${workspace}/Tasks/${next}`)).toMatchObject({ assignment_status: 'assigned' });
    await hangUp(String(bob));
    await world.controls.advance(2_000);
    expect((await ask('GET', `${API}/Calls/${caller.callSid}.json`)).status).toBe('completed');
  });

  test('an outbound task: the worker is rung, then whom they want to talk to', async () => {
    const next = await taskForBob({ outbound_to: '+15550177777', from: LINE, direction: 'outbound' });
    const { sid: bob } = await legTo('client:bob');
    const customer = await legTo('+15550177777');
    expect(customer).toMatchObject({ from: LINE, direction: 'outbound-api', status: 'in-progress' });
    expect(await inRoom()).toEqual([String(customer.sid), String(bob)].sort());
    const { attributes } = await ask('GET', `${workspace}/Tasks/${next}`);
    expect(JSON.parse(String(attributes))).toMatchObject({
      conference: { participants: { worker: bob, customer: customer.sid } },
    });
    await hangUp(String(bob));
    await world.controls.advance(2_000);
    expect(await ask('GET', `${workspace}/Tasks/${next}`)).toMatchObject({ assignment_status: 'wrapping' });
    expect(await legTo('+15550177777')).toMatchObject({ status: 'completed' });
  });

  test('a task whose call is over has nobody to bring', async () => {
    await meet('REST');
    await hangUp(caller.callSid);
    await world.controls.advance(2_000);
    const given = taskForBob({ call_sid: caller.callSid, from: CALLER, to: LINE });
    await expect(given).rejects.toThrow('40144');
  });
});
