import { z } from 'zod';
import type { Remark } from './finding';
import type { FlowState } from './flow-source';
import type { FlowGraph, Way } from './graph';

/**
 * What the caller had before a path goes on.
 * silent: is owed a word · told: was told something, or left a message · over: is not on the line any more ·
 * asked: a conversation that may or may not have come about; the variable says which.
 */
type Mood = 'silent' | 'told' | 'over' | { readonly asked: string };

type Moods = Readonly<Record<string, Mood>>;
const after = (moods: Moods) => moods;

/** How each event of a widget leaves the caller. Events and widgets that are not here change nothing. */
const MOODS: Readonly<Record<string, Moods>> = {
  'say-play': after({ audioComplete: 'told' }),
  'gather-input-on-call': after({ keypress: 'silent', speech: 'silent', timeout: 'silent' }),
  'record-voicemail': after({ recordingComplete: 'told', noAudio: 'silent', hangup: 'over' }),
  'send-to-flex': after({ callComplete: { asked: 'QueueResult' }, failedToEnqueue: 'silent', callFailure: 'silent' }),
  'enqueue-call': after({ callComplete: { asked: 'QueueResult' }, failedToEnqueue: 'silent', callFailure: 'silent' }),
  'connect-call-to': after({ callCompleted: { asked: 'DialCallStatus' }, hangup: 'over' }),
  'add-twiml-redirect': after({ return: 'told', timeout: 'told' }),
  'run-subflow': after({ completed: 'told', failed: 'silent' }),
  'run-conversation-relay': after({ success: 'told', failed: 'silent' }),
  'connect-virtual-agent': after({ return: 'told', hangup: 'over' }),
  'connect-virtual-agent-v2': after({ completed: 'told', hangup: 'over', failed: 'silent', timeout: 'silent' }),
  'capture-payments': after({
    hangup: 'over',
    success: 'silent',
    maxFailedAttempts: 'silent',
    providerError: 'silent',
  }),
  'make-outgoing-call-v1': after({
    answered: 'silent',
    busy: 'over',
    noAnswer: 'over',
    failed: 'over',
    hangup: 'over',
  }),
  'make-outgoing-call-v2': after({ answered: 'silent', busy: 'over', noAnswer: 'over', failed: 'over' }),
};

/** Values that mean that people did talk [twilio.com/docs/voice/twiml/enqueue, twilio.com/docs/voice/twiml/dial]. */
const TALKED: Readonly<Record<string, ReadonlySet<string>>> = {
  QueueResult: new Set(['bridged', 'bridging-in-process', 'hangup', 'redirected', 'redirected-from-bridged']),
  DialCallStatus: new Set(['completed', 'answered']),
};

/** Ends of live calls at which the caller was neither told anything nor recorded. */
export function silenceRemarks(graph: FlowGraph): Remark[] {
  const remarks = new Map<string, Remark>();
  const begun = graph.start ? callsBegin(graph, graph.start) : [];
  const seen = new Set<string>();
  const open = begun.map((way): [Way, Mood] => [way, 'silent']);
  for (let next = open.pop(); next; next = open.pop()) {
    const [way, mood] = next;
    if (!way.to) {
      const remark = remarkOf(way, mood, graph);
      if (remark) remarks.set(remark.path + way.event, remark);
      continue;
    }
    const { to } = way;
    const key = `${to.name} ${JSON.stringify(mood)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    open.push(...graph.waysOut(to).map((out): [Way, Mood] => [out, moodAfter(out, mood)]));
  }
  return [...remarks.values()];
}

/** The way by which calls come in; none for a flow that is about messages or starts over REST. */
function callsBegin(graph: FlowGraph, start: FlowState): Way[] {
  const ways = graph.waysOut(start);
  const calls = ways.filter(({ event }) => event === 'incomingCall');
  const others = ways.some(({ event, to }) => event !== 'incomingCall' && to !== undefined);
  return calls.filter(({ to }) => to !== undefined || !others);
}

function moodAfter({ from, event, transition }: Way, mood: Mood): Mood {
  if (mood === 'over') return 'over';
  if (from.type === 'split-based-on') return moodAfterSplit(from, transition, mood);
  if (from.type === 'say-play' && typeof from.properties['digits'] === 'string') return mood;
  if (isImpossible(from, event)) return 'over';
  const next = MOODS[from.type]?.[event] ?? mood;
  return typeof next === 'object' && next !== mood ? { asked: `widgets.${from.name}.${next.asked}` } : next;
}

/** A redirect fails only for what is no URL: one of ours is one. */
function isImpossible({ type, properties }: FlowState, event: string): boolean {
  const { url } = properties;
  const isOurs = typeof url === 'string' && url.startsWith('https://${functions_domain}/');
  return type === 'add-twiml-redirect' && event === 'fail' && isOurs;
}

/** A split on how the conversation ended tells which it was: only where all its values mean that people talked, they did. */
function moodAfterSplit(split: FlowState, transition: number | undefined, mood: Mood): Mood {
  if (typeof mood !== 'object') return mood;
  const conditions = conditionsOf(transition === undefined ? undefined : split.transitions[transition]?.conditions);
  const asksIt = conditions.filter(each => each.arguments.some(text => text.includes(mood.asked)));
  if (asksIt.length === 0) return split.properties['input']?.toString().includes(mood.asked) ? 'silent' : mood;
  const talked = TALKED[mood.asked.split('.').pop() ?? ''];
  const values = asksIt.flatMap(each =>
    /^(equal_to|matches_any_of)$/.test(each.type) ? each.value.split(',') : ['?'],
  );
  return values.every(value => talked?.has(value.trim())) ? 'told' : 'silent';
}

const conditions = z.array(
  z.object({ arguments: z.array(z.string()), type: z.string(), value: z.string().default('') }),
);

function conditionsOf(value: unknown): z.infer<typeof conditions> {
  const read = conditions.safeParse(value);
  return read.success ? read.data : [];
}

function remarkOf(way: Way, mood: Mood, graph: FlowGraph): Remark | undefined {
  if (mood === 'told' || mood === 'over') return undefined;
  const index = graph.indexOf(way.from);
  const path = `#/states/${index}${way.transition === undefined ? '' : `/transitions/${way.transition}`}`;
  const at = { state: way.from.name, path };
  if (typeof mood === 'object') {
    return {
      ...at,
      code: 'QUEUE_UNCHECKED',
      message: `The call ends here although nobody may have talked to the caller: ${way.event} comes either way.`,
      fix: `Split on {{${mood.asked}}} first, and take a message where nobody answered.`,
    };
  }
  return {
    ...at,
    code: 'SILENT_END',
    message: `The call ends by ${way.event} without a word to the caller.`,
    fix: 'Lead it to a widget that says something or takes a message.',
  };
}
