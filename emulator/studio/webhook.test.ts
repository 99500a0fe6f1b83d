import { createDispatcher } from '../gateway/dispatcher';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN } from '../testing/world';
import { CALL_SID, flowOf, studioRig, widget } from './testing';

const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };

const two = flowOf(
  widget('a', 'gather-input-on-call', { say: 'One', transitions: { keypress: 'b', timeout: 'b' } }),
  widget('b', 'say-play', { say: 'Two {{widgets.a.Digits}}', transitions: { audioComplete: 'c' } }),
  widget('c', 'run-function', { url: 'https://lines.test/c', transitions: { success: '', fail: '' } }),
);

test('a webhook that comes twice is answered with the same document', async () => {
  const rig = studioRig();
  const flow = await rig.publish(two);
  await rig.call(flow);
  const [first, again] = await Promise.all([
    rig.call(flow, { flowEvent: 'gather', Digits: '1' }),
    rig.call(flow, { flowEvent: 'gather', Digits: '1' }),
  ]);
  expect(first).toContain('Two 1');
  expect(again).toBe(first);
  expect(rig.passed().filter(text => text.startsWith('a:'))).toHaveLength(1);
});

test('a call that begins twice has one execution that lives', async () => {
  const rig = studioRig();
  const flow = await rig.publish(two);
  await Promise.all([rig.call(flow), rig.call(flow)]);
  const { body } = await rig.rest('GET', `/v2/Flows/${flow}/Executions`);
  expect(body.executions).toMatchObject([{ status: 'active' }, { status: 'ended' }]);
  expect(await rig.call(flow, { flowEvent: 'gather', Digits: '1' })).toContain('Two 1');
});

test('two calls do not meet', async () => {
  const rig = studioRig();
  const flow = await rig.publish(two);
  const other = { CallSid: `CA${'2'.repeat(32)}` };
  await rig.call(flow);
  await rig.call(flow, other);
  expect(await rig.call(flow, { ...other, flowEvent: 'gather', Digits: '2' })).toContain('Two 2');
  expect(await rig.call(flow, { flowEvent: 'gather', Digits: '1' })).toContain('Two 1');
});

test('a hang-up in a prompt ends the execution', async () => {
  const rig = studioRig();
  const flow = await rig.publish(two);
  await rig.call(flow);
  rig.hangUp();
  const { body } = await rig.rest('GET', `/v2/Flows/${flow}/Executions`);
  expect(body.executions).toMatchObject([{ status: 'ended' }]);
  expect(await rig.call(flow, { flowEvent: 'gather', Digits: '1', CallStatus: 'completed' })).toContain('<Response/>');
  expect(rig.passed()).toEqual(['Trigger: incomingCall']);
});

test('a hang-up while a function runs: the function counts, nothing plays', async () => {
  const rig = studioRig();
  const flow = await rig.publish(
    flowOf(
      widget('f', 'run-function', { url: 'https://lines.test/f', transitions: { success: 'say' } }),
      widget('say', 'say-play', { say: 'x' }),
    ),
  );
  rig.world.answer(() => {
    rig.hangUp();
    return 'ok';
  });
  expect(await rig.call(flow)).toContain('<Response/>');
  expect(rig.passed()).toEqual(['Trigger: incomingCall', 'f: success']);
});

test("the number's status callback ends the execution too", async () => {
  const rig = studioRig();
  const flow = await rig.publish(two);
  await rig.call(flow);
  expect(await rig.call(flow, { CallStatus: 'completed' })).toContain('<Response/>');
  const { body } = await rig.rest('GET', `/v2/Flows/${flow}/Executions`);
  expect(body.executions).toMatchObject([{ status: 'ended' }]);
});

test('one flow can send its call to another, and have it back', async () => {
  const rig = studioRig();
  const inner = await rig.publish(two);
  const url = `https://webhooks.twilio.com/v1/Accounts/${TEST_ACCOUNT_SID}/Flows/${inner}`;
  const outer = await rig.publish(
    flowOf(
      widget('out', 'add-twiml-redirect', { url, transitions: { return: 'back' } }),
      widget('back', 'say-play', { say: 'Back' }),
    ),
  );
  expect(await rig.call(outer)).toContain(`Flows/${inner}</Redirect>`);
  expect(await rig.call(inner)).toContain('One');
  expect(await rig.call(outer, { flowEvent: 'return' })).toContain('Back');
  rig.hangUp();
  for (const flow of [outer, inner]) {
    const { body } = await rig.rest('GET', `/v2/Flows/${flow}/Executions`);
    expect(body.executions).toMatchObject([{ status: 'ended' }]);
  }
});

test('GET works as POST does, and strangers get clear answers', async () => {
  const rig = studioRig();
  const flow = await rig.publish(two);
  const dispatch = createDispatcher([rig.product], rig.world);
  const base = `https://webhooks.twilio.com/v1/Accounts/${TEST_ACCOUNT_SID}/Flows`;
  const get = await dispatch('GET', `${base}/${flow}?CallSid=${CALL_SID}&From=%2B1555&To=%2B1556`);
  expect(get).toMatchObject({ status: 200, headers: { 'content-type': 'text/xml; charset=utf-8' } });
  expect((await dispatch('POST', `${base}/${flow}`)).status).toBe(400);
  expect((await dispatch('POST', `${base}/${flow}`, { form: { ConversationSid: 'CH1' } })).status).toBe(501);
  expect((await dispatch('POST', `${base}/FW${'0'.repeat(32)}`, { form: { CallSid: CALL_SID } })).status).toBe(404);
  const foreign = base.replace(TEST_ACCOUNT_SID, `AC${'f'.repeat(32)}`);
  expect((await dispatch('POST', `${foreign}/${flow}`, { form: { CallSid: CALL_SID } })).status).toBe(404);
  const rest = await dispatch('GET', `https://webhooks.twilio.com/v2/Flows/${flow}`, { account });
  expect(rest.status).toBe(404);
  const studio = `${base}/${flow}`.replace('webhooks.', 'studio.');
  expect((await dispatch('POST', studio, { form: { CallSid: CALL_SID } })).status).toBe(404);
});

test('AddOns are parsed', async () => {
  const rig = studioRig();
  const flow = await rig.publish(flowOf(widget('a', 'say-play', { say: '{{trigger.call.AddOns.results.x.code}}' })));
  expect(await rig.call(flow, { AddOns: '{"results":{"x":{"code":"A1"}}}' })).toContain('<Say>A1</Say>');
});
