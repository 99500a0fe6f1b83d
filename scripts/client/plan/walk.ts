import { conditionHolds } from '../../../emulator';
import { textOf, type FlowState } from '../../flows/lint/flow-source';
import { answerOf } from './answers';
import type { StepWay } from './step';
import {
  conditionsOf,
  OUTCOMES,
  pathOf,
  rendered,
  setting,
  spoken,
  type Known,
  type Visit,
  type Walked,
} from './visit';
import { visitAssistant } from './visit-assistant';
import { visitCallback } from './visit-callback';
import { visitGather } from './visit-gather';
import { visitQueue } from './visit-queue';
import { messageWords } from './words';

/** Goes the way of a call through its flow; gives the id of the first step that its caller meets. */
export function walkFlow(walked: Walked): string {
  const begin: Known = { widgets: {}, outcome: 'nothing', askedForMessage: false, trail: [] };
  return walk(walked.flow.initial_state, begin, walked);
}

function walk(name: string | undefined, before: Known, walked: Walked): string {
  const state = walked.flow.states.find(each => each.name === name);
  if (!state) return walked.store.add({ kind: 'ends', words: OUTCOMES[before.outcome], ways: [] });
  if (before.trail.includes(state.name)) {
    return walked.store.add({ kind: 'other', words: `Back to ${state.name}.`, ways: [] });
  }
  const known = { ...before, trail: [...before.trail, state.name] };
  const to: Visit['to'] = (event, more = {}) => walk(nextOf(state, event), { ...known, ...more }, walked);
  return visit({ ...walked, state, known, to });
}

/** A split has many ways that are called "match": "match 2" is the one at that index. */
function nextOf({ transitions }: FlowState, event: string): string | undefined {
  const [, index] = /^match (\d+)$/.exec(event) ?? [];
  return (index === undefined ? transitions.find(each => each.event === event) : transitions[Number(index)])?.next;
}

function visit(place: Visit): string {
  const { state, store, to } = place;
  switch (state.type) {
    case 'trigger':
      return to('incomingCall');
    case 'run-function':
      return visitFunction(place);
    case 'split-based-on':
      return visitSplit(place);
    case 'say-play':
      return store.add({ kind: 'hears', words: spoken(place), ways: [{ to: to('audioComplete') }] });
    case 'gather-input-on-call':
      return visitGather(place);
    case 'send-to-flex':
    case 'enqueue-call':
      return visitQueue(place);
    case 'record-voicemail':
      return visitRecord(place);
    case 'add-twiml-redirect':
      return visitRedirect(place);
    default:
      return visitOther(place);
  }
}

function visitRecord(place: Visit): string {
  const { situation, client, store, to } = place;
  const outcome = situation === 'functions-down' ? 'swept' : 'delivered';
  const recorded = setting(place, { RecordingSid: 'RE' });
  return store.add({
    kind: 'message',
    words: messageWords(client),
    ways: [
      { when: 'leaves a message', to: to('recordingComplete', { ...recorded, outcome }) },
      { when: 'says nothing', to: to('noAudio') },
      { when: 'hangs up in it', to: to('hangup', { outcome }) },
    ],
  });
}

function visitFunction(place: Visit): string {
  const { situation, client, known, state, to } = place;
  if (situation === 'functions-down' || situation === 'studio-down') return to('fail');
  const digits = textOfParameter(state, 'Digits');
  const asked = { digits: rendered(digits, known), askedForMessage: known.askedForMessage };
  const parsed = answerOf(pathOf(state, 'url'), { situation, client, ...asked });
  return parsed ? to('success', setting(place, { parsed })) : visitOther(place);
}

/** "{{widgets.menu.Digits}}", as the widget hands it to its function. */
function textOfParameter(state: FlowState, key: string): string {
  const { parameters } = state.properties;
  if (!Array.isArray(parameters)) return '';
  const found = parameters.find((each: unknown) => isParameter(each) && each.key === key) as unknown;
  return isParameter(found) ? found.value : '';
}

function isParameter(value: unknown): value is { key: string; value: string } {
  return typeof value === 'object' && value !== null && 'key' in value && 'value' in value;
}

/** Our own words after a message, and the callback's dialogue, spoken by functions; other documents are told by their path. */
function visitRedirect(place: Visit): string {
  const { store, client, situation, known, state } = place;
  const ends = store.add({ kind: 'ends', words: OUTCOMES[known.outcome], ways: [] });
  if (situation === 'functions-down') return ends;
  const path = pathOf(state, 'url');
  if (path === '/callback/number') return visitCallback(place);
  if (path === '/assistant/start') return visitAssistant(place);
  if (path !== '/voicemail/received') return visitOther(place);
  const left = /RecordingSid=RE/.test(rendered(textOf(state, 'url'), known));
  const words = left ? client.greetings.goodbye : client.greetings.nothingHeard;
  return store.add({ kind: 'hears', words, ways: [{ to: ends }] });
}

/** The branch that what is known decides: blank decides it too, once the widget that would say more has been passed. */
function visitSplit(place: Visit): string {
  const { state, known, to } = place;
  const branches = state.transitions.map(each => ({ ...each, conditions: conditionsOf(each.conditions) }));
  if (!isKnown(place)) return visitOther(place);
  const matched = branches.findIndex(
    ({ event, conditions }) =>
      event === 'match' &&
      conditions.every(each => conditionHolds(each.type, rendered(each.arguments[0] ?? '', known), each.value).holds),
  );
  return to(matched < 0 ? 'noMatch' : `match ${matched}`);
}

/** Whether the widget that the branch asks about has set anything on this way. */
function isKnown({ state, known }: Visit): boolean {
  const [, widget = ''] = /widgets\.(\w+)/.exec(textOf(state, 'input')) ?? [];
  return Object.hasOwn(known.widgets, widget);
}

/** A widget that a plan has no words for: what it is called, and every way out of it. */
function visitOther({ state, store, to }: Visit): string {
  const ways = state.transitions.map(({ event, conditions }, index): StepWay => {
    const [first] = conditionsOf(conditions);
    const fault = /^fail/.test(event) && { fault: true as const };
    return { when: first?.friendly_name ?? event, to: to(event === 'match' ? `match ${index}` : event), ...fault };
  });
  const kind = state.type === 'split-based-on' ? 'choice' : 'other';
  return store.add({ kind, words: `${state.name} (${state.type})`, ways });
}
