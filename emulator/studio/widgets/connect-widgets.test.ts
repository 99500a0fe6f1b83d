import { flowOf, studioRig, widget } from '../testing';

const ends = (...names: string[]) => names.map(name => widget(name, 'say-play', { say: `at ${name}` }));
const transitions = (...events: string[]) => Object.fromEntries(events.map(event => [event, event]));

describe('fork-stream', () => {
  test('starts a stream with its parameters, stops it by name, and goes on', async () => {
    const rig = studioRig();
    const flow = await rig.publish(
      flowOf(
        widget('on', 'fork-stream', {
          stream_action: 'start',
          stream_name: 'live',
          stream_transport_type: 'websocket',
          stream_url: 'wss://app.test/{{trigger.call.CallSid}}',
          stream_track: 'both_tracks',
          stream_parameters: [{ key: 'from', value: '{{trigger.call.From}}' }],
          transitions: { next: 'off' },
        }),
        widget('off', 'fork-stream', { stream_action: 'stop', stream_name: 'live', transitions: { next: 'end' } }),
        ...ends('end'),
      ),
    );
    expect(await rig.call(flow)).toMatch(
      /<Start><Stream name="live" url="wss:\/\/app.test\/CA\d+" track="both_tracks"><Parameter name="from" value="\+15551230001"\/><\/Stream><\/Start><Redirect method="POST">\S+FlowEvent=next<\/Redirect>/,
    );
    expect(await rig.call(flow, { flowEvent: 'next' })).toContain('<Stop><Stream name="live"/></Stop>');
    expect(await rig.call(flow, { flowEvent: 'next' })).toContain('at end');
  });

  test('SIPREC names its connector', async () => {
    const rig = studioRig();
    const siprec = { stream_action: 'start', stream_transport_type: 'siprec', stream_connector: 'recorder' };
    const flow = await rig.publish(flowOf(widget('on', 'fork-stream', siprec)));
    expect(await rig.call(flow)).toContain('<Start><Siprec connectorName="recorder"/></Start>');
  });
});

describe('run-conversation-relay', () => {
  const relay = flowOf(
    widget('relay', 'run-conversation-relay', {
      url: 'wss://app.test/relay',
      welcome_greeting: 'Hi & welcome',
      tts_provider: 'Google',
      language: 'de-DE',
      dtmf_detection: 'true',
      interruptible: 'false',
      parameters: [{ key: 'line', value: '{{trigger.call.To}}' }],
      transitions: transitions('success', 'failed'),
    }),
    ...ends('success', 'failed'),
  );

  test('connects, with everything it was told', async () => {
    const rig = studioRig();
    expect(await rig.call(await rig.publish(relay))).toMatch(
      /<Connect action="\S+FlowEvent=conversationRelay" method="POST"><ConversationRelay url="wss:\/\/app.test\/relay" welcomeGreeting="Hi &amp; welcome" ttsProvider="Google" language="de-DE" dtmfDetection="true" interruptible="false"><Parameter name="line" value="\+15559870001"\/><\/ConversationRelay><\/Connect>/,
    );
  });

  test.each([
    ['ended', 'success'],
    ['completed', 'success'],
    ['failed', 'failed'],
  ])('a session that is %s leaves by %s', async (SessionStatus, event) => {
    const rig = studioRig();
    const flow = await rig.publish(relay);
    await rig.call(flow);
    const coming = { flowEvent: 'conversationRelay', SessionStatus, HandoffData: '{"a":1}' };
    expect(await rig.call(flow, coming)).toContain(`at ${event}`);
    expect(await rig.context(flow)).toMatchObject({ widgets: { relay: { HandoffData: '{"a":1}' } } });
  });
});

describe('capture-payments', () => {
  const pay = flowOf(
    widget('pay', 'capture-payments', {
      payment_connector: 'stripe',
      payment_amount: '{{"4" | plus: 5.5}}',
      currency: 'usd',
      payment_method: 'CREDIT_CARD',
      payment_token_type: 'one-time',
      security_code: false,
      valid_card_types: ['visa', 'amex'],
      max_attempts: 2,
      transitions: transitions(
        'success',
        'maxFailedAttempts',
        'providerError',
        'payInterrupted',
        'hangup',
        'validationError',
      ),
    }),
    ...ends('success', 'maxFailedAttempts', 'providerError', 'payInterrupted', 'hangup', 'validationError'),
  );

  test('pays', async () => {
    const rig = studioRig();
    expect(await rig.call(await rig.publish(pay))).toMatch(
      /<Pay action="\S+FlowEvent=payment" method="POST" paymentConnector="stripe" chargeAmount="9.5" currency="usd" paymentMethod="credit-card" tokenType="one-time" securityCode="false" maxAttempts="2" validCardTypes="visa amex"\/>/,
    );
  });

  test.each([
    ['success', 'success'],
    ['too-many-failed-attempts', 'maxFailedAttempts'],
    ['payment-connector-error', 'providerError'],
    ['caller-interrupted-with-star', 'payInterrupted'],
    ['caller-hung-up', 'hangup'],
    ['validation-error', 'validationError'],
    ['internal-error', 'providerError'],
  ])('Result %s', async (Result, event) => {
    const rig = studioRig();
    const flow = await rig.publish(pay);
    await rig.call(flow);
    expect(await rig.call(flow, { flowEvent: 'payment', Result })).toContain(`at ${event}`);
  });
});

describe('connect-virtual-agent', () => {
  test.each([
    ['connect-virtual-agent', { connector: 'bot' }, '', 'return'],
    ['connect-virtual-agent-v2', { connector_name: 'bot' }, 'completed', 'completed'],
    ['connect-virtual-agent-v2', { connector_name: 'bot' }, 'live-agent-handoff', 'live-agent-handoff'],
    ['connect-virtual-agent-v2', { connector_name: 'bot' }, 'failed', 'failed'],
  ])('%s %j %s leaves by %s', async (type, properties, VirtualAgentStatus, event) => {
    const rig = studioRig();
    const flow = await rig.publish(
      flowOf(widget('bot', type, { ...properties, transitions: { [event]: 'end' } }), ...ends('end')),
    );
    expect(await rig.call(flow)).toMatch(
      /<Connect action="\S+FlowEvent=virtualAgent" method="POST"><VirtualAgent connectorName="bot"\/><\/Connect>/,
    );
    expect(await rig.call(flow, { flowEvent: 'virtualAgent', VirtualAgentStatus })).toContain('at end');
    expect(rig.passed()).toContain(`bot: ${event}`);
  });

  test('is set up, and told', async () => {
    const rig = studioRig();
    const properties = {
      connector_name: 'bot',
      status_callback: 'https://a.test/bot',
      configurations: [{ key: 'language', value: 'de-DE' }],
      parameters: [{ key: 'who', value: '{{trigger.call.From}}' }],
    };
    expect(await rig.call(await rig.publish(flowOf(widget('bot', 'connect-virtual-agent-v2', properties))))).toContain(
      '<VirtualAgent connectorName="bot" statusCallback="https://a.test/bot"><Config name="language" value="de-DE"/><Parameter name="who" value="+15551230001"/></VirtualAgent>',
    );
  });

  test('a caller who hangs up', async () => {
    const rig = studioRig();
    const flow = await rig.publish(flowOf(widget('bot', 'connect-virtual-agent', { connector: 'bot' })));
    await rig.call(flow);
    await rig.call(flow, { flowEvent: 'virtualAgent', CallStatus: 'completed' });
    expect(rig.passed()).toContain('bot: hangup');
  });
});
