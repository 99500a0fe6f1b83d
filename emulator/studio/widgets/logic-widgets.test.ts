import type { Transition } from '../definition/flow-definition';
import { ask } from '../../testing/ask';
import { TEST_ACCOUNT_SID } from '../../testing/world';
import { CALL_SID, flowOf, studioRig, widget } from '../testing';

const say = (name: string, words = name) => widget(name, 'say-play', { say: words });

function branch(next: string, input: string, [type, value]: [string, string]): Transition {
  return { event: 'match', next, conditions: [{ friendly_name: next, arguments: [input], type, value }] };
}

describe('split-based-on', () => {
  const input = '{{trigger.call.From}}';
  const split = (transitions: Transition[]) =>
    flowOf(widget('split', 'split-based-on', { input, transitions }), say('one'), say('two'), say('other'));

  test('goes the way of the first branch that matches', async () => {
    const rig = studioRig();
    const flow = await rig.publish(
      split([
        { event: 'noMatch', next: 'other' },
        branch('one', input, ['equal_to', '+1']),
        branch('two', input, ['starts_with', '+1555']),
        branch('other', input, ['is_not_blank', '']),
      ]),
    );
    expect(await rig.call(flow)).toContain('<Say>two</Say>');
    expect(rig.passed()).toContain('split: match');
  });

  test('noMatch, and 81005 when there is no way for it', async () => {
    const rig = studioRig();
    const flow = await rig.publish(split([branch('one', input, ['equal_to', '+1'])]));
    expect(await rig.call(flow)).toContain('<Response/>');
    expect(rig.passed()).toContain('split: noMatch');
    expect(rig.complaints()[0]).toContain('81005');
  });

  test('compares a number that set-variables made, and tells about text', async () => {
    const rig = studioRig();
    const variables = [{ key: 'n', value: '7' }];
    const numeric = (argument: string) =>
      flowOf(
        widget('set', 'set-variables', { variables, transitions: { next: 'split' } }),
        widget('split', 'split-based-on', {
          input: argument,
          transitions: [{ event: 'noMatch', next: 'other' }, branch('one', argument, ['greater_than', '6'])],
        }),
        say('one'),
        say('other'),
      );
    expect(await rig.call(await rig.publish(numeric('{{flow.variables.n}}')))).toContain('one');
    expect(await rig.call(await rig.publish(numeric('{{trigger.call.Age}}')), { Age: '30' })).toContain('one');
    expect(await rig.call(await rig.publish(numeric('{{trigger.call.Age}}')), { Age: '5' })).toContain('other');
    expect(rig.complaints()[0]).toContain('advises "| plus: 0"');
    expect(await rig.call(await rig.publish(numeric('{{trigger.call.Age | plus: 0}}')), { Age: '30' })).toContain(
      'one',
    );
  });
});

test('set-variables casts, parses, and is read under both names', async () => {
  const rig = studioRig();
  const flow = await rig.publish(
    flowOf(
      widget('set', 'set-variables', {
        variables: [
          { key: 'number', value: '42' },
          { key: 'zip', value: '00420' },
          { key: 'yes', value: 'true' },
          { key: 'nothing', value: 'null' },
          {
            key: 'counter',
            value: '{% if flow.variables.counter %} {{flow.variables.counter | plus: 1}} {% else %} 1 {% endif %}',
          },
          { key: 'padded', value: ' two words ' },
          { key: 'object', value: '{"a":{"b":[1,2]}}', parse_as_json: true },
          { key: 'text', value: '{"a":1}' },
          { key: 'broken', value: '{"a":', parse_as_json: true },
        ],
        transitions: { next: 'again' },
      }),
      widget('again', 'set-variables', {
        variables: [{ key: 'number', value: '{{flow.variables.number | plus: 1}}' }],
        transitions: { next: 'said' },
      }),
      say(
        'said',
        '{{flow.variables.number}} {{widgets.set.number}} {{flow.variables.object.a.b[1]}} {{flow.variables.object | to_json}}',
      ),
    ),
  );
  expect(await rig.call(flow)).toContain('<Say>43 42 2 {&quot;a&quot;:{&quot;b&quot;:[1,2]}}</Say>');
  const context = await rig.context(flow);
  expect(context).toMatchObject({
    flow: {
      variables: {
        number: 43,
        zip: '00420',
        yes: true,
        nothing: '',
        counter: 1,
        padded: ' two words ',
        text: '{"a":1}',
        broken: '{"a":',
      },
    },
    contact: { channel: { address: '+15551230001' } },
  });
  expect(context.flow).toMatchObject({ flow_sid: flow, channel: { address: '+15559870001' } });
  expect(rig.complaints()).toEqual(['Studio at set: broken is to be parsed as JSON, but is not JSON: it stays text']);
});

describe('run-function', () => {
  const flowDefinition = flowOf(
    widget('ask', 'run-function', {
      service_sid: 'default',
      url: 'https://lines-1234.twil.io/lines/now',
      parameters: [
        { key: 'from', value: '{{trigger.call.From}}' },
        { key: 'line', value: 'main' },
      ],
      transitions: { success: 'good', fail: 'bad' },
    }),
    say(
      'good',
      '{{widgets.ask.parsed.words}}|{{widgets.ask.status_code}}|{{widgets.ask.headers["x-twilio-function-concurrency"]}}',
    ),
    say('bad', 'fail {{widgets.ask.status_code}} {{widgets.ask.body}}'),
  );

  test('posts the parameters, and reads what comes back', async () => {
    const rig = studioRig();
    rig.world.answer(() => ({
      body: '{"words":"open"}',
      headers: { 'Content-Type': 'application/json', 'X-Twilio-Function-Concurrency': '3' },
    }));
    const flow = await rig.publish(flowDefinition);
    expect(await rig.call(flow)).toContain('<Say>open|200|3</Say>');
    expect(rig.world.requests).toMatchObject([
      { kind: 'run-function', method: 'POST', callSid: CALL_SID, parameters: { from: '+15551230001', line: 'main' } },
    ]);
    expect(rig.world.timeline).toContainEqual(
      expect.objectContaining({ kind: 'widget', text: 'ask: success', durationMs: 1 }),
    );
  });

  test.each([
    [302, 'text/plain', 'moved', '|302|'],
    [200, 'application/json; charset=utf-8', '{"words":"hi"}', 'hi|200|'],
    [200, 'text/html', '{"words":"hi"}', '|200|'],
    [200, 'application/json', 'no json', '|200|'],
  ])('%s %s %s is success', async (status, type, body, said) => {
    const rig = studioRig();
    rig.world.answer(() => ({ status, body, headers: { 'content-type': type } }));
    expect(await rig.call(await rig.publish(flowDefinition))).toContain(`<Say>${said}</Say>`);
  });

  test('4xx, 5xx and no answer fail', async () => {
    const rig = studioRig();
    const flow = await rig.publish(flowDefinition);
    rig.world.answer(() => ({ status: 500, body: 'boom', failure: { code: 11200, message: 'status 500' } }));
    expect(await rig.call(flow)).toContain('<Say>fail 500 boom</Say>');
    rig.world.answer(() => ({ failure: { code: 11205, message: 'refused' } }));
    expect(await rig.call(flow)).toContain('<Say>fail  </Say>');
    expect(rig.complaints()).toEqual([
      'Studio 81017 at ask: the function: status 500',
      'Studio 81017 at ask: the function: 11205 refused',
    ]);
  });

  test('ten seconds are enough', async () => {
    const rig = studioRig();
    rig.world.setWeb({ send: () => new Promise(() => undefined) });
    const flow = await rig.publish(flowDefinition);
    // Past the dispatcher, which counts as activity: here time has to pass while the flow waits.
    const url = `https://webhooks.twilio.com/v1/Accounts/${TEST_ACCOUNT_SID}/Flows/${flow}`;
    const told = ask(rig.product, { method: 'POST', url, body: new URLSearchParams({ CallSid: CALL_SID }) });
    await rig.world.controls.advance(10_000);
    expect((await told).body).toContain('<Say>fail  </Say>');
    expect(rig.complaints()[0]).toContain('no answer within 10 seconds');
  });

  test('a URL that is none is not asked', async () => {
    const rig = studioRig();
    const flow = await rig.publish(
      flowOf(
        widget('ask', 'run-function', { url: '{{widgets.gone.url}}/x', transitions: { fail: 'bad' } }),
        say('bad'),
      ),
    );
    expect(await rig.call(flow)).toContain('bad');
    expect(rig.world.requests).toEqual([]);
    expect(rig.complaints()[0]).toContain('81010');
  });
});

describe('make-http-request', () => {
  const http = (properties: Record<string, unknown>) =>
    flowOf(
      widget('http', 'make-http-request', {
        url: 'https://api.test/v1?q=1',
        content_type: 'application/x-www-form-urlencoded;charset=utf-8',
        parameters: [{ key: 'a', value: '{{trigger.call.To}}' }],
        transitions: { success: 'good', failed: 'bad' },
        ...properties,
      }),
      say('good', '{{widgets.http.parsed.a}}'),
      say('bad', 'failed {{widgets.http.status_code}}'),
    );

  test('GET, form and JSON', async () => {
    const rig = studioRig();
    rig.world.answer(() => '{"a":"answer"}');
    expect(await rig.call(await rig.publish(http({ method: 'GET' })))).toContain('answer');
    await rig.call(await rig.publish(http({ method: 'POST' })));
    await rig.call(
      await rig.publish(
        http({ method: 'POST', content_type: 'application/json;charset=utf-8', body: '{"to":"{{trigger.call.To}}"}' }),
      ),
    );
    await rig.call(await rig.publish(http({ method: 'GET', add_twilio_auth: true })));
    const [get, form, json, own] = rig.world.requests;
    expect(get?.authenticated).toBeUndefined();
    expect(own?.authenticated).toBe(true);
    expect(get).toMatchObject({
      method: 'GET',
      url: 'https://api.test/v1?q=1',
      parameters: { a: '+15559870001' },
      kind: 'http-request',
    });
    expect(form).toMatchObject({ method: 'POST', parameters: { a: '+15559870001' } });
    expect(form?.body).toBeUndefined();
    expect(json).toMatchObject({
      url: 'https://api.test/v1?q=1&a=%2B15559870001',
      body: { contentType: 'application/json;charset=utf-8', text: '{"to":"+15559870001"}' },
    });
  });

  test.each([[302], [404], [503]])('%s fails', async status => {
    const rig = studioRig();
    rig.world.answer(() => ({ status }));
    expect(await rig.call(await rig.publish(http({ method: 'GET' })))).toContain(`failed ${status}`);
    expect(rig.complaints()[0]).toContain('81014');
  });
});

describe('add-twiml-redirect', () => {
  const redirect = (properties: Record<string, unknown> = {}) =>
    flowOf(
      widget('out', 'add-twiml-redirect', {
        url: 'https://lines.test/menu?x=1&from={{trigger.call.From | url_encode}}',
        method: 'POST',
        timeout: '600',
        transitions: { return: 'back', timeout: 'late', fail: 'bad' },
        ...properties,
      }),
      say('back', 'Back with {{widgets.out.choice}} {{widgets.out.Digits}}'),
      say('late'),
      say('bad'),
    );

  test('sends the call away and takes it back with what it brings', async () => {
    const rig = studioRig();
    const flow = await rig.publish(redirect());
    expect(await rig.call(flow)).toContain(
      '<Redirect method="POST">https://lines.test/menu?x=1&amp;from=%2B15551230001</Redirect>',
    );
    expect(await rig.call(flow, { flowEvent: 'return&choice=sales', Digits: '3' })).toContain('Back with sales 3');
    expect(rig.passed()).toContain('out: return');
  });

  test('waits so long and no longer; what the call is to hear then waits for it', async () => {
    const rig = studioRig();
    const flow = await rig.publish(redirect());
    await rig.call(flow);
    await rig.world.controls.advance(599_000);
    expect(rig.passed()).not.toContain('out: timeout');
    await rig.world.controls.advance(1_000);
    expect(rig.passed()).toContain('out: timeout');
    expect(await rig.call(flow, { flowEvent: 'return' })).toContain('<Say>late</Say>');
  });

  test('a URL that is none fails', async () => {
    const rig = studioRig();
    expect(await rig.call(await rig.publish(redirect({ url: '/menu' })))).toContain('<Say>bad</Say>');
  });

  test('time-out 0 does not wait: a return is a new beginning', async () => {
    const rig = studioRig();
    const flow = await rig.publish(redirect({ timeout: '0' }));
    await rig.call(flow);
    expect(await rig.call(flow, { flowEvent: 'return' })).toContain('lines.test/menu');
    const { body } = await rig.rest('GET', `/v2/Flows/${flow}/Executions`);
    expect(body.executions).toMatchObject([{ status: 'active' }, { status: 'active' }]);
    rig.hangUp();
    const after = await rig.rest('GET', `/v2/Flows/${flow}/Executions?Status=ended`);
    expect(after.body.executions).toHaveLength(2);
  });

  test('a return that nobody waits for is a new call', async () => {
    const rig = studioRig();
    const flow = await rig.publish(flowOf(say('hello')));
    expect(await rig.call(flow, { flowEvent: 'return' })).toContain('hello');
  });
});

describe('run-subflow', () => {
  async function withSubflow(
    rig: ReturnType<typeof studioRig>,
    sub: ReturnType<typeof flowOf>,
    revision = 'LatestPublished',
  ) {
    const [trigger, ...states] = sub.states;
    const incomingParent = { ...trigger, transitions: [{ event: 'incomingParent', next: states[0]?.name ?? '' }] };
    const subflow = await rig.publish({ ...sub, states: [incomingParent as (typeof states)[number], ...states] });
    return flowOf(
      widget('sub', 'run-subflow', {
        flow_sid: subflow,
        flow_revision: revision,
        parameters: [{ key: 'who', value: '{{trigger.call.From}}' }],
        transitions: { completed: 'done', failed: 'bad' },
      }),
      say('done', 'Sub says {{widgets.sub.result}}, not {{flow.variables.result}}'),
      say('bad'),
    );
  }

  test('runs another flow in the same execution, and brings its variables home', async () => {
    const rig = studioRig();
    const sub = flowOf(
      widget('hi', 'say-play', {
        say: 'Hi {{trigger.parent.parameters.who}} {{contact.channel.address}}',
        transitions: { audioComplete: 'set' },
      }),
      widget('set', 'set-variables', {
        variables: [{ key: 'result', value: 'yes {{widgets.hi.CallSid}}' }],
        transitions: { next: '' },
      }),
    );
    const flow = await rig.publish(await withSubflow(rig, sub));
    expect(await rig.call(flow)).toContain('<Say>Hi +15551230001 +15551230001</Say>');
    expect(await rig.call(flow, { flowEvent: 'audioComplete' })).toContain(`Sub says yes ${CALL_SID}, not </Say>`);
    expect(rig.passed()).toEqual([
      'Trigger: incomingCall',
      'Trigger: incomingParent',
      'hi: audioComplete',
      'set: next',
      'sub: completed',
    ]);
    const { body } = await rig.rest('GET', `/v2/Flows/${flow}/Executions`);
    expect(body.executions).toHaveLength(1);
  });

  test('goes one level deep, and needs a flow that is there', async () => {
    const rig = studioRig();
    const inner = await withSubflow(rig, flowOf(say('deep')));
    const outer = await rig.publish(await withSubflow(rig, inner));
    expect(await rig.call(outer)).toContain('<Say>bad</Say>');
    expect(rig.complaints()[0]).toContain('81024');
    const missing = await rig.publish(await withSubflow(rig, flowOf(say('deep')), '7'));
    expect(await rig.call(missing)).toContain('<Say>bad</Say>');
  });
});
