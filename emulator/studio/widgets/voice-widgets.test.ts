import { CALL_SID, flowOf, studioRig, widget } from '../testing';

const bye = widget('bye', 'say-play', { say: 'Bye', transitions: { audioComplete: '' } });

describe('say-play', () => {
  test('speaks, comes back, and the branch that ends hangs up', async () => {
    const rig = studioRig();
    const flow = await rig.publish(
      flowOf(widget('hello', 'say-play', { say: 'Hi {{trigger.call.From}} & all', voice: 'Polly.Joanna', loop: 2 })),
    );
    expect(await rig.call(flow)).toMatch(
      /<Say voice="Polly.Joanna" loop="2">Hi \+15551230001 &amp; all<\/Say><Redirect method="POST">https:\/\/webhooks.twilio.com\/v1\/Accounts\/AC\w+\/Flows\/FW\w+\?FlowEvent=audioComplete<\/Redirect>/,
    );
    expect(await rig.call(flow, { flowEvent: 'audioComplete' })).toContain('<Response/>');
    expect(rig.passed()).toEqual(['Trigger: incomingCall', 'hello: audioComplete']);
  });

  test('lets SSML through, and escapes what is no markup', async () => {
    const rig = studioRig();
    const flow = await rig.publish(
      flowOf(
        widget('a', 'say-play', { say: '<break time="1s"/> one', transitions: { audioComplete: 'b' } }),
        widget('b', 'say-play', { say: '1 < 2' }),
      ),
    );
    expect(await rig.call(flow)).toContain('<Say><break time="1s"/> one</Say>');
    expect(await rig.call(flow, { flowEvent: 'audioComplete' })).toContain('<Say>1 &lt; 2</Say>');
  });

  test('the voice that the editor calls default is none', async () => {
    const rig = studioRig();
    const spoken = rig.publish(flowOf(widget('hello', 'say-play', { say: 'Hi', voice: 'default' })));
    expect(await rig.call(await spoken)).toContain('<Say>Hi</Say>');
  });

  test('plays audio and keypad tones', async () => {
    const rig = studioRig();
    const flow = await rig.publish(
      flowOf(
        widget('a', 'say-play', { play: 'https://x.test/a.mp3?a=1&b=2', transitions: { audioComplete: 'b' } }),
        widget('b', 'say-play', { digits: 'ww12' }),
      ),
    );
    expect(await rig.call(flow)).toContain('<Play>https://x.test/a.mp3?a=1&amp;b=2</Play>');
    expect(await rig.call(flow, { flowEvent: 'audioComplete' })).toContain('<Play digits="ww12"/>');
  });
});

describe('gather-input-on-call', () => {
  const menu = flowOf(
    widget('menu', 'gather-input-on-call', {
      say: 'Press or say',
      timeout: 4,
      finish_on_key: '*',
      stop_gather: true,
      number_of_digits: 1,
      gather_language: 'en-GB',
      speech_timeout: 'auto',
      hints: 'sales',
      transitions: { keypress: 'keys', speech: 'words', timeout: 'none' },
    }),
    widget('keys', 'say-play', { say: 'Keys {{widgets.menu.Digits}}' }),
    widget('words', 'say-play', { say: 'Words {{widgets.menu.SpeechResult}}' }),
    widget('none', 'say-play', { say: 'Nothing' }),
  );

  test.each([
    ['keypress', { flowEvent: 'gather', Digits: '5' }, 'Keys 5'],
    ['speech', { flowEvent: 'gather', SpeechResult: 'sales please', Confidence: '0.9' }, 'Words sales please'],
    ['timeout', { flowEvent: 'timeout' }, 'Nothing'],
  ])('leaves by %s', async (event, coming, said) => {
    const rig = studioRig();
    const flow = await rig.publish(menu);
    const asked = await rig.call(flow);
    expect(asked).toMatch(
      /<Gather input="dtmf speech" action="\S+FlowEvent=gather" method="POST" timeout="4" finishOnKey="\*" numDigits="1" language="en-GB" speechTimeout="auto" hints="sales"><Say>Press or say<\/Say><\/Gather><Redirect method="POST">\S+FlowEvent=timeout<\/Redirect>/,
    );
    expect(await rig.call(flow, coming)).toContain(said);
    expect(rig.passed()).toContain(`menu: ${event}`);
  });

  test('asks nothing when it has nothing to ask', async () => {
    const rig = studioRig();
    const silent = rig.publish(flowOf(widget('menu', 'gather-input-on-call', { timeout: 5, gather_language: 'en' })));
    expect(await rig.call(await silent)).toMatch(/<Gather [^>]*language="en"\/><Redirect/);
  });

  test('no key ends the input when stop_gather is off', async () => {
    const rig = studioRig();
    const flow = await rig.publish(
      flowOf(widget('menu', 'gather-input-on-call', { say: 'x', finish_on_key: '#', stop_gather: false })),
    );
    expect(await rig.call(flow)).toContain('finishOnKey=""');
  });
});

describe('record-voicemail', () => {
  const line = flowOf(
    widget('record', 'record-voicemail', {
      timeout: 5,
      finish_on_key: '#',
      max_length: 120,
      play_beep: 'true',
      trim: 'trim-silence',
      recording_status_callback_url: 'https://lines.test/recorded',
      transitions: { recordingComplete: 'bye', noAudio: 'deliver', hangup: 'deliver' },
    }),
    bye,
    widget('deliver', 'run-function', {
      url: 'https://lines.test/deliver',
      parameters: [{ key: 'recording', value: '{{widgets.record.RecordingSid}}' }],
      transitions: { success: 'bye', fail: 'bye' },
    }),
  );

  test('records with its settings', async () => {
    const rig = studioRig();
    const flow = await rig.publish(line);
    expect(await rig.call(flow)).toMatch(
      /<Record action="\S+FlowEvent=recordingComplete" method="POST" timeout="5" finishOnKey="#" maxLength="120" playBeep="true" trim="trim-silence" recordingStatusCallback="https:\/\/lines.test\/recorded"\/><Redirect method="POST">\S+FlowEvent=noAudio<\/Redirect>/,
    );
    expect(await rig.call(flow, { flowEvent: 'recordingComplete', RecordingSid: 'RE1', Digits: '#' })).toContain('Bye');
    expect(rig.passed()).toContain('record: recordingComplete');
  });

  test('nothing recorded', async () => {
    const rig = studioRig();
    const flow = await rig.publish(line);
    await rig.call(flow);
    expect(await rig.call(flow, { flowEvent: 'noAudio' })).toContain('Bye');
    expect(rig.passed()).toContain('record: noAudio');
  });

  test.each(['before', 'after'])(
    'a hang-up leaves by hangup, functions still run, and nothing plays (call-ended %s the action)',
    async when => {
      const rig = studioRig();
      const flow = await rig.publish(line);
      await rig.call(flow);
      if (when === 'before') rig.hangUp();
      const coming = { flowEvent: 'recordingComplete', RecordingSid: 'RE1', Digits: 'hangup', CallStatus: 'completed' };
      expect(await rig.call(flow, coming)).toContain('<Response/>');
      if (when === 'after') rig.hangUp();
      expect(rig.world.requests.map(({ url, parameters }) => [url, parameters])).toEqual([
        ['https://lines.test/deliver', { recording: 'RE1' }],
      ]);
      expect(rig.passed()).toEqual(['Trigger: incomingCall', 'record: hangup', 'deliver: success']);
      expect(rig.complaints()).toEqual(['Studio at bye: no call goes on: the widget cannot play']);
      const { body } = await rig.rest('GET', `/v2/Flows/${flow}/Executions`);
      expect(body.executions).toMatchObject([{ status: 'ended' }]);
    },
  );

  test('a hang-up of which no last word comes ends the execution in the end', async () => {
    const rig = studioRig();
    const flow = await rig.publish(line);
    await rig.call(flow);
    rig.hangUp();
    const status = async () => (await rig.rest('GET', `/v2/Flows/${flow}/Executions`)).body.executions;
    expect(await status()).toMatchObject([{ status: 'active' }]);
    await rig.world.controls.advance(15_000);
    expect(await status()).toMatchObject([{ status: 'ended' }]);
  });
});

describe('connect-call-to', () => {
  const dial = (properties: Record<string, unknown>) =>
    flowOf(
      widget('dial', 'connect-call-to', {
        caller_id: '{{contact.channel.address}}',
        transitions: { callCompleted: 'bye', hangup: '' },
        ...properties,
      }),
      bye,
    );

  test.each([
    [{ noun: 'number', to: '+15550001' }, '<Number>+15550001</Number>'],
    [{ noun: 'number-multi', to: '+15550001, +15550002' }, '<Number>+15550001</Number><Number>+15550002</Number>'],
    [{ noun: 'client', to: 'ada' }, '<Client>ada</Client>'],
    [
      { noun: 'sip', sip_endpoint: 'sip:a@b.test', sip_username: 'u', sip_password: 'p' },
      '<Sip username="u" password="p">sip:a@b.test</Sip>',
    ],
    [{ noun: 'sim', to: 'DE1' }, '<Sim>DE1</Sim>'],
    [{ noun: 'conference', to: 'room' }, '<Conference>room</Conference>'],
  ])('dials %j', async (properties, expected) => {
    const rig = studioRig();
    const flow = await rig.publish(dial(properties));
    expect(await rig.call(flow)).toContain(expected);
  });

  test('sets the dial up, and tells a hang-up from a completed one', async () => {
    const rig = studioRig();
    const flow = await rig.publish(
      dial({ noun: 'number', to: '+15550001', record: true, timeout: 20, time_limit: '600' }),
    );
    expect(await rig.call(flow)).toMatch(
      /<Dial action="\S+FlowEvent=callCompleted" method="POST" callerId="\+15551230001" timeout="20" timeLimit="600" record="record-from-answer">/,
    );
    expect(await rig.call(flow, { flowEvent: 'callCompleted', DialCallStatus: 'no-answer' })).toContain('Bye');
    const second = { CallSid: `CA${'2'.repeat(32)}` };
    await rig.call(flow, second);
    expect(await rig.call(flow, { ...second, flowEvent: 'callCompleted', CallStatus: 'completed' })).toContain(
      '<Response/>',
    );
    expect(rig.passed().filter(text => text.startsWith('dial'))).toEqual(['dial: callCompleted', 'dial: hangup']);
  });
});

describe('record-call', () => {
  const flowDefinition = flowOf(
    widget('on', 'record-call', {
      record_call: true,
      recording_channels: 'dual',
      transitions: { success: 'yes', failed: 'no' },
    }),
    widget('yes', 'say-play', { say: 'Recording {{widgets.on.Sid}} {{widgets.on.DateCreated}}' }),
    widget('no', 'say-play', { say: 'Not recorded' }),
  );

  test('asks voice, and has the recording as variables', async () => {
    const asked: unknown[] = [];
    const rig = studioRig({
      api: {
        post: async request => {
          asked.push(request);
          return { status: 201, body: { sid: 'RE1', date_created: 'today' } };
        },
      },
    });
    const flow = await rig.publish(flowDefinition);
    expect(await rig.call(flow)).toContain('Recording RE1 today');
    expect(asked).toMatchObject([{ path: `/Calls/${CALL_SID}/Recordings.json`, form: { RecordingChannels: 'dual' } }]);
  });

  test('fails when the call cannot be recorded', async () => {
    const rig = studioRig();
    const flow = await rig.publish(flowDefinition);
    expect(await rig.call(flow)).toContain('Not recorded');
  });
});

describe('queues', () => {
  const WORKFLOW = `WW${'a'.repeat(32)}`;
  const answers = { callComplete: 'done', failedToEnqueue: 'refused', callFailure: 'broken' };
  const ends = Object.values(answers).map(name => widget(name, 'say-play', { say: name }));
  const flex = (properties: Record<string, unknown> = {}) =>
    flowOf(
      widget('flex', 'send-to-flex', {
        workflow: WORKFLOW,
        channel: `TC${'b'.repeat(32)}`,
        transitions: answers,
        ...properties,
      }),
      ...ends,
    );

  test('send-to-flex enqueues a task', async () => {
    const rig = studioRig();
    const flow = await rig.publish(
      flex({
        attributes: '{"name":"{{trigger.call.From}}"}',
        priority: '5',
        waitUrl: 'https://lines.test/wait?a=1&b=2',
        waitUrlMethod: 'POST',
      }),
    );
    expect(await rig.call(flow)).toMatch(
      new RegExp(
        `<Enqueue workflowSid="${WORKFLOW}" action="\\S+FlowEvent=callComplete" method="POST" waitUrl="https://lines.test/wait\\?a=1&amp;b=2" waitUrlMethod="POST"><Task priority="5" timeout="3600">{&quot;name&quot;:&quot;\\+15551230001&quot;}</Task></Enqueue>`,
      ),
    );
  });

  test.each([
    ['bridged', 'done'],
    ['hangup', 'done'],
    ['leave', 'done'],
    ['queue-full', 'refused'],
    ['error', 'refused'],
    ['system-error', 'broken'],
  ])('QueueResult %s', async (QueueResult, said) => {
    const rig = studioRig();
    const flow = await rig.publish(flex());
    await rig.call(flow);
    expect(await rig.call(flow, { flowEvent: 'callComplete', QueueResult, QueueTime: '3' })).toContain(
      `<Say>${said}</Say>`,
    );
    expect(await rig.context(flow)).toMatchObject({ widgets: { flex: { QueueResult, QueueTime: '3' } } });
  });

  test('a wait URL that is none is left out with 81028, and the call is enqueued', async () => {
    const rig = studioRig();
    const flow = await rig.publish(flex({ waitUrl: '{{widgets.nobody.url}}/wait' }));
    expect(await rig.call(flow)).not.toContain('waitUrl');
    expect(rig.complaints()).toEqual(['Studio 81028 at flex: invalid wait URL "/wait": left out']);
  });

  test('attributes that are no JSON object do not get in', async () => {
    const rig = studioRig();
    const flow = await rig.publish(flex({ attributes: '{"name": }' }));
    expect(await rig.call(flow)).toContain('refused');
    expect(rig.complaints()[0]).toContain('81009');
  });

  test('enqueue-call takes a queue or a workflow', async () => {
    const rig = studioRig();
    const named = await rig.publish(
      flowOf(
        widget('q', 'enqueue-call', {
          queue_name: 'sales & co',
          wait_url: 'https://lines.test/w',
          transitions: answers,
        }),
        ...ends,
      ),
    );
    expect(await rig.call(named)).toContain('>sales &amp; co</Enqueue>');
    const routed = await rig.publish(
      flowOf(
        widget('q', 'enqueue-call', {
          workflow_sid: WORKFLOW,
          task_attributes: '{"a":1}',
          priority: 2,
          timeout: 60,
          transitions: answers,
        }),
        ...ends,
      ),
    );
    expect(await rig.call(routed)).toContain('<Task priority="2" timeout="60">{&quot;a&quot;:1}</Task>');
  });
});
