import type { TurnDeps } from './deps';
import type { Input } from './input';
import type { Reply, TurnLedger } from './reply';
import { redactSpeech } from './redact';
import { openMeter, type Meter } from './meter';
import type { ConversationState, Entry } from './state';
import { wordsOf, type Words } from './words';

/** One input being answered. The state is replaced as the turn goes on, never changed in place. */
export interface Turn {
  readonly deps: TurnDeps;
  readonly input: Input;
  state: ConversationState;
  /** What the caller will hear, so far. */
  readonly say: string[];
  readonly meter: Meter;
}

/** How a turn ends; what is left out is as in an ordinary question. */
export type Next = Pick<Reply, 'then'> &
  Partial<Pick<Reply, 'interruptible' | 'secret' | 'digits' | 'topic' | 'queue' | 'afterPhone'>>;
export const listen: Next = { then: 'listen' };

export function openTurn(deps: TurnDeps, state: ConversationState, input: Input): Turn {
  const turn = state.turn + 1;
  const seen = [...state.seen, input.id].slice(-SEEN);
  return { deps, input, state: { ...state, turn, seen }, say: [], meter: openMeter(deps.clock.now().getTime()) };
}

/** A doubled webhook comes seconds after its first, not turns. */
const SEEN = 8;

export function change(turn: Turn, part: Partial<ConversationState>): void {
  turn.state = { ...turn.state, ...part };
}

/** Takes optional parts of the state away. */
export function clear(turn: Turn, ...names: ('open' | 'confirm' | 'identify' | 'offer' | 'account')[]): void {
  const state = { ...turn.state };
  for (const name of names) delete state[name];
  turn.state = state;
}

/** Results belong to the turn of their calls, whenever they came: what is summed up goes together. */
export function append(turn: Turn, entry: NewEntry): void {
  const { entries, turn: current } = turn.state;
  const n = entry.t === 'results' ? (entries.at(-1)?.n ?? current) : current;
  change(turn, { entries: [...entries, { ...entry, n }] });
}
type NewEntry = Entry extends infer Each ? (Each extends Entry ? Omit<Each, 'n'> : never) : never;

export function wordsFor(turn: Turn): Words {
  return wordsOf(turn.deps.settings.languages, turn.state.language);
}

/** The reply of a turn that ended so. */
export function replyOf(turn: Turn, next: Next): Omit<Reply, 'handOver'> {
  const { state, say } = turn;
  const ledger: TurnLedger = {
    turn: state.turn,
    input: turn.input.kind,
    phase: state.phase,
    ...(turn.input.kind === 'speech' && turn.input.sttMs !== undefined && { sttMs: turn.input.sttMs }),
    ...turn.meter.read(turn.deps.clock.now().getTime()),
  };
  return {
    turn: state.turn,
    say: say.filter(text => text !== ''),
    language: state.language,
    interruptible: true,
    secret: false,
    ...next,
    ledger,
  };
}

/** The text without what nobody may keep, in whatever language of the line it was said. */
export function redactFor({ deps }: Turn, text: string, expectSecret = false): string {
  const languages = deps.settings.languages.map(each => each.language);
  const secretWords = languages.flatMap(each => wordsOf(deps.settings.languages, each).phrases.secrets);
  return redactSpeech(text, { languages, secretWords, expectSecret });
}
