import fc from 'fast-check';
import type { FlowDefinition, State, Transition } from '../definition/flow-definition';
import { validateDefinition } from '../definition/validate';
import { RateLimiter } from '../../rest/rate-limiter';
import { testWorld } from '../../testing/world';
import { CALL_SID, flowOf, studioRig, widget } from '../testing';
import { widgetTypes } from '../widgets/registry';

test('the tenth visit of a widget in a row stops the execution', async () => {
  const rig = studioRig();
  const again = { key: 'n', value: '{{flow.variables.n | plus: 1}}' };
  const flow = await rig.publish(
    flowOf(widget('loop', 'set-variables', { variables: [again], transitions: { next: 'loop' } })),
  );
  expect(await rig.call(flow)).toContain('<Response/>');
  expect(await rig.context(flow)).toMatchObject({ flow: { variables: { n: 9 } } });
  expect(rig.complaints()).toEqual(['Studio 81001 at loop: the widget was entered ten times in a row']);
});

test('so does the tenth prompt', async () => {
  const rig = studioRig();
  const flow = await rig.publish(
    flowOf(widget('loop', 'say-play', { say: 'x', transitions: { audioComplete: 'loop' } })),
  );
  await rig.call(flow);
  for (let visit = 2; visit <= 9; visit += 1) {
    expect(await rig.call(flow, { flowEvent: 'audioComplete' })).toContain('<Say>');
  }
  expect(await rig.call(flow, { flowEvent: 'audioComplete' })).toContain('<Response/>');
});

test('a loop of two widgets goes on to the thousandth step', async () => {
  const rig = studioRig();
  const set = { variables: [] };
  const flow = await rig.publish(
    flowOf(
      widget('a', 'set-variables', { ...set, transitions: { next: 'b' } }),
      widget('b', 'set-variables', { ...set, transitions: { next: 'a' } }),
    ),
  );
  expect(await rig.call(flow)).toContain('<Response/>');
  expect(rig.passed()).toHaveLength(1_000);
  expect(rig.complaints()).toEqual([
    expect.stringMatching(/^Studio 81000 at [ab]: the execution has gone 1,000 steps$/),
  ]);
});

test('100 executions a second begin by calls and messages, 20 by REST, where limits are on', async () => {
  const world = testWorld();
  const limits = new RateLimiter(world.clock, true);
  const rig = studioRig({ limits });
  const flow = await rig.publish(flowOf(widget('a', 'set-variables', { variables: [] })));
  const statuses: number[] = [];
  for (let n = 0; n < 21; n += 1) statuses.push((await rig.execute(flow)).status);
  expect(statuses).toEqual([...Array<number>(20).fill(201), 429]);
  const calls = Array.from({ length: 101 }, (_, n) => rig.call(flow, { CallSid: `CA${String(n).padStart(32, '0')}` }));
  const answers = await Promise.all(calls);
  expect(answers.filter(answer => answer.startsWith('<?xml'))).toHaveLength(100);
  expect(answers.at(-1)).toContain('"code":20429');
  await world.controls.advance(1_000);
  expect((await rig.execute(flow)).status).toBe(201);
  limits.isOn = false;
  for (let n = 0; n < 30; n += 1) expect((await rig.execute(flow)).status).toBe(201);
});

const NO_FLOW = `FW${'a'.repeat(32)}`;
const NAMES = ['a', 'b', 'c', 'd'];
const TEXTS = [
  '',
  'x',
  '{{flow.variables.a}}{{flow.variables.a}}y',
  '{% if',
  '{{x | nope: }}',
  '{"a":1}',
  'https://f.test/x',
  '7',
];
const EVENTS = [
  'audioComplete',
  'gather',
  'timeout',
  'return',
  'recordingComplete',
  'noAudio',
  'callComplete',
  'callCompleted',
  'outgoingCallAnswered',
  'outgoingCallStatus',
  'conversationRelay',
  'payment',
  'next',
  'odd',
];

const text = fc.constantFrom(...TEXTS);
const pairs = fc.array(fc.record({ key: fc.constantFrom('a', 'b'), value: text, parse_as_json: fc.boolean() }), {
  maxLength: 2,
});
const conditions = fc.record({
  friendly_name: text,
  arguments: fc.array(text, { maxLength: 1 }),
  type: fc.constantFrom('equal_to', 'regex', 'greater_than', 'is_blank'),
  value: text,
});

/** A widget of this type with properties that its rules let through. */
function stateOf(name: string, type: string): fc.Arbitrary<State> {
  const { properties: rules = {}, events = [] } = widgetTypes.get(type) ?? {};
  const properties = Object.entries(rules).map(([property, rule]) => {
    const value: fc.Arbitrary<unknown> =
      rule.type === 'integer'
        ? fc.integer({ min: 1, max: 20 })
        : rule.type === 'boolean'
          ? fc.boolean()
          : rule.type === 'array'
            ? pairs
            : rule.type === 'object'
              ? fc.constant({})
              : rule.enum
                ? fc.constantFrom(...rule.enum)
                : rule.also
                  ? fc.constant(NO_FLOW)
                  : text;
    return fc.tuple(fc.constant(property), rule.required ? value : fc.option(value, { nil: undefined }));
  });
  // Flows mostly go on: one that turns back goes its thousand steps, which takes time.
  const later = NAMES.slice(NAMES.indexOf(name) + 1);
  const transitions = events.map((event): fc.Arbitrary<Transition> =>
    fc.record({
      event: fc.constant(event),
      next: fc.oneof({ weight: 30, arbitrary: fc.constantFrom('', ...later) }, fc.constantFrom(...NAMES)),
      conditions: fc.array(conditions, { maxLength: 2 }),
    }),
  );
  return fc.record({
    name: fc.constant(name),
    type: fc.constant(type),
    transitions: fc.tuple(...transitions),
    properties: fc
      .tuple(...properties)
      .map(
        entries => Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Record<string, unknown>,
      ),
  });
}

const types = [...widgetTypes.keys()].filter(type => type !== 'trigger' && !/^(start|resume)-conv/.test(type));
const flows: fc.Arbitrary<FlowDefinition> = fc
  .tuple(...NAMES.map(name => fc.constantFrom(...types).chain(type => stateOf(name, type))))
  .map(states => flowOf(...states))
  .filter(definition => validateDefinition(definition).length === 0);

/** The same flow, which a parent starts as well. */
function asSubflow(flow: FlowDefinition): FlowDefinition {
  const started = { event: 'incomingParent', next: 'a' };
  const states = flow.states.map(state =>
    state.type === 'trigger' ? { ...state, transitions: [...state.transitions, started] } : state,
  );
  return { ...flow, states };
}

const comings = fc.array(fc.nat({ max: 999 }), { maxLength: 12 });

/** What the call comes back with: mostly something that its document names. */
function eventFrom(document: string, pick: number): string {
  const named = [...document.matchAll(/FlowEvent=(\w+)/g)].map(([, name = '']) => name);
  const events = pick % 4 > 0 && named.length > 0 ? named : EVENTS;
  return events[pick % events.length] ?? 'odd';
}

test('random valid flows neither hang nor crash, whatever comes', async () => {
  await fc.assert(
    fc.asyncProperty(flows, comings, fc.constantFrom(201, 400), async (drawn, events, answer) => {
      const rig = studioRig({ api: { post: async () => ({ status: answer, body: { sid: CALL_SID } }) } });
      // Its subflow is the flow itself as it was drawn, and has one in turn that is not there.
      const subflow = await rig.publish(asSubflow(drawn));
      const definition = JSON.parse(JSON.stringify(drawn).replaceAll(NO_FLOW, subflow)) as FlowDefinition;
      const flow = await rig.publish(definition);
      let document = await rig.call(flow);
      for (const pick of events) {
        expect(document).toMatch(/^<\?xml/);
        document = await rig.call(flow, { flowEvent: eventFrom(document, pick), Digits: '1', QueueResult: 'leave' });
      }
      expect(document).toMatch(/^<\?xml/);
      await rig.message(flow, 'hello');
      rig.hangUp();
      const { status } = await rig.execute(flow);
      expect([201, 409]).toContain(status);
      await rig.message(flow, 'hello again');
      const executions = await rig.rest('GET', `/v2/Flows/${flow}/Executions?Status=active`);
      for (const { sid } of executions.body.executions as { sid: string }[]) {
        await rig.rest('POST', `/v2/Flows/${flow}/Executions/${sid}`, { Status: 'ended' });
      }
      await rig.world.controls.advance(15_000);
      const { body } = await rig.rest('GET', `/v2/Flows/${flow}/Executions?Status=active`);
      expect(body.executions).toEqual([]);
      rig.world.close();
    }),
    { numRuns: 80 },
  );
}, 30_000);

test('random definitions are judged, never a crash', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 4 }),
      fc.constantFrom('states', 'transitions', 'properties'),
      (value, where) => {
        const state = { name: 'a', type: 'split-based-on', transitions: [], properties: {}, [where]: value };
        validateDefinition(value);
        validateDefinition({ initial_state: value, flags: value, states: where === 'states' ? value : [state, value] });
      },
    ),
    { numRuns: 500 },
  );
});
