import { join } from 'node:path';
import { coverage } from '../../emulator';
import type { CallerStep, Method } from '../../emulator/contract';
import { deployByHand } from '../../emulator/serverless/testing/deploy';
import { account, openMeasuredCloud, type Body } from '../support/measured-cloud';
import { documentedOperations } from './documented-operations';
import {
  notAbsent,
  tryFlex,
  tryMessagesAndExecutions,
  tryStreamsAndPermissions,
  tryVoiceConfiguration,
} from './openapi-data';
import { tryAccounts, tryCallersAndClients, tryRunningCalls } from './openapi-voice';

const API = `api.twilio.com/2010-04-01/Accounts/${account.sid}`;
const STUDIO = 'studio.twilio.com/v2/Flows';
const TASKROUTER = 'taskrouter.twilio.com/v1/Workspaces';
const EVENTS = 'events.twilio.com/v1';
const SYNC = 'sync.twilio.com/v1/Services';
const SERVERLESS = 'serverless.twilio.com/v1/Services';
const LINE = '+12025550143';
const CALLER = '+12025550111';

const line = openMeasuredCloud(join(__dirname, '../..'));
const { get, post, remove, list, first, tryOut } = line;

/** What the caller of `beforeAll` left behind: a message and a place in the queue, where an agent is being asked. */
let left: { callSid: string; flowSid: string; workspaceSid: string; taskSid: string; workerSid: string };

beforeAll(async () => {
  const { sid: workspaceSid } = await post(TASKROUTER, { FriendlyName: 'Line', Template: 'FIFO' });
  const workspace = `${TASKROUTER}/${workspaceSid}`;
  const { sid: ActivitySid } = await first(`${workspace}/Activities?FriendlyName=Available`);
  const { sid: workerSid } = await post(`${workspace}/Workers`, { FriendlyName: 'Ana', ActivitySid });
  const flow = await post(STUDIO, {
    FriendlyName: 'Voicemail, then an agent',
    Status: 'published',
    Definition: JSON.stringify(voicemailThenAgent((await first(`${workspace}/Workflows`)).sid)),
  });
  await post(`${API}/IncomingPhoneNumbers.json`, { PhoneNumber: LINE, VoiceUrl: flow.webhook_url ?? '' });

  let offered: string | undefined;
  line.world.bus.on('reservation-created', event => (offered ??= event.taskSid));
  const { callSid } = line.cloud.voice.placeCall({ from: CALLER, to: LINE, caller: leaveMessageAndWait });
  await line.world.controls.runUntil(() => offered !== undefined, 5 * 60_000);
  left = { callSid, flowSid: flow.sid, workspaceSid, workerSid, taskSid: offered ?? '' };
});
afterEach(() => expect(line.faults.splice(0)).toEqual([]));
afterAll(() => line.close());

const leaveMessageAndWait: readonly CallerStep[] = [
  { do: 'listen', until: 'beep' },
  { do: 'say', words: 'please call me back about my order' },
  { do: 'press', digits: '#' },
  { do: 'wait' },
];

function voicemailThenAgent(workflow: string): object {
  const go = (event: string, next: string): object => ({ event, next });
  const offset = { x: 0, y: 0 };
  const flow = (name: string, type: string, { transitions = [] as object[], ...properties }): object => ({
    name,
    type,
    transitions,
    properties: { ...properties, offset },
  });
  return {
    description: 'A message is taken, then an agent is looked for',
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
    states: [
      flow('Trigger', 'trigger', { transitions: [go('incomingCall', 'greet')] }),
      flow('greet', 'say-play', { say: 'Hello', loop: 1, transitions: [go('audioComplete', 'record')] }),
      flow('record', 'record-voicemail', { finish_on_key: '#', transitions: [go('recordingComplete', 'agent')] }),
      flow('agent', 'send-to-flex', { workflow, channel: `TC${'0'.repeat(32)}`, attributes: '{"type":"inbound"}' }),
    ],
  };
}

test('TaskRouter: what a workspace holds', async () => {
  const workspace = await tryOut(TASKROUTER, {
    make: [
      { FriendlyName: 'One', Template: 'FIFO', EventCallbackUrl: 'https://app.example/events' },
      { FriendlyName: 'Two' },
    ],
    change: { FriendlyName: 'Uno' },
  });
  const at = `${TASKROUTER}/${workspace.sid}`;
  const names = [{ FriendlyName: 'A' }, { FriendlyName: 'B' }] as const;
  const activity = await tryOut(`${at}/Activities`, { make: names, change: { FriendlyName: 'C' } });
  const queue = await tryOut(`${at}/TaskQueues`, {
    make: [{ FriendlyName: 'A', TargetWorkers: '1==1', AssignmentActivitySid: activity.sid }, { FriendlyName: 'B' }],
    change: { FriendlyName: 'C' },
  });
  const Configuration = JSON.stringify({ task_routing: { default_filter: { queue: queue.sid } } });
  await tryOut(`${at}/Workflows`, {
    make: [
      { FriendlyName: 'A', Configuration, AssignmentCallbackUrl: 'https://app.example/assign' },
      { FriendlyName: 'B', Configuration },
    ],
    change: { FriendlyName: 'C', TaskReservationTimeout: '30' },
  });
  await tryOut(`${at}/TaskChannels`, {
    make: [
      { FriendlyName: 'A', UniqueName: 'a' },
      { FriendlyName: 'B', UniqueName: 'b' },
    ],
    change: { FriendlyName: 'C' },
  });
  const worker = await tryOut(`${at}/Workers`, { make: names, change: { Attributes: '{"languages":["en"]}' } });
  const channels = `${at}/Workers/${worker.sid}/Channels`;
  const channel = await readFirst(channels);
  await post(`${channels}/${channel.sid}`, { Capacity: '3' });
});

test('TaskRouter: the task of a call, and its reservation under the task and under the worker', async () => {
  const at = `${TASKROUTER}/${left.workspaceSid}`;
  await get(`${at}/Tasks/${left.taskSid}`);
  const ofTask = `${at}/Tasks/${left.taskSid}/Reservations`;
  const ofWorker = `${at}/Workers/${left.workerSid}/Reservations`;
  const { sid: reservation } = await readFirst(ofTask);
  expect((await readFirst(ofWorker)).reservation_status).toBe('pending');
  await post(`${ofWorker}/${reservation}`, { ReservationStatus: 'accepted' });
  await post(`${ofTask}/${reservation}`, { ReservationStatus: 'completed' });
  await tryOut(`${at}/Tasks`, {
    make: [{ Attributes: '{"a":1}', Priority: '2' }, { TaskChannel: 'default' }],
    change: { AssignmentStatus: 'canceled', Reason: 'nobody there' },
  });
});

test('TaskRouter: statistics of the workspace and what is in it, and its events', async () => {
  const at = `${TASKROUTER}/${left.workspaceSid}`;
  const [queue, workflow] = [await first(`${at}/TaskQueues`), await first(`${at}/Workflows`)];
  for (const subject of [at, `${at}/TaskQueues/${queue.sid}`, `${at}/Workflows/${workflow.sid}`, `${at}/Workers`]) {
    await get(`${subject}/RealTimeStatistics`);
    await get(`${subject}/CumulativeStatistics?Minutes=60`);
    await get(`${subject}/Statistics?TaskChannel=voice`);
  }
  await get(`${at}/Workers/${left.workerSid}/Statistics`);
  expect(await list(`${at}/TaskQueues/Statistics?SplitByWaitTime=5,30`)).toHaveLength(1);
  const json = { queueSids: [queue.sid] };
  await line.dispatch('POST', `https://${at}/TaskQueues/RealTimeStatistics`, { account, json });
  await readFirst(`${at}/Events`);
});

test('Event Streams: sinks, subscriptions, and what can be subscribed to', async () => {
  const SinkConfiguration = '{"destination":"https://app.example/sink","method":"POST"}';
  const form = { Description: 'A', SinkType: 'webhook', SinkConfiguration };
  const sink = await tryOut(`${EVENTS}/Sinks`, { make: [form, form], change: { Description: 'B' } });
  await post(`${EVENTS}/Sinks/${sink.sid}/Test`, {});
  await post(`${EVENTS}/Sinks/${sink.sid}/Validate`, { TestId: 'EZ0' });
  const [Type, other] = ['com.twilio.taskrouter.task.created', 'com.twilio.taskrouter.task.completed'];
  const wanted = { Description: 'A', SinkSid: sink.sid, Types: `{"type":"${Type}"}` };
  const change = { Description: 'B' };
  const subscription = await tryOut(`${EVENTS}/Subscriptions`, { make: [wanted, wanted], change });
  const subscribed = `${EVENTS}/Subscriptions/${subscription.sid}/SubscribedEvents`;
  await post(subscribed, { Type: other });
  await first(subscribed);
  await get(`${subscribed}/${Type}`);
  await post(`${subscribed}/${Type}`, { SchemaVersion: '3' });
  await remove(`${subscribed}/${other}`);
  const { schema_id: schema } = await first(`${EVENTS}/Types`);
  await get(`${EVENTS}/Types/${Type}`);
  await get(`${EVENTS}/Schemas/${schema}`);
  await first(`${EVENTS}/Schemas/${schema}/Versions`);
  await get(`${EVENTS}/Schemas/${schema}/Versions/1`);
});

test('calls', async () => {
  const calls = `${API}/Calls`;
  const live = await get(`${calls}/${left.callSid}.json`);
  expect(live.status).toBe('in-progress');
  await post(`${calls}/${left.callSid}.json`, { Status: 'completed' });
  await line.world.controls.advance(5_000);
  const made = await post(`${calls}.json`, { To: CALLER, From: LINE, Twiml: '<Response><Say>Hello</Say></Response>' });
  await first(`${calls}.json`);
  await line.world.controls.advance(60_000);
  await get(`${calls}/${made.sid}.json`);
  await list(`${calls}/${left.callSid}/Events.json`);
  for (const scope of [API, `${calls}/${(await callWithTrouble()).sid}`])
    await readFirst(`${scope}/Notifications.json`);
  await remove(`${calls}/${made.sid}.json`);
});

test('recordings, of the account and of a call', async () => {
  for (const scope of [`${API}/Calls/${await anotherMessage()}`, API]) {
    const { sid } = await readFirst(`${scope}/Recordings.json`);
    await remove(`${scope}/Recordings/${sid}.json`);
  }
});

test('the account, and its numbers', async () => {
  await get(`${API}.json`);
  await tryOut(`${API}/IncomingPhoneNumbers.json`, {
    make: [{ PhoneNumber: '+12025550190' }, { AreaCode: '415', FriendlyName: 'Second' }],
    change: { StatusCallback: 'https://app.example/status', VoiceUrl: 'https://app.example/voice' },
  });
});

test('the rest of the API of 2010: accounts, keys, queues, applications, addresses, numbers to be had', () =>
  tryAccounts(line));

test('queues, conferences, recordings and streams of calls that go on', () => tryRunningCalls(line, LINE));

test('caller ids, transcriptions of messages, what clients and applications send each other', () =>
  tryCallersAndClients(line, LINE));

test('Studio: flows and their revisions', async () => {
  const Definition = JSON.stringify(voicemailThenAgent(`WW${'0'.repeat(32)}`));
  const form = { FriendlyName: 'A', Status: 'draft', Definition, CommitMessage: 'first' };
  const flow = await tryOut(STUDIO, { make: [form, form], change: { Status: 'published', CommitMessage: 'second' } });
  await post(`${STUDIO}/Validate`, form);
  await first(`${STUDIO}/${flow.sid}/Revisions`);
  for (const revision of ['1', 'LatestPublished', 'LatestRevision'])
    await get(`${STUDIO}/${flow.sid}/Revisions/${revision}`);
  await post(`${STUDIO}/${flow.sid}/TestUsers`, { TestUsers: [CALLER] });
  await get(`${STUDIO}/${flow.sid}/TestUsers`);
});

test('Studio: the execution of a call, its steps and contexts', async () => {
  const executions = `${STUDIO}/${left.flowSid}/Executions`;
  const [oldest] = (await list(executions)).slice(-1);
  const execution = `${executions}/${oldest?.sid ?? ''}`;
  await readFirst(executions);
  await get(`${execution}/Context`);
  await first(`${execution}/Steps`);
  const steps = await list(`${execution}/Steps`);
  expect(steps.map(step => step.transitioned_from)).toEqual(
    expect.arrayContaining(['Trigger', 'greet', 'record', 'agent']),
  );
  for (const { sid } of steps) {
    await get(`${execution}/Steps/${sid}`);
    await get(`${execution}/Steps/${sid}/Context`);
  }
  await post(execution, { Status: 'ended' });
  await remove(execution);
});

test('Sync', async () => {
  const service = await tryOut(SYNC, {
    make: [{ FriendlyName: 'A', WebhookUrl: 'https://app.example/sync' }, {}],
    change: { FriendlyName: 'C', AclEnabled: 'true' },
  });
  const at = `${SYNC}/${service.sid}`;
  const Data = '{"a":1}';
  await tryOut(`${at}/Documents`, {
    make: [{ UniqueName: 'a', Data, Ttl: '60' }, {}],
    change: { Data: '{"b":2}' },
  });
  const map = await tryOut(`${at}/Maps`, { make: [{ UniqueName: 'a' }, {}], change: { Ttl: '60' } });
  const items = { change: { Data: '{"b":2}', ItemTtl: '60' } };
  await tryOut(`${at}/Maps/${map.sid}/Items`, {
    ...items,
    make: [
      { Key: 'a', Data },
      { Key: 'b', Data, ItemTtl: '60' },
    ],
    key: 'key',
  });
  const rows = await tryOut(`${at}/Lists`, { make: [{ UniqueName: 'a' }, {}], change: { CollectionTtl: '60' } });
  await tryOut(`${at}/Lists/${rows.sid}/Items`, { ...items, make: [{ Data }, { Data }], key: 'index' });
});

test('Sync: streams and permissions', () => tryStreamsAndPermissions(line));

test('Flex', () => tryFlex(line, left.workspaceSid));

test('what calls are configured by', () => tryVoiceConfiguration(line));

test('messages, and executions that REST starts', () => tryMessagesAndExecutions(line, LINE));

test('Serverless: what is deployed, and what its Functions wrote', async () => {
  const deployed = await deployByHand(line.dispatch, {
    functions: {
      '/hello': 'exports.handler = (context, event, answer) => { console.log("Hello"); answer(null, "hi"); };',
    },
    assets: { '/words.json': '{}' },
    variables: { GREETING: 'hi' },
  });
  expect((await line.dispatch('GET', `${deployed.origin}/hello`)).status).toBe(200);
  const at = `${SERVERLESS}/${deployed.serviceSid}`;
  const environment = `${at}/Environments/${deployed.environmentSid}`;
  await readFirst(`${environment}/Logs`);
  await readFirst(`${environment}/Deployments`);
  for (const [collection, versions] of [['Functions', 'Content'], ['Assets']] as const) {
    const { sid } = await readFirst(`${at}/${collection}`);
    const version = await readFirst(`${at}/${collection}/${sid}/Versions`);
    if (versions) await get(`${at}/${collection}/${sid}/Versions/${version.sid}/${versions}`);
  }
  await readFirst(`${at}/Builds`);
  await get(`${at}/Builds/${deployed.buildSid}/Status`);
});

test('Serverless: what is made by hand', async () => {
  const service = await tryOut(SERVERLESS, {
    make: [
      { UniqueName: 'a', FriendlyName: 'A' },
      { UniqueName: 'b', FriendlyName: 'B' },
    ],
    change: { FriendlyName: 'C', UiEditable: 'true' },
  });
  const at = `${SERVERLESS}/${service.sid}`;
  const environment = await tryOut(`${at}/Environments`, {
    make: [{ UniqueName: 'a' }, { UniqueName: 'b', DomainSuffix: 'b' }],
  });
  for (const collection of ['Functions', 'Assets']) {
    const make = [{ FriendlyName: 'a' }, { FriendlyName: 'b' }] as const;
    await tryOut(`${at}/${collection}`, { make, change: { FriendlyName: 'c' } });
  }
  await tryOut(`${at}/Environments/${environment.sid}/Variables`, {
    make: [
      { Key: 'A', Value: '1' },
      { Key: 'B', Value: '2' },
    ],
    change: { Value: '3' },
  });
  await tryOut(`${at}/Builds`, { make: [{}, { Runtime: 'node20' }] });
});

const NOBODY = '0'.repeat(32);
const INSTANCES = [
  `${API}/Calls/CA${NOBODY}.json`,
  `${API}/Recordings/RE${NOBODY}.json`,
  `${API}/IncomingPhoneNumbers/PN${NOBODY}.json`,
  `${STUDIO}/FW${NOBODY}`,
  `${TASKROUTER}/WS${NOBODY}`,
  `${SYNC}/IS${NOBODY}`,
  `${SYNC}/IS${NOBODY}/Documents/a`,
  `${SERVERLESS}/ZS${NOBODY}`,
  `${SERVERLESS}/ZS${NOBODY}/Builds/ZB${NOBODY}`,
];

describe('errors have the body that Twilio gives them', () => {
  const error = (status: number, code: number): object => ({
    status,
    body: { code, status, message: expect.any(String), more_info: `https://www.twilio.com/docs/errors/${code}` },
  });

  test.each(INSTANCES)('%s: nothing there', async address => {
    expect(await line.dispatch('GET', `https://${address}`, { account })).toMatchObject(error(404, 20404));
  });

  test.each(INSTANCES)('%s: nobody allowed it', async address => {
    const wrong = { account: { ...account, authToken: NOBODY } };
    expect(await line.dispatch('GET', `https://${address}`)).toMatchObject(error(401, 20003));
    expect(await line.dispatch('GET', `https://${address}`, wrong)).toMatchObject(error(401, 20003));
  });

  test.each<[Method, string, Record<string, string>]>([
    ['POST', STUDIO, { FriendlyName: 'a', Status: 'no such', Definition: '{}' }],
    ['POST', TASKROUTER, {}],
    ['POST', SERVERLESS, {}],
    ['POST', SYNC, { AclEnabled: 'perhaps' }],
    ['GET', `${API}/Calls.json?PageSize=none`, {}],
  ])('%s %s %j: not to be taken', async (method, address, form) => {
    const sent = method === 'POST' ? { account, form } : { account };
    expect(await line.dispatch(method, `https://${address}`, sent)).toMatchObject(error(400, 20001));
  });
});

describe('measured was all that is on the list, and on the list is all there is', () => {
  const hosts = Object.keys(documentedOperations);

  test.each(hosts)('%s', host => expect(line.seen(host)).toEqual(documentedOperations[host]));

  test('what is served', async () => {
    const served = (await coverage()).filter(row => row.served.length > 0);
    expect(Object.fromEntries(served.map(row => [row.host, row.served]))).toEqual(documentedOperations);
  });

  test('the rest says that it is absent', async () => expect(await notAbsent(line)).toEqual([]));
});

/** A call whose document has an attribute that Twilio warns of. */
async function callWithTrouble(): Promise<Body> {
  const call = await post(`${API}/Calls.json`, {
    To: CALLER,
    From: LINE,
    Twiml: '<Response><Say loop="x">Hi</Say></Response>',
  });
  await line.world.controls.advance(60_000);
  return call;
}

/** Somebody else leaves a message and hangs up; resolves with the SID of the call. */
async function anotherMessage(): Promise<string> {
  const caller = [...leaveMessageAndWait.slice(0, 2), { do: 'hang-up' } as const];
  const { callSid, ended } = line.cloud.voice.placeCall({ from: CALLER, to: LINE, caller });
  let over = false;
  void ended.then(() => (over = true));
  await line.world.controls.runUntil(() => over, 5 * 60_000);
  return callSid;
}

/** Lists, and reads the first of the list. */
async function readFirst(address: string): Promise<Body> {
  const { sid } = await first(address);
  return get(address.replace(/(\.json)?$/, `/${sid}$1`));
}
