import { CALL_SID, CONTACT, flowOf, LINE, studioRig, widget, type StudioRig } from './testing';
import type { ApiAnswer, ApiPost } from './twilio-api';

const say = (name: string, words = name) => widget(name, 'say-play', { say: words });
const dial = (version: 'v1' | 'v2', properties: Record<string, unknown> = {}) =>
  flowOf(
    widget('dial', `make-outgoing-call-${version}`, {
      from: '{{flow.channel.address}}',
      to: '{{contact.channel.address}}',
      transitions: {
        answered: 'hello',
        busy: 'note',
        noAnswer: 'note',
        failed: 'note',
        ...(version === 'v1' && { answeredByMachine: 'machine', hangup: 'note' }),
      },
      ...properties,
    }),
    say('hello', 'Hello {{flow.data.name}}'),
    say('machine'),
    widget('note', 'run-function', { url: 'https://f.test/note', transitions: { success: 'never' } }),
    say('never'),
  );

interface Asking {
  readonly rig: StudioRig;
  readonly asked: ApiPost[];
}
function asking(answer: ApiAnswer = { status: 201, body: { sid: CALL_SID } }): Asking {
  const asked: ApiPost[] = [];
  const post = async (request: ApiPost): Promise<ApiAnswer> => {
    asked.push(request);
    return answer;
  };
  return { rig: studioRig({ api: { post } }), asked };
}
const statusOf = async (rig: StudioRig, flow: string): Promise<unknown> => {
  const { body } = await rig.rest('GET', `/v2/Flows/${flow}/Executions`);
  return (body.executions as { status: string }[])[0]?.status;
};

describe('POST Executions', () => {
  test('runs the flow without a call, with what it was given', async () => {
    const rig = studioRig();
    const values = '{{flow.data.name}} {{trigger.request.parameters.n | plus: 1}} {{trigger.request.to}}';
    const flow = await rig.publish(
      flowOf(widget('set', 'set-variables', { variables: [{ key: 'a', value: values }] })),
    );
    const { status, body } = await rig.execute(flow, { Parameters: '{"name":"Ana","n":4}' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      sid: expect.stringMatching(/^FN/),
      status: 'active',
      contact_channel_address: CONTACT,
      initiated_by: expect.stringMatching(/^RQ/),
    });
    expect(rig.passed()).toEqual(['Trigger: incomingRequest', 'set: next']);
    expect(await rig.context(flow)).toMatchObject({
      flow: { variables: { a: `Ana 5 ${CONTACT}` }, channel: { address: LINE }, data: { name: 'Ana' } },
      contact: { channel: { address: CONTACT } },
    });
    expect(await statusOf(rig, flow)).toBe('ended');
  });

  test('a widget that needs a call ends it', async () => {
    const rig = studioRig();
    const flow = await rig.publish(flowOf(say('hello')));
    await rig.execute(flow);
    expect(rig.complaints()).toEqual(['Studio at hello: no call goes on: the widget cannot play']);
    expect(await statusOf(rig, flow)).toBe('ended');
  });

  test.each<[string, Record<string, string>, number, number]>([
    ['no To', { To: '' }, 400, 20001],
    ['a To that is none', { To: 'nobody here' }, 400, 21211],
    ['a From that is none', { From: '?' }, 400, 21212],
    ['Parameters that are no JSON', { Parameters: '{name' }, 400, 20001],
    ['Parameters that are no object', { Parameters: '[1]' }, 400, 20001],
  ])('refuses %s', async (_what, form, status, code) => {
    const rig = studioRig();
    const flow = await rig.publish(flowOf(say('hello')));
    expect(await rig.execute(flow, form)).toMatchObject({ status, body: { code, status } });
    expect((await rig.rest('GET', `/v2/Flows/${flow}/Executions`)).body.executions).toEqual([]);
  });

  test('refuses a draft, a flow that is not there, and a contact who is in the flow', async () => {
    const { rig } = asking();
    const Definition = JSON.stringify(flowOf(say('hello')));
    const draft = await rig.rest('POST', '/v2/Flows', { FriendlyName: 'a', Status: 'draft', Definition });
    expect(await rig.execute(String(draft.body.sid))).toMatchObject({ status: 400, body: { code: 20001 } });
    expect(await rig.execute(`FW${'0'.repeat(32)}`)).toMatchObject({ status: 404 });
    const flow = await rig.publish(dial('v2'));
    expect(await rig.execute(flow)).toMatchObject({ status: 201 });
    expect(await rig.execute(flow)).toMatchObject({ status: 409, body: { code: 20409 } });
    expect(await rig.execute(flow, { To: '+15551239999' })).toMatchObject({ status: 201 });
  });

  test('an execution that waits for nothing that comes ends after thirty days', async () => {
    const { rig } = asking();
    const flow = await rig.publish(dial('v2'));
    await rig.execute(flow);
    await rig.world.controls.advance(30 * 24 * 3_600_000 - 1);
    expect(await statusOf(rig, flow)).toBe('active');
    await rig.world.controls.advance(1);
    expect(await statusOf(rig, flow)).toBe('ended');
  });
});

describe('make-outgoing-call', () => {
  test('places the call over the API, with its settings', async () => {
    const { rig, asked } = asking();
    const settings = { timeout: 20, record: true, recording_channels: 'dual', send_digits: 'w1' };
    const detection = { machine_detection: 'Enable', machine_detection_timeout: '30' };
    const flow = await rig.publish(dial('v2', { ...settings, ...detection }));
    await rig.execute(flow);
    expect(asked).toMatchObject([
      {
        path: '/Calls.json',
        form: {
          From: LINE,
          To: CONTACT,
          Url: expect.stringMatching(/^https:\/\/webhooks.twilio.com\/v1\/Accounts\/AC\w+\/Flows\/FW\w+\?FlowEvent=/),
          StatusCallback: expect.stringContaining(flow),
          Timeout: '20',
          Record: 'true',
          RecordingChannels: 'dual',
          SendDigits: 'w1',
          MachineDetection: 'Enable',
          MachineDetectionTimeout: '30',
        },
      },
    ]);
  });

  test('an exported flow that does not detect machines does not tune the detection', async () => {
    const { rig, asked } = asking();
    const tuning = { detect_answering_machine: false, machine_detection: 'Enable', machine_detection_timeout: '30' };
    await rig.execute(await rig.publish(dial('v1', tuning)));
    expect(Object.keys(asked[0]?.form ?? {}).filter(name => name.startsWith('Machine'))).toEqual([]);
  });

  test('goes on with the answered call, and the call has the flow to itself', async () => {
    const { rig } = asking();
    const flow = await rig.publish(dial('v2'));
    await rig.execute(flow, { Parameters: '{"name":"Ana"}' });
    expect(await statusOf(rig, flow)).toBe('active');
    expect(await rig.call(flow, { flowEvent: 'outgoingCallAnswered', AnsweredBy: 'machine_start' })).toContain(
      'Hello Ana',
    );
    expect(await rig.context(flow)).toMatchObject({
      widgets: { dial: { CallSid: CALL_SID, CallStatus: 'in-progress', AnsweredBy: 'machine_start' } },
    });
    rig.hangUp();
    expect(await statusOf(rig, flow)).toBe('ended');
  });

  test.each([
    ['v1', 'busy', 'busy'],
    ['v1', 'no-answer', 'noAnswer'],
    ['v1', 'failed', 'failed'],
    ['v1', 'completed', 'hangup'],
    ['v2', 'busy', 'busy'],
    ['v2', 'no-answer', 'noAnswer'],
    ['v2', 'canceled', 'failed'],
  ] as const)(
    '%s: a call that ends as %s leaves by %s, and functions still run',
    async (version, CallStatus, event) => {
      const { rig } = asking();
      const flow = await rig.publish(dial(version));
      await rig.execute(flow);
      rig.hangUp();
      await rig.call(flow, { flowEvent: 'outgoingCallStatus', CallStatus });
      expect(rig.passed()).toEqual(['Trigger: incomingRequest', `dial: ${event}`, 'note: success']);
      expect(rig.complaints()).toEqual(['Studio at never: no call goes on: the widget cannot play']);
      expect(await statusOf(rig, flow)).toBe('ended');
    },
  );

  test('v1 has a way out for machines', async () => {
    const { rig } = asking();
    const flow = await rig.publish(dial('v1', { detect_answering_machine: true }));
    await rig.execute(flow);
    const coming = { flowEvent: 'outgoingCallAnswered', AnsweredBy: 'machine_end_beep' };
    expect(await rig.call(flow, coming)).toContain('<Say>machine</Say>');
  });

  test('a call that Twilio does not place fails, with its code', async () => {
    const { rig } = asking({ status: 400, body: { code: 21211, message: 'Invalid To' } });
    const flow = await rig.publish(dial('v2'));
    await rig.execute(flow);
    expect(rig.passed()).toContain('dial: failed');
    expect(rig.complaints()).toContain('Studio 21211 at dial: Invalid To');
  });
});

describe('messages', () => {
  const chat = flowOf(
    widget('ask', 'send-and-wait-for-reply', {
      from: '{{flow.channel.address}}',
      body: 'Name?',
      timeout: '60',
      transitions: { incomingMessage: 'thank', timeout: 'late', deliveryFailure: 'late' },
    }),
    widget('thank', 'send-message', {
      from: '{{flow.channel.address}}',
      to: '{{contact.channel.address}}',
      body: 'Hi {{widgets.ask.inbound.Body}}, {{widgets.ask.outbound.Sid}}',
      transitions: { sent: 'end', failed: 'late' },
    }),
    widget('end', 'set-variables', { variables: [] }),
    widget('late', 'set-variables', { variables: [] }),
  );
  const sent = { status: 201, body: { sid: 'SM1', status: 'queued' } };

  test('start a flow, which asks and gets the answer', async () => {
    const { rig, asked } = asking(sent);
    const flow = await rig.publish(chat);
    await rig.message(flow, 'hello');
    expect(asked).toMatchObject([{ path: '/Messages.json', form: { To: CONTACT, From: LINE, Body: 'Name?' } }]);
    await rig.message(flow, 'Ana');
    expect(asked[1]?.form.Body).toBe('Hi Ana, SM1');
    expect(rig.passed()).toEqual(['Trigger: incomingMessage', 'ask: incomingMessage', 'thank: sent', 'end: next']);
    expect(await rig.context(flow)).toMatchObject({ trigger: { message: { Body: 'hello' } } });
    expect(await statusOf(rig, flow)).toBe('ended');
  });

  test('a reply that does not come in time', async () => {
    const { rig } = asking(sent);
    const flow = await rig.publish(chat);
    await rig.execute(flow);
    await rig.world.controls.advance(59_999);
    expect(rig.passed()).toEqual(['Trigger: incomingRequest']);
    await rig.world.controls.advance(1);
    expect(rig.passed().slice(1)).toEqual(['ask: timeout', 'late: next']);
  });

  test('a message that is refused', async () => {
    const { rig } = asking({ status: 400, body: { code: 21211, message: 'Invalid To' } });
    const flow = await rig.publish(chat);
    await rig.execute(flow);
    expect(rig.passed().slice(1)).toEqual(['ask: deliveryFailure', 'late: next']);
    expect(rig.complaints()).toEqual(['Studio 21211 at ask: Invalid To']);
  });

  test('what was sent, or was not, is read under outbound; templates have their values', async () => {
    const send = flowOf(
      widget('text', 'send-message', {
        from: LINE,
        to: '{{contact.channel.address}}',
        message_type: 'content_template',
        content_sid: 'HX1',
        content_variables: [{ key: '{{1}}', value: '{{trigger.message.Body}}' }],
        shorten_urls: true,
        transitions: { sent: 'note', failed: 'note' },
      }),
      widget('note', 'set-variables', {
        variables: [{ key: 'a', value: '{{widgets.text.outbound.Sid}}|{{widgets.text.outbound.ErrorCode}}' }],
      }),
    );
    const good = asking({ status: 201, body: { sid: 'SM1', error_code: null } });
    const first = await good.rig.publish(send);
    await good.rig.message(first, 'Ana');
    expect(good.asked).toMatchObject([{ form: { ContentVariables: '{"1":"Ana"}', ShortenUrls: 'true' } }]);
    expect(await good.rig.context(first)).toMatchObject({ flow: { variables: { a: 'SM1|' } } });
    const bad = asking({ status: 400, body: { code: 21211, message: 'Invalid To' } });
    const second = await bad.rig.publish(send);
    await bad.rig.message(second, 'Ana');
    expect(await bad.rig.context(second)).toMatchObject({
      flow: { variables: { a: '|21211' } },
      widgets: { text: { outbound: { To: CONTACT, Status: 'failed', ErrorMessage: 'Invalid To' } } },
    });
  });

  test('send-to-flex makes a task of what was written', async () => {
    const toFlex = (attributes: string) =>
      flowOf(
        widget('flex', 'send-to-flex', {
          workflow: `WW${'a'.repeat(32)}`,
          channel: `TC${'b'.repeat(32)}`,
          attributes,
          priority: '5',
          transitions: { callComplete: 'end', failedToEnqueue: 'sorry' },
        }),
        widget('end', 'set-variables', { variables: [{ key: 'task', value: '{{widgets.flex.sid}}' }] }),
        widget('sorry', 'set-variables', { variables: [] }),
      );
    const { rig, asked } = asking({ status: 201, body: { sid: 'WT1' } });
    const flow = await rig.publish(toFlex('{"name":"{{trigger.message.ChannelAttributes.from}}"}'));
    await rig.message(flow, 'Help', { ChannelAttributes: '{"from":"Ana"}' });
    expect(asked).toMatchObject([
      {
        path: '/Tasks',
        workflowSid: `WW${'a'.repeat(32)}`,
        form: { TaskChannel: `TC${'b'.repeat(32)}`, Attributes: '{"name":"Ana"}', Priority: '5', Timeout: '3600' },
      },
    ]);
    expect(rig.passed()).toEqual(['Trigger: incomingMessage', 'flex: callComplete', 'end: next']);
    expect(await rig.context(flow)).toMatchObject({ flow: { variables: { task: 'WT1' } } });
    await rig.message(await rig.publish(toFlex('{"name":')), 'Help');
    expect(rig.passed().slice(-2)).toEqual(['flex: failedToEnqueue', 'sorry: next']);
    const refusing = asking({ status: 404, body: { code: 20404, message: 'not found' } });
    await refusing.rig.message(await refusing.rig.publish(toFlex('{}')), 'Help');
    expect(refusing.rig.passed().slice(-2)).toEqual(['flex: failedToEnqueue', 'sorry: next']);
    expect(refusing.rig.complaints()).toEqual(['Studio 20404 at flex: not found']);
  });

  test.each(['start', 'resume'])('%s-conversation fails: the log says that it is absent', async verb => {
    const rig = studioRig();
    const participants = [{ type: 'whatsapp' }];
    const properties = { conversation_service_sid: 'IS1', ...(verb === 'start' && { participants }) };
    const flow = flowOf(
      widget('talk', `${verb}-conversation`, { ...properties, transitions: { failed: 'end' } }),
      say('end'),
    );
    const trigger = widget('Trigger', 'trigger', { transitions: { incomingRequest: 'talk' } });
    const sid = await rig.publish({ ...flow, states: [trigger, ...flow.states.slice(1)] });
    await rig.execute(sid);
    expect(rig.passed()).toContain('talk: failed');
    expect(rig.complaints()[0]).toBe('Studio 501 at talk: the local Twilio has no Conversations');
  });
});
