import { createDispatcher } from '../../gateway/dispatcher';
import { CALL_SID, flowOf, studioRig, widget } from '../testing';

const hello = (words: string) =>
  flowOf(widget('hello', 'say-play', { say: words, transitions: { audioComplete: '' } }));
const form = (definition: unknown, rest: Record<string, string> = {}) => ({
  FriendlyName: 'Main line',
  Status: 'published',
  Definition: JSON.stringify(definition),
  ...rest,
});

describe('flows', () => {
  test('are created, read, listed and deleted', async () => {
    const rig = studioRig();
    const created = await rig.rest('POST', '/v2/Flows', form(hello('Hi'), { CommitMessage: 'first' }));
    expect(created).toMatchObject({
      status: 201,
      body: {
        sid: expect.stringMatching(/^FW[0-9a-f]{32}$/),
        friendly_name: 'Main line',
        status: 'published',
        revision: 1,
        commit_message: 'first',
        valid: true,
        errors: [],
        warnings: [],
        definition: hello('Hi'),
        date_created: '2026-03-02T15:00:00Z',
      },
    });
    const { sid, account_sid: account, url } = created.body;
    expect(created.body.webhook_url).toBe(
      `https://webhooks.twilio.com/v1/Accounts/${String(account)}/Flows/${String(sid)}`,
    );
    expect(url).toBe(`https://studio.twilio.com/v2/Flows/${String(sid)}`);
    expect(created.body).not.toHaveProperty('published_revision');
    expect(await rig.rest('GET', `/v2/Flows/${String(sid)}`)).toEqual({ status: 200, body: created.body });
    const list = await rig.rest('GET', '/v2/Flows');
    expect(list.body.flows).toMatchObject([{ sid, definition: null, valid: null, revision: 1 }]);
    expect((await rig.rest('DELETE', `/v2/Flows/${String(sid)}`)).status).toBe(204);
    expect((await rig.rest('GET', `/v2/Flows/${String(sid)}`)).status).toBe(404);
    expect(await rig.call(String(sid))).toContain('20404');
  });

  test('an update is a revision; calls run the published one', async () => {
    const rig = studioRig();
    const sid = await rig.publish(hello('One'));
    await rig.rest('POST', `/v2/Flows/${sid}`, form(hello('Two'), { Status: 'draft', CommitMessage: 'try' }));
    expect(await rig.call(sid)).toContain('<Say>One</Say>');
    const published = await rig.rest('POST', `/v2/Flows/${sid}`, { Status: 'published' });
    expect(published.body).toMatchObject({
      revision: 3,
      status: 'published',
      commit_message: null,
      definition: hello('Two'),
    });
    expect(await rig.call(sid)).toContain('<Say>Two</Say>');
    const { body } = await rig.rest('GET', `/v2/Flows/${sid}/Revisions`);
    expect(body.revisions).toMatchObject([
      { sid, revision: 3, status: 'published', definition: null },
      { sid, revision: 2, status: 'draft', commit_message: 'try' },
      { sid, revision: 1 },
    ]);
    const second = await rig.rest('GET', `/v2/Flows/${sid}/Revisions/2`);
    expect(second.body).toMatchObject({
      sid,
      definition: hello('Two'),
      url: `https://studio.twilio.com/v2/Flows/${sid}/Revisions/2`,
    });
    expect((await rig.rest('GET', `/v2/Flows/${sid}/Revisions/LatestPublished`)).body.revision).toBe(3);
    expect((await rig.rest('GET', `/v2/Flows/${sid}/Revisions/9`)).status).toBe(404);
    const pages = await rig.rest('GET', `/v2/Flows/${sid}/Revisions?PageSize=2`);
    const next = new URL(String((pages.body.meta as { next_page_url: string }).next_page_url));
    const rest = await rig.rest('GET', `${next.pathname}${next.search}`);
    expect(rest.body.revisions).toMatchObject([{ revision: 1 }]);
  });

  test('calls in progress stay on their revision', async () => {
    const rig = studioRig();
    const two = (words: string) =>
      flowOf(
        widget('a', 'say-play', { say: 'a', transitions: { audioComplete: 'b' } }),
        widget('b', 'say-play', { say: words }),
      );
    const sid = await rig.publish(two('old'));
    await rig.call(sid);
    await rig.rest('POST', `/v2/Flows/${sid}`, form(two('new')));
    expect(await rig.call(sid, { flowEvent: 'audioComplete' })).toContain('old');
  });

  test('a draft that was never published answers no call', async () => {
    const rig = studioRig();
    const { body } = await rig.rest('POST', '/v2/Flows', form(hello('Hi'), { Status: 'draft' }));
    expect(await rig.call(String(body.sid))).toContain('20404');
  });

  test.each([
    ['POST /v2/Flows', form({ states: [], initial_state: 'x' })],
    ['POST /v2/Flows/Validate', form({ states: [], initial_state: 'x' })],
  ])('%s refuses an invalid definition and says where', async (line, fields) => {
    const rig = studioRig();
    const answer = await rig.rest('POST', line.replace('POST ', ''), fields);
    expect(answer).toMatchObject({
      status: 400,
      body: {
        code: 20001,
        status: 400,
        details: { errors: [{ property_path: '#/initial_state', message: 'there is no widget named x' }] },
      },
    });
  });

  test('validation of a good one, and of what is no JSON', async () => {
    const rig = studioRig();
    const fields = form(hello('Hi'), { CommitMessage: 'Updated via Terraform' });
    expect(await rig.rest('POST', '/v2/Flows/Validate', fields)).toEqual({ status: 200, body: { valid: true } });
    const broken = await rig.rest('POST', '/v2/Flows/Validate', { ...fields, Definition: '{' });
    expect(broken).toMatchObject({ status: 400, body: { code: 20001 } });
    expect(await rig.rest('POST', '/v2/Flows/Validate', { ...fields, Status: 'live' })).toMatchObject({ status: 400 });
    expect(await rig.rest('POST', '/v2/Flows', { FriendlyName: 'a', Status: 'draft' })).toMatchObject({ status: 400 });
  });

  test('keep their test users', async () => {
    const rig = studioRig();
    const sid = await rig.publish(hello('Hi'));
    expect((await rig.rest('GET', `/v2/Flows/${sid}/TestUsers`)).body).toMatchObject({ sid, test_users: [] });
    expect((await rig.rest('POST', `/v2/Flows/${sid}/TestUsers`, { TestUsers: '+15550001' })).body).toMatchObject({
      test_users: ['+15550001'],
    });
    expect((await rig.rest('POST', `/v2/Flows/${sid}/TestUsers`)).status).toBe(400);
  });
});

describe('executions', () => {
  async function oneCall() {
    const rig = studioRig();
    const sid = await rig.publish(hello('Hi'));
    await rig.call(sid);
    const { body } = await rig.rest('GET', `/v2/Flows/${sid}/Executions`);
    const [execution] = body.executions as { sid: string }[];
    return { rig, sid, path: `/v2/Flows/${sid}/Executions/${execution?.sid ?? ''}`, execution };
  }

  test('are read back with steps and contexts', async () => {
    const { rig, sid, path, execution } = await oneCall();
    expect(execution).toMatchObject({
      flow_sid: sid,
      contact_channel_address: '+15551230001',
      contact_sid: expect.stringMatching(/^FC/),
      flow_version: 1,
      status: 'active',
      initiated_by: CALL_SID,
      context: {},
      links: {
        steps: `https://studio.twilio.com${path}/Steps`,
        execution_context: `https://studio.twilio.com${path}/Context`,
      },
    });
    await rig.call(sid, { flowEvent: 'audioComplete' });
    expect((await rig.rest('GET', path)).body.status).toBe('ended');
    const steps = (await rig.rest('GET', `${path}/Steps`)).body.steps as { sid: string; url: string }[];
    expect(steps).toMatchObject([
      {
        name: 'audioComplete',
        transitioned_from: 'hello',
        transitioned_to: 'Ended',
        type: 'say-play',
        parent_step_sid: null,
      },
      { name: 'incomingCall', transitioned_from: 'Trigger', transitioned_to: 'hello', type: 'trigger' },
    ]);
    const step = `${path}/Steps/${steps[1]?.sid ?? ''}`;
    expect((await rig.rest('GET', step)).body).toMatchObject({
      name: 'incomingCall',
      url: `https://studio.twilio.com${step}`,
    });
    expect((await rig.rest('GET', `${step}/Context`)).body).toMatchObject({
      step_sid: steps[1]?.sid,
      context: { trigger: { call: { From: '+15551230001' } }, widgets: {} },
    });
    expect((await rig.rest('GET', `${path}/Context`)).body).toMatchObject({
      execution_sid: execution?.sid,
      flow_sid: sid,
      context: { flow: { sid: execution?.sid, flow_sid: sid }, widgets: { hello: { CallSid: CALL_SID } } },
    });
    expect((await rig.rest('GET', `${path}/Steps/FT${'0'.repeat(32)}/Context`)).status).toBe(404);
  });

  test('can be ended and deleted, and nothing else', async () => {
    const { rig, sid, path } = await oneCall();
    expect(await rig.rest('POST', path, { Status: 'active' })).toMatchObject({ status: 400 });
    expect((await rig.rest('POST', path, { Status: 'ended' })).body.status).toBe('ended');
    expect(await rig.call(sid, { flowEvent: 'audioComplete', CallStatus: 'completed' })).toContain('<Response/>');
    expect((await rig.rest('DELETE', path)).status).toBe(204);
    expect((await rig.rest('GET', path)).status).toBe(404);
    expect((await rig.rest('GET', `${path}/Context`)).status).toBe(404);
    expect((await rig.rest('GET', `${path}/Steps`)).status).toBe(404);
  });

  test('are filtered by status and time', async () => {
    const { rig, sid } = await oneCall();
    const count = async (query: string) =>
      ((await rig.rest('GET', `/v2/Flows/${sid}/Executions?${query}`)).body.executions as unknown[]).length;
    expect(await count('Status=active')).toBe(1);
    expect(await count('Status=ended')).toBe(0);
    expect(await count('DateCreatedFrom=2026-03-02T14:00:00Z&DateCreatedTo=2026-03-02T16:00:00Z')).toBe(1);
    expect(await count('DateCreatedFrom=2026-03-02T16:00:00Z')).toBe(0);
    const bad = await rig.rest('GET', `/v2/Flows/${sid}/Executions?DateCreatedFrom=yesterday`);
    expect(bad.status).toBe(400);
  });

  test('need credentials', async () => {
    const { rig, path } = await oneCall();
    const dispatch = createDispatcher([rig.product], rig.world);
    expect((await dispatch('GET', `https://studio.twilio.com${path}`)).status).toBe(401);
    expect((await dispatch('GET', `https://studio.twilio.com${path}/Context`)).status).toBe(401);
  });
});
