import {
  answer,
  assistantTools,
  type AssistantDeps,
  type ConversationState,
  type HandOverPackage,
  type Input,
  type Reply,
  type Tool,
  type TurnLedger,
} from '../../lib/assistant';
import { memoryLog } from '../../lib/log';
import { isPhoneNumber } from '../../lib/phone';
import { spokenDigits } from '../../lib/pin';
import { toAppError } from '../../lib/errors';
import type { Caller } from './caller';
import type { EvalClock } from './clock';
import type { CallerStep } from './eval-schema';
import { conversationStore, spendStore, type KeptConversations } from './stores';
import type { HeardModel } from './model-log';
import type { Eval } from './read-eval';
import type { LeftBehind, World } from './world';

/** A tool's run. */
export interface Ran {
  readonly turn: number;
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly ms: number;
  /** "done", or the code of its failure. */
  readonly outcome: string;
}

/** One exchange: what the caller did, and what the line made of it. */
export interface TalkTurn {
  /** Since the call began. */
  readonly atMs: number;
  /** "say", "press", "silence", "hangUp", "comesBack"; "rings" and "waits" are the line's own. */
  readonly caller: { readonly kind: string; readonly text: string };
  readonly say: readonly string[];
  readonly then: Reply['then'];
  readonly language: string;
  readonly secret: boolean;
  readonly ledger: TurnLedger;
  /** From the caller's last word to the line's first: recognition and our own turn. */
  readonly answerMs: number;
  /** What the model called, in its words, with what became of it. */
  readonly calls: readonly { readonly name: string; readonly input: string; readonly outcome: string }[];
}

/** A whole talk, as checks and reports see it. */
export interface Talk {
  readonly turns: readonly TalkTurn[];
  readonly last: Reply;
  readonly handOver: HandOverPackage | undefined;
  readonly state: ConversationState;
  readonly ran: readonly Ran[];
  readonly left: LeftBehind;
  /** Everything that was kept, logged or told to the model. */
  readonly traces: string;
  readonly largestStateBytes: number;
  /** What went otherwise than the script expects. */
  readonly faults: readonly string[];
}

export interface TalkParts {
  readonly eval: Eval;
  readonly world: World;
  readonly heard: HeardModel;
  readonly caller: Caller;
  /** Whether a model plays the caller. */
  readonly isPlayed: boolean;
  readonly clock: EvalClock;
}

/** How long a caller waits in silence where the client's file does not say; what is not done then goes on after a redirect. */
const ANSWER_SECONDS = 5;
/** How fast people and voices speak. */
const WORD_MS = 330;
const SILENCE_MS = 5_000;
const CALL_ID = `CA${'e'.repeat(32)}`;
const MOST_TURNS = 120;

/** Plays the talk to its end, with the engine that callers meet. Never throws for what engine or model do: those are faults. */
export async function play(parts: TalkParts): Promise<Talk> {
  const line = openLine(parts);
  const faults: string[] = [];
  let reply = await line.send({ kind: 'start' }, { kind: 'rings', text: '' });
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    if (reply.then === 'wait') {
      reply = await line.send({ kind: 'continue' }, { kind: 'waits', text: '' });
      continue;
    }
    const step = await nextStep(parts, reply).catch((thrown: unknown) => {
      faults.push(`the caller could not be played: ${toAppError(thrown).message}`);
      return undefined;
    });
    if (!step) break;
    if (step.hears !== undefined && !new RegExp(step.hears, 'iu').test(line.lastHeard()))
      faults.push(
        `before "${shown(step, [])}" the caller should have heard /${step.hears}/, and heard "${line.lastHeard()}"`,
      );
    reply = await line.take(step, reply);
    if ('hangUp' in step) break;
  }
  return line.told(reply, faults);
}

/** After an ending the caller acts only when the script brings them back; one whom a model plays is not asked any more. */
async function nextStep({ caller, isPlayed }: TalkParts, reply: Reply): Promise<CallerStep | undefined> {
  if (isPlayed && isOver(reply)) return undefined;
  const next = await caller.next(reply);
  return !isOver(reply) || (next && ('comesBack' in next || 'hangUp' in next)) ? next : undefined;
}

function isOver(reply: Reply): boolean {
  return reply.then === 'handOver' || reply.then === 'callback' || reply.then === 'voicemail' || reply.then === 'done';
}

type Sent = Input extends infer Each ? (Each extends Input ? Omit<Each, 'id'> : never) : never;

interface Line {
  send(input: Sent, caller: TalkTurn['caller']): Promise<Reply>;
  take(step: CallerStep, before: Reply): Promise<Reply>;
  lastHeard(): string;
  told(last: Reply, faults: readonly string[]): Talk;
}

function openLine(parts: TalkParts): Line {
  const { clock, world, heard } = parts;
  const startMs = clock.now().getTime();
  const kept = { turns: [] as TalkTurn[], ran: [] as Ran[], inputs: 0, said: '' };
  const languages = parts.eval.settings.languages.map(each => each.language);
  const log = memoryLog();
  const store = conversationStore();
  const gone: { during?: string; promise?: Promise<unknown> } = {};
  const tools = assistantTools(parts.eval.client, parts.eval.settings, world.tools).map(tool =>
    watched(tool, { parts, ran: kept.ran, begins: name => leaveDuring(name) }),
  );
  const depsNow = depsOf(parts, { tools, log });
  const raw = (input: Input): Promise<Reply> => answer({ ...depsNow(), store }, input);
  const leaveDuring = (name: string): void => {
    if (gone.during !== name || gone.promise) return;
    gone.promise = raw({ id: 'gone', kind: 'hangUp' });
  };
  const send: Line['send'] = async (input, caller) => {
    const atMs = clock.now().getTime() - startMs;
    const known = heard.answers.length;
    const reply = await raw({ id: `i${(kept.inputs += 1)}`, ...input });
    const sttMs = reply.ledger.sttMs ?? 0;
    const { say, then, language, secret, ledger } = reply;
    const calls = callsOf(heard.answers.slice(known), ledger);
    kept.turns.push({ atMs, caller, say, then, language, secret, ledger, calls, answerMs: sttMs + ledger.totalMs });
    kept.said = say.join(' ');
    clock.jump(wordsIn(kept.said) * WORD_MS);
    return reply;
  };
  return {
    send,
    lastHeard: () => kept.said,
    async take(step, before) {
      const caller = { kind: kindOf(step), text: shown(step, before.secret ? languages : []) };
      clock.jump('say' in step ? wordsIn(step.say) * WORD_MS : 'silence' in step ? SILENCE_MS : 1_000);
      if ('say' in step && step.hangsUpDuring !== undefined) gone.during = step.hangsUpDuring;
      const twice = 'say' in step && step.twice ? raw({ id: `i${kept.inputs + 1}`, ...inputOf(step) }) : undefined;
      const reply = await send(inputOf(step), caller);
      await twice;
      if (!gone.promise) return reply;
      await gone.promise;
      gone.during = '';
      // A webhook that says that the call is over comes again until nothing is unknown.
      return send({ kind: 'hangUp' }, { kind: 'hangUp', text: '' });
    },
    told: (last, faults) => toldOf(parts, { kept, last, faults, store, log: log.lines }),
  };
}

function depsOf(
  { eval: { client, settings, world: about }, world, heard, clock }: TalkParts,
  { tools, log }: { readonly tools: readonly Tool[]; readonly log: AssistantDeps['log'] },
): () => AssistantDeps {
  const caller = about.caller !== null && isPhoneNumber(about.caller) ? about.caller : undefined;
  const spend = spendStore(about.spentTodayUsd * 1e6);
  const turnMs = (settings.answerSeconds ?? ANSWER_SECONDS) * 1_000;
  return () => ({
    ...{ callId: CALL_ID, caller, client, settings, tools, log, clock, spend },
    model: heard.model,
    pin: world.pin,
    signal: clock.after(turnMs),
    deadlineMs: clock.now().getTime() + turnMs,
    after: ms => clock.after(ms),
  });
}

function watched(
  tool: Tool,
  { parts: { clock, world }, ran, begins }: { parts: TalkParts; ran: Ran[]; begins: (name: string) => void },
): Tool {
  const run: Tool['run'] = async (input, context) => {
    const startMs = clock.now().getTime();
    const turn = Number(/:t(\d+)r/.exec(context.idempotencyKey)?.[1] ?? 0);
    const note = (outcome: string): number =>
      ran.push({ turn, tool: tool.name, input, ms: clock.now().getTime() - startMs, outcome });
    begins(tool.name);
    world.until(context.signal);
    try {
      const result = await tool.run(input, context);
      note('done');
      return result;
    } catch (thrown) {
      note(toAppError(thrown).code);
      throw thrown;
    }
  };
  return { ...tool, run };
}

/** The model's calls with what the ledger says of them, and what ran after the caller's yes to a call of an earlier turn. */
function callsOf(answers: HeardModel['answers'], ledger: TurnLedger): TalkTurn['calls'] {
  const outcomes = [...ledger.tools];
  const called = answers
    .flatMap(each => each.calls)
    .map(({ name, input }) => {
      const at = outcomes.findIndex(other => other.name === name);
      const [found] = at < 0 ? [] : outcomes.splice(at, 1);
      return { name, input, outcome: found?.outcome ?? 'the line asks the caller' };
    });
  return [...outcomes.map(({ name, outcome }) => ({ name, input: '{}', outcome: `${outcome}, as agreed` })), ...called];
}

interface Kept {
  readonly kept: { readonly turns: readonly TalkTurn[]; readonly ran: readonly Ran[] };
  readonly last: Reply;
  readonly faults: readonly string[];
  readonly store: KeptConversations;
  readonly log: readonly object[];
}

function toldOf({ world, heard }: TalkParts, { kept, last, faults, store, log }: Kept): Talk {
  const handOver = last.handOver;
  return {
    ...{ turns: kept.turns, ran: kept.ran, last, handOver, left: world.left, faults },
    state: store.stateOf(CALL_ID),
    traces: JSON.stringify([store.states, log, heard.requests, kept.turns.map(each => each.say), handOver]),
    largestStateBytes: Math.max(...store.states.map(each => Buffer.byteLength(each))),
  };
}

function inputOf(step: CallerStep): Sent {
  if ('press' in step) return { kind: 'keys', keys: step.press };
  if ('silence' in step) return { kind: 'silence' };
  if ('hangUp' in step) return { kind: 'hangUp' };
  if ('comesBack' in step) return { kind: 'returned', ...step.comesBack };
  const { say: text, confidence, sttMs, interruptsAfter: heard } = step;
  return { kind: 'speech', text, confidence, sttMs, heard };
}

function kindOf(step: CallerStep): string {
  return ['say', 'press', 'silence', 'hangUp', 'comesBack'].find(name => name in step) ?? '';
}

/** As people may read it. `secretIn`: languages in which digits were asked for that nobody may keep; they are dots. */
function shown(step: CallerStep, secretIn: readonly string[]): string {
  if ('comesBack' in step) return `${step.comesBack.from}: ${step.comesBack.why}`;
  const text = 'say' in step ? step.say : 'press' in step ? step.press : '';
  const digits = secretIn.some(language => (spokenDigits(text, language) ?? '').length > 2);
  return digits ? text.replace(/[\p{L}\d]+/gu, word => '•'.repeat(word.length)) : text;
}

function wordsIn(text: string): number {
  return text.split(/\s+/).filter(word => word !== '').length;
}
