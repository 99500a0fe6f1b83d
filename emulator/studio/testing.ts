import type { ApiReply, Method, Product } from '../contract';
import { createDispatcher, type DispatchOptions } from '../gateway/dispatcher';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN, testWorld, type TestWorld } from '../testing/world';
import type { FlowDefinition, State, Transition } from './definition/flow-definition';
import { webhookUrl } from './runner';
import { createStudio, type StudioOptions } from './studio';

export const CALL_SID = `CA${'1'.repeat(32)}`;
/** Who calls, and whom. */
export const CONTACT = '+15551230001';
export const LINE = '+15559870001';

/** A widget, as the tests write it down: `{event: next}`. */
export function widget(name: string, type: string, rest: WidgetRest = {}): State {
  const { transitions = {}, ...properties } = rest;
  const list = isList(transitions)
    ? transitions
    : Object.entries(transitions).map(([event, next]) => ({ event, next }));
  return { name, type, transitions: list, properties };
}
interface WidgetRest {
  readonly transitions?: Transitions;
  readonly [property: string]: unknown;
}

/** A flow that begins at the first of these widgets, whatever starts it. */
export function flowOf(...states: readonly State[]): FlowDefinition {
  const first = states[0]?.name ?? '';
  const trigger = widget('Trigger', 'trigger', {
    transitions: { incomingCall: first, incomingMessage: first, incomingRequest: first },
  });
  return { description: 'A test', states: [trigger, ...states], initial_state: 'Trigger', flags: {} };
}

type Transitions = Readonly<Record<string, string>> | readonly Transition[];

function isList(transitions: Transitions): transitions is readonly Transition[] {
  return Array.isArray(transitions);
}

export interface StudioRig {
  readonly world: TestWorld;
  readonly product: Product;
  /** REST with the test account's credentials; an answer's body is parsed. */
  rest(method: Method, path: string, form?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Creates the flow and publishes it; resolves with its SID. */
  publish(definition: FlowDefinition): Promise<string>;
  /** The call asks the flow, as the voice engine would; resolves with TwiML. */
  call(flowSid: string, coming?: Coming): Promise<string>;
  /** A message comes to the flow. */
  message(flowSid: string, body: string, more?: Readonly<Record<string, string>>): Promise<void>;
  /** `POST …/Executions`; resolves when it has come as far as it does by itself. */
  execute(flowSid: string, form?: Readonly<Record<string, string>>): Promise<Answer>;
  hangUp(callSid?: string): void;
  /** "name: event" of each widget that was passed. */
  passed(): string[];
  /** Studio's complaints. */
  complaints(): string[];
  /** The variables of the latest execution. */
  context(flowSid: string): Promise<Record<string, unknown>>;
}
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}
export interface Coming {
  readonly flowEvent?: string;
  readonly [parameter: string]: string | undefined;
}

/** Studio alone in a test world: the test plays the voice engine. */
export function studioRig(options: StudioOptions = {}): StudioRig {
  const world = testWorld();
  const { product } = createStudio(world, options);
  const dispatch = createDispatcher([product], world);
  const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };

  async function rest(method: Method, path: string, form?: DispatchOptions['form']): Promise<Answer> {
    const reply = await dispatch(method, `https://studio.twilio.com${path}`, { account, ...(form && { form }) });
    return { status: reply.status, body: (reply.body ?? {}) as Record<string, unknown> };
  }

  async function call(flowSid: string, { flowEvent, ...parameters }: Coming = {}): Promise<string> {
    const query = flowEvent === undefined ? '' : `?FlowEvent=${flowEvent}`;
    return textOf(
      await dispatch('POST', hook(flowSid) + query, { form: { ...VOICE, ...withoutUndefined(parameters) } }),
    );
  }

  const texts = (kind: 'widget' | 'log') =>
    world.timeline.filter(entry => entry.kind === kind).map(entry => entry.text);
  return {
    world,
    product,
    rest,
    call,
    message: async (flowSid, Body, more = {}) =>
      succeeded(await dispatch('POST', hook(flowSid), { form: { ...MESSAGE, Body, ...more } })),
    async execute(flowSid, form = {}) {
      const answer = await rest('POST', `/v2/Flows/${flowSid}/Executions`, { To: CONTACT, From: LINE, ...form });
      await world.controls.settle();
      return answer;
    },
    async publish(definition) {
      const Definition = JSON.stringify(definition);
      const { status, body } = await rest('POST', '/v2/Flows', {
        FriendlyName: 'Test',
        Status: 'published',
        Definition,
      });
      return status === 201 ? String(body.sid) : Promise.reject(new Error(JSON.stringify(body)));
    },
    hangUp: (callSid = CALL_SID) =>
      world.bus.emit('call-ended', { accountSid: TEST_ACCOUNT_SID, callSid, status: 'completed' }),
    passed: () => texts('widget'),
    complaints: () => texts('log'),
    async context(flowSid) {
      const executions = await rest('GET', `/v2/Flows/${flowSid}/Executions`);
      const [latest] = executions.body.executions as { sid: string }[];
      const { body } = await rest('GET', `/v2/Flows/${flowSid}/Executions/${latest?.sid ?? ''}/Context`);
      return body.context as Record<string, unknown>;
    },
  };
}

const MESSAGE = { MessageSid: `SM${'2'.repeat(32)}`, From: CONTACT, To: LINE };

const VOICE = {
  AccountSid: TEST_ACCOUNT_SID,
  CallSid: CALL_SID,
  CallStatus: 'in-progress',
  From: CONTACT,
  To: LINE,
  Direction: 'inbound',
};

const hook = (flowSid: string): string => webhookUrl(TEST_ACCOUNT_SID, flowSid);

function succeeded({ status, body }: ApiReply): void {
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
}

function textOf({ body }: ApiReply): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function withoutUndefined(parameters: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
