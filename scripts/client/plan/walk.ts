import { Liquid } from 'liquidjs';
import { z } from 'zod';
import { conditionHolds } from '../../../emulator';
import type { Client } from '../../../lib/config';
import type { FlowTemplate } from '../../flows/flow';
import { textOf, type FlowState } from '../../flows/lint/flow-source';
import { answerOf, type Situation } from './situations';
import type { StepStore, StepWay } from './step';
import { messageWords, waitWords } from './words';

/** One line on which calls come in: the flow with its placeholders filled in, and the client as its callers meet it. */
export interface Walked {
  readonly flow: FlowTemplate;
  readonly client: Client;
  readonly situation: Situation;
  readonly store: StepStore;
}

/** What is known on the way: what widgets set, and how the call would end now. */
interface Known {
  readonly widgets: Readonly<Record<string, unknown>>;
  readonly outcome: keyof typeof OUTCOMES;
  /** Widgets on the way here: a way back to one of them is told as such. */
  readonly trail: readonly string[];
}

const OUTCOMES = {
  nothing: 'The call ends.',
  delivered: 'The call ends; the message is delivered.',
  swept: 'The call ends; the message is kept, and the next sweep delivers it.',
} as const;

const ours = /^https:\/\/[^/]+(\/[^?]*)/;
const liquid = new Liquid();

/** Goes the way of a call through its flow; gives the id of the first step that its caller meets. */
export function walkFlow(walked: Walked): string {
  const begin: Known = { widgets: {}, outcome: 'nothing', trail: [] };
  return walk(walked.flow.initial_state, begin, walked);
}

function walk(name: string | undefined, known: Known, walked: Walked): string {
  const state = walked.flow.states.find(each => each.name === name);
  if (!state) return walked.store.add({ kind: 'ends', words: OUTCOMES[known.outcome], ways: [] });
  if (known.trail.includes(state.name)) {
    return walked.store.add({ kind: 'other', words: `Back to ${state.name}.`, ways: [] });
  }
  return visit(state, { ...known, trail: [...known.trail, state.name] }, walked);
}

function visit(state: FlowState, known: Known, walked: Walked): string {
  const { store, client } = walked;
  const to = (event: string, more: Partial<Known> = {}) => walk(nextOf(state, event), { ...known, ...more }, walked);
  switch (state.type) {
    case 'trigger':
      return to('incomingCall');
    case 'run-function':
      return visitFunction(state, known, walked);
    case 'split-based-on':
      return visitSplit(state, known, walked);
    case 'say-play':
      return store.add({ kind: 'hears', words: spoken(state, known), ways: [{ to: to('audioComplete') }] });
    case 'send-to-flex':
    case 'enqueue-call':
      return visitQueue(state, known, walked);
    case 'record-voicemail': {
      const kept = walked.situation === 'functions-down' ? 'swept' : 'delivered';
      const recorded = { [state.name]: { RecordingSid: 'RE' } };
      return store.add({
        kind: 'message',
        words: messageWords(client),
        ways: [
          {
            when: 'leaves a message',
            to: to('recordingComplete', { widgets: { ...known.widgets, ...recorded }, outcome: kept }),
          },
          { when: 'says nothing', to: to('noAudio') },
          { when: 'hangs up in it', to: to('hangup', { outcome: kept }) },
        ],
      });
    }
    case 'add-twiml-redirect':
      return visitRedirect(state, known, walked);
    default:
      return visitOther(state, known, walked);
  }
}

function visitFunction(state: FlowState, known: Known, walked: Walked): string {
  const { situation, client } = walked;
  const path = ours.exec(textOf(state, 'url'))?.[1];
  const goOn = (event: string, widgets = known.widgets) => walk(nextOf(state, event), { ...known, widgets }, walked);
  if (situation === 'functions-down' || situation === 'studio-down') return goOn('fail');
  if (path !== '/lines/now') return visitOther(state, known, walked);
  return goOn('success', { ...known.widgets, [state.name]: { parsed: answerOf(situation, client) } });
}

function visitQueue(state: FlowState, known: Known, walked: Walked): string {
  const after = (event: string, result?: string) => {
    const widgets = result === undefined ? known.widgets : { ...known.widgets, [state.name]: { QueueResult: result } };
    return walk(nextOf(state, event), { ...known, widgets }, walked);
  };
  const talks = walked.store.add({
    kind: 'talks',
    words: 'The caller and the agent talk.',
    ways: [{ to: after('callComplete', 'bridged') }],
  });
  const ways: StepWay[] = [
    { when: 'an agent answers', to: talks },
    { when: 'nobody answers', to: after('callComplete', 'leave') },
    { when: 'the queue does not take the call', to: after('failedToEnqueue'), fault: true },
  ];
  return walked.store.add({ kind: 'waits', words: waitWords(walked.client), ways });
}

/** Our own words after a message, spoken by a function; other documents are told by their path. */
function visitRedirect(state: FlowState, known: Known, walked: Walked): string {
  const { store, client, situation } = walked;
  const path = ours.exec(textOf(state, 'url'))?.[1];
  const ends = store.add({ kind: 'ends', words: OUTCOMES[known.outcome], ways: [] });
  if (situation === 'functions-down') return ends;
  if (path !== '/voicemail/received') return visitOther(state, known, walked);
  const left = /RecordingSid=RE/.test(rendered(textOf(state, 'url'), known));
  const words = left ? client.greetings.goodbye : client.greetings.nothingHeard;
  return store.add({ kind: 'hears', words, ways: [{ to: ends }] });
}

/** The branch that what is known decides; all branches where it decides nothing. */
function visitSplit(state: FlowState, known: Known, walked: Walked): string {
  const branches = state.transitions.map(each => ({ ...each, conditions: conditionsOf(each.conditions) }));
  const input = rendered(textOf(state, 'input'), known);
  if (input === '') return visitOther(state, known, walked);
  const matched = branches.find(
    ({ event, conditions }) =>
      event === 'match' &&
      conditions.every(each => conditionHolds(each.type, rendered(each.arguments[0] ?? '', known), each.value).holds),
  );
  const taken = matched ?? branches.find(({ event }) => event === 'noMatch');
  return walk(taken?.next, known, walked);
}

/** A widget that a plan has no words for: what it is called, and every way out of it. */
function visitOther(state: FlowState, known: Known, walked: Walked): string {
  const ways = state.transitions.map(({ event, next, conditions }): StepWay => {
    const [first] = conditionsOf(conditions);
    const to = walk(next, known, walked);
    return { when: first?.friendly_name ?? event, to, ...(/^fail/.test(event) && { fault: true }) };
  });
  return walked.store.add({
    kind: state.type === 'split-based-on' ? 'choice' : 'other',
    words: `${state.name} (${state.type})`,
    ways,
  });
}

const nextOf = (state: FlowState, event: string) => state.transitions.find(each => each.event === event)?.next;

function spoken(state: FlowState, known: Known): string {
  return rendered(textOf(state, 'say') || textOf(state, 'play'), known);
}

function rendered(template: string, { widgets }: Known): string {
  return String(liquid.parseAndRenderSync(template, { widgets })).trim();
}

const conditions = z.array(
  z.object({
    friendly_name: z.string(),
    arguments: z.array(z.string()),
    type: z.string(),
    value: z.string().default(''),
  }),
);

function conditionsOf(value: unknown): z.infer<typeof conditions> {
  return value === undefined ? [] : conditions.parse(value);
}
