import { emptyLedger, withTurn } from './call-ledger';
import { decline, takeAnswer } from './confirm';
import { compact } from './compact';
import type { TurnDeps } from './deps';
import { dropBatch } from './drop-batch';
import { leave, offer, toPerson } from './exits';
import { hangUp } from './hang-up';
import { handOverPackage } from './hand-over';
import { beginIdentify, endIdentify, missedDigits, NOT_IDENTIFIED, takeDigits } from './identify';
import type { Input } from './input';
import { takeChoice } from './offer';
import { asksForSecret } from './redact';
import type { Reply } from './reply';
import { overLimit, runTurn } from './run-turn';
import { bareWords, clip, oneBreath } from './speech-text';
import { limitReached, reportSpending } from './spend';
import type { ConversationState } from './state';
import { append, change, clear, listen, openTurn, redactFor, replyOf, wordsFor, type Next, type Turn } from './turn';
import { commands, type Command } from './understand';
import { wordsOf } from './words';

/** A reply, and the conversation as it stands after it. */
export type Answer = Reply & { readonly state: ConversationState };

/**
 * Answers one input. Knows no transport: text and keys come in, sentences and what comes next go out. Nothing runs on after it returns; what
 * had to be abandoned is in the state, and "continue" goes on with it.
 *
 * Throws CONFLICT when `checkpoint` does: then nothing with an effect was begun after it, and the state must be read again. Throws
 * CLIENT_FILE_INVALID for a language without words.
 */
export async function converse(deps: TurnDeps, state: ConversationState, input: Input): Promise<Answer> {
  const turn = openTurn(deps, state, input);
  const next = await step(turn);
  if (next.then !== 'wait' && input.kind !== 'hangUp')
    await reportSpending(turn, turn.state.phase === 'closed' ? 'end' : 'now and then');
  const { ledger, ...reply } = replyOf(turn, next);
  // A hang-up may be told many times and takes nothing of the caller's.
  const turns = input.kind === 'hangUp' ? {} : { ledger: withTurn(turn.state.ledger ?? emptyLedger, ledger) };
  const kept = compact({ ...turn.state, ...turns, last: { inputId: input.id, reply } });
  const story = input.kind === 'hangUp' ? { handOver: handOverPackage(kept) } : storyOf(kept, reply.then);
  return { ...reply, ledger, ...story, state: kept };
}

/** With every ending that brings a person in. */
export function storyOf(state: ConversationState, then: Reply['then']): Pick<Reply, 'handOver'> {
  return then === 'handOver' || then === 'callback' || then === 'voicemail' ? { handOver: handOverPackage(state) } : {};
}

async function step(turn: Turn): Promise<Next> {
  const { input, state } = turn;
  if (input.kind === 'hangUp') return hangUp(turn);
  if (input.kind === 'returned') return state.phase === 'closed' ? comeBack(turn, input) : sayAgain(turn);
  if (state.phase === 'closed') return { then: 'done', interruptible: false, ...restOf(state) };
  if (state.phase === 'greet') return greet(turn);
  if (input.kind === 'continue') return state.open ? runTurn(turn) : sayAgain(turn);
  if (limitReached(turn) && state.phase !== 'offer') return overLimit(turn);
  if (input.kind === 'start') return sayAgain(turn);
  const commanded = await command(turn);
  if (commanded) return commanded;
  const next = await byPhase(turn);
  return next === 'model' ? goOn(turn) : next;
}

async function greet(turn: Turn): Promise<Next> {
  const { deps, state } = turn;
  const { settings, clock, client } = deps;
  const [first] = settings.languages;
  const spoken = settings.languages.find(({ language }) => language === state.language) ?? first;
  const greeting = spoken?.greeting ?? '';
  const when = clock
    .now()
    .toLocaleString('en-US', { timeZone: client.timeZone, dateStyle: 'full', timeStyle: 'short' });
  change(turn, { phase: 'converse', language: spoken?.language ?? state.language });
  append(turn, { t: 'note', text: `It is ${when} (${client.timeZone}). The caller was greeted: "${greeting}"` });
  turn.say.push(greeting);
  await reportSpending(turn, 'start');
  if (limitReached(turn)) return overLimit(turn);
  return (settings.identify === 'atStart' && (await beginIdentify(turn))) || listen;
}

async function byPhase(turn: Turn): Promise<Next | 'model'> {
  const { state, input, deps } = turn;
  const missed = input.kind === 'silence' || isMisheard(turn);
  if (state.phase === 'identify' && state.identify)
    return missed ? missedDigits(turn) : takeDigits(turn, state.identify);
  if (state.phase === 'confirm' && state.confirm) {
    const next = takeAnswer(turn, state.confirm, missed);
    // "No, at eleven": what was said beside the no is the next wish.
    if (next === 'model' && turn.state.phase === 'converse' && input.kind === 'speech') addAfterBatch(turn, input.text);
    return next;
  }
  if (state.phase === 'offer') {
    const next =
      missed && input.kind === 'speech'
        ? await offer(turn, state.offer?.modelDown ?? false)
        : await takeChoice(turn, state.offer?.modelDown ?? false);
    if (next === 'model') listenTo(turn);
    return next;
  }
  if (missed) {
    const misses = state.misses + 1;
    change(turn, { misses });
    if (misses >= deps.settings.limits.misses) return pressKeys(turn);
    turn.say.push(wordsFor(turn).say.sayAgain);
    return listen;
  }
  listenTo(turn);
  return 'model';
}

/** The talk goes on as a turn of its own: earlier rounds and waits are not counted against it. */
function goOn(turn: Turn): Promise<Next> {
  clear(turn, 'open', 'offer');
  if (turn.state.phase === 'offer') change(turn, { phase: 'converse' });
  return runTurn(turn);
}

function isMisheard({ input, deps }: Turn): boolean {
  if (input.kind !== 'speech') return false;
  return input.text.trim() === '' || (input.confidence ?? 1) < deps.settings.limits.minConfidence;
}

async function pressKeys(turn: Turn): Promise<Next> {
  const next = await offer(turn, false);
  if (next.then === 'keys') turn.say.unshift(wordsFor(turn).say.pressKeys);
  return next;
}

/** Commands that work without the model, in every phase. A PIN is never taken for one. */
async function command(turn: Turn): Promise<Next | undefined> {
  const { input, state, deps } = turn;
  const { languages } = deps.settings;
  const all = languages.map(({ language }) => wordsOf(languages, language));
  const words = wordsFor(turn);
  const isSaid = (name: Command): boolean =>
    input.kind === 'speech' && commands(input.text, name, { spoken: words, all });
  const zero = input.kind === 'keys' && input.keys.replace(/[#*]/g, '') === '0' && state.phase !== 'offer';
  if (isSaid('operator') || zero) return toPerson(turn, { reason: 'the caller asked for a person', goesOn: true });
  // Noise that sounds like "bye" hangs up on nobody.
  if (isSaid('goodbye') && !isMisheard(turn)) {
    turn.say.push(words.say.goodbye);
    return leave(turn, { to: 'done', reason: 'the caller said goodbye' });
  }
  if (!isSaid('stop')) return undefined;
  if (state.confirm) decline(turn, state.confirm, 'The caller said stop. Nothing was done.');
  if (state.identify) endIdentify(turn, false);
  dropBatch(turn);
  clear(turn, 'open', 'offer');
  change(turn, { phase: 'converse', misses: 0 });
  append(turn, { t: 'note', text: 'The caller said stop.' });
  turn.say.splice(0, turn.say.length, words.say.stopped);
  return listen;
}

/** Puts the caller's words into the talk, without what nobody may keep; what was not heard of the last answer is taken out of it. */
function listenTo(turn: Turn): void {
  const { input } = turn;
  correctHeard(turn);
  dropBatch(turn);
  clear(turn, 'confirm');
  change(turn, { phase: 'converse' });
  if (input.kind === 'keys') {
    // More than two digits that nobody asked for may be a PIN.
    const keys = input.keys.length <= 2 ? `(pressed ${input.keys})` : '(pressed some keys)';
    append(turn, { t: 'caller', text: keys });
  } else if (input.kind === 'speech') addCaller(turn, input.text);
}

function addCaller(turn: Turn, said: string): void {
  const { phrases } = wordsFor(turn);
  const last = turn.state.entries.filter(entry => entry.t === 'assistant').at(-1);
  const asked = last?.t === 'assistant' && asksForSecret(last.text, phrases.secrets);
  const expectSecret = asked || wasAskedForPin(turn.state);
  const text = oneBreath(redactFor(turn, bareWords(said), expectSecret));
  append(turn, { t: 'caller', text });
  const { wants } = turn.state;
  if (wants.length === 0) change(turn, { wants: [clip(text, 120)] });
}

/** A PIN may come late: after the line has stopped to wait for it. */
function wasAskedForPin({ account, entries, turn }: ConversationState): boolean {
  const recent = entries.filter(entry => entry.n >= turn - 2);
  return (
    account === undefined &&
    recent.some(
      entry =>
        (entry.t === 'assistant' && (entry.calls ?? []).some(call => call.name === 'identifyCaller')) ||
        (entry.t === 'note' && entry.text === NOT_IDENTIFIED),
    )
  );
}

/** After a no, the model first hears how its call ended, then what the caller said. */
function addAfterBatch(turn: Turn, said: string): void {
  dropBatch(turn);
  addCaller(turn, said);
}

function correctHeard(turn: Turn): void {
  const { input, state } = turn;
  const heard = input.kind === 'speech' || input.kind === 'keys' ? input.heard : undefined;
  const last = state.entries.at(-1);
  if (heard === undefined || last?.t !== 'assistant' || last.calls || heard.includes(last.text)) return;
  const text = `${oneBreath(bareWords(heard))}… (the caller began to speak and did not hear the rest)`;
  change(turn, { entries: [...state.entries.slice(0, -1), { ...last, text }] });
}

/** How the last answer went on, without its words. */
function restOf({ last }: ConversationState): Partial<Next> {
  if (!last) return {};
  const { say: _say, turn: _turn, language: _language, ...next } = last.reply;
  return next;
}

/** The same question again, for a transport that lost it. */
function sayAgain({ state, say }: Turn): Next {
  say.push(...(state.last?.reply.say ?? []));
  const next: Next = { ...listen, ...restOf(state) };
  return next.then === 'wait' ? listen : next;
}

/** Nobody took the call: the caller chooses again, and the model knows. */
function comeBack(turn: Turn, input: Extract<Input, { kind: 'returned' }>): Promise<Next> {
  append(turn, { t: 'note', text: `The caller is back: ${input.from} ended with "${input.why}".` });
  const { outcome, ...state } = turn.state;
  turn.state = { ...state, phase: 'converse', ...(outcome?.topic !== undefined && { untaken: outcome.topic }) };
  turn.say.push(wordsFor(turn).say.nobodyThere);
  return offer(turn, false);
}
