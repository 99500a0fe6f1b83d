import { createCloud, type Cloud } from '../cloud';
import { createDispatcher, type Dispatcher } from '../gateway/dispatcher';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld, type TestWorld } from '../testing/world';
import type { Callee } from '../voice';
import { createWeb } from '../web/web';
import { CONTACT, flowOf, LINE, widget } from './testing';

const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
const API = `https://api.twilio.com/2010-04-01/Accounts/${account.sid}`;
let world: TestWorld;
let cloud: Cloud;
let dispatch: Dispatcher;

beforeEach(async () => {
  world = testWorld();
  cloud = createCloud(world, {}, () => ({ port: 0, caFile: '' }));
  dispatch = createDispatcher(cloud.products, world);
  world.setWeb(createWeb(world, dispatch));
  await post(`${API}/IncomingPhoneNumbers.json`, { PhoneNumber: LINE });
});
afterEach(async () => {
  for (const product of cloud.products) await product.close?.();
  world.close();
});

async function post(url: string, form: Record<string, string>): Promise<Record<string, unknown>> {
  const reply = await dispatch('POST', url, { account, form });
  expect(reply.status).toBeLessThan(300);
  return reply.body as Record<string, unknown>;
}

async function get(url: string): Promise<Record<string, unknown>> {
  return (await dispatch('GET', url, { account })).body as Record<string, unknown>;
}

const flow = flowOf(
  widget('dial', 'make-outgoing-call-v2', {
    from: '{{flow.channel.address}}',
    to: '{{contact.channel.address}}',
    timeout: 10,
    machine_detection: 'Enable',
    transitions: { answered: 'on', busy: 'text', noAnswer: 'text', failed: 'text' },
  }),
  widget('on', 'record-call', { record_call: true, transitions: { success: 'hello', failed: 'hello' } }),
  widget('hello', 'say-play', { say: 'Hello {{flow.data.name}}, {{widgets.dial.AnsweredBy}}' }),
  widget('text', 'send-message', {
    from: '{{flow.channel.address}}',
    to: '{{contact.channel.address}}',
    body: 'We tried to call: {{widgets.dial.CallStatus}}',
  }),
);

/** Runs the flow for a contact who does this; resolves with the execution's steps, first to last. */
async function execute(callee: Callee): Promise<string[]> {
  cloud.voice.callees.set(CONTACT, callee);
  const made = await post('https://studio.twilio.com/v2/Flows', {
    FriendlyName: 'Reminder',
    Status: 'published',
    Definition: JSON.stringify(flow),
  });
  const executions = `https://studio.twilio.com/v2/Flows/${String(made.sid)}/Executions`;
  const { sid } = await post(executions, { To: CONTACT, From: LINE, Parameters: '{"name":"Ana"}' });
  await world.controls.settle();
  await world.controls.advance(120_000);
  const at = `${executions}/${String(sid)}`;
  expect(await get(at)).toMatchObject({ status: 'ended' });
  const { steps } = await get(`${at}/Steps`);
  return (steps as { transitioned_from: string; name: string }[])
    .map(step => `${step.transitioned_from}: ${step.name}`)
    .reverse();
}

test('an outgoing call is placed, heard by what answered, recorded and spoken to', async () => {
  const steps = await execute({ do: 'answer', steps: [{ do: 'say', words: 'Hello' }] });
  expect(steps).toEqual(['Trigger: incomingRequest', 'dial: answered', 'on: success', 'hello: audioComplete']);
  const { calls } = await get(`${API}/Calls.json`);
  expect(calls).toMatchObject([{ to: CONTACT, from: LINE, direction: 'outbound-api', status: 'completed' }]);
  expect((await get(`${API}/Recordings.json`)).recordings).toHaveLength(1);
  expect(world.timeline.filter(({ kind }) => kind === 'heard').map(({ text }) => text)).toContainEqual(
    expect.stringContaining('Hello Ana, human'),
  );
});

test.each<[Callee, string, string]>([
  [{ do: 'busy' }, 'busy', 'busy'],
  [{ do: 'no-answer' }, 'noAnswer', 'no-answer'],
])('%j leaves by %s, and a message is kept', async (callee, event, status) => {
  expect(await execute(callee)).toEqual(['Trigger: incomingRequest', `dial: ${event}`, 'text: sent']);
  const { messages } = await get(`${API}/Messages.json?To=${encodeURIComponent(CONTACT)}`);
  expect(messages).toMatchObject([
    { body: `We tried to call: ${status}`, status: 'delivered', direction: 'outbound-api', num_segments: '1' },
  ]);
});

test('a message is a task for Flex, in the workspace of the workflow', async () => {
  const TASKROUTER = 'https://taskrouter.twilio.com/v1/Workspaces';
  const { sid: workspace } = await post(TASKROUTER, { FriendlyName: 'Flex Task Assignment' });
  const at = `${TASKROUTER}/${String(workspace)}`;
  const { sid: queue } = await post(`${at}/TaskQueues`, { FriendlyName: 'Everyone' });
  const Configuration = JSON.stringify({ task_routing: { default_filter: { queue } } });
  const { sid: workflow } = await post(`${at}/Workflows`, { FriendlyName: 'Assign', Configuration });
  const properties = { workflow, channel: 'sms', attributes: '{"name":"{{trigger.message.From}}"}', timeout: '60' };
  const made = await post('https://studio.twilio.com/v2/Flows', {
    FriendlyName: 'Texts',
    Status: 'published',
    Definition: JSON.stringify(flowOf(widget('flex', 'send-to-flex', properties))),
  });
  await dispatch('POST', String(made.webhook_url), {
    form: { MessageSid: `SM${'1'.repeat(32)}`, From: CONTACT, To: LINE, Body: 'Help' },
  });
  expect((await get(`${at}/Tasks`)).tasks).toMatchObject([
    { attributes: `{"name":"${CONTACT}"}`, task_channel_unique_name: 'sms', timeout: 60, workflow_sid: workflow },
  ]);
});
