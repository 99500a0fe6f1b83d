import { toAppError, untilAborted } from '../errors';
import { candidateByAccountNumber, candidateByNumber, spokenDigits, verifyPin, type PinPorts } from '../pin';
import { journalled, noted } from './journal';
import { mayIdentify } from './registry';
import { keyOf } from './run-tool';
import type { DigitsRange } from './settings';
import type { Identifying } from './state';
import { append, change, clear, wordsFor, type Next, type Turn } from './turn';
import { says } from './understand';
import { wait } from './wait';

/** Asks for the PIN, or for the account number first where the caller's number does not name one account. Undefined when the model goes on at once. */
export async function beginIdentify(turn: Turn, callId?: string): Promise<Next | undefined> {
  const { deps, state } = turn;
  if (!deps.pin || !mayIdentify(deps.pin, deps.settings, state)) {
    const text = state.account ? 'The caller is identified already.' : 'The caller cannot be identified in this call.';
    return settle(turn, callId, { text, ...(!state.account && { failed: true }) });
  }
  try {
    const candidate = await untilAborted(candidateByNumber(deps.pin, deps.caller), deps.signal);
    const at = { ...(candidate && { candidate }), ...(callId !== undefined && { callId }) };
    return askDigits(turn, { want: candidate ? 'pin' : 'account', misses: 0, ...at });
  } catch (thrown) {
    deps.log.error('assistant: accounts cannot be read', { code: toAppError(thrown).code });
    // The model's call stands: the next request asks again.
    if (deps.signal.aborted && state.open) return wait(turn);
    return settle(turn, callId, { text: 'The caller cannot be identified now.', failed: true });
  }
}

/**
 * Takes digits, by keys or spoken. They are used here and kept nowhere. "model": the caller is identified or will not be, and the talk goes on.
 */
export async function takeDigits(turn: Turn, identify: Identifying): Promise<Next | 'model'> {
  const { deps, input } = turn;
  const { settings, pin } = deps;
  const range = identify.want === 'pin' ? settings.pinDigits : settings.accountDigits;
  const digits = digitsOf(turn);
  if (digits === undefined || digits.length < range.min || digits.length > range.max) {
    const gaveUp = input.kind === 'speech' && says(input.text, 'skip', wordsFor(turn));
    return gaveUp ? endIdentify(turn, false) : missedDigits(turn);
  }
  if (!pin) return endIdentify(turn, false);
  try {
    if (identify.want === 'pin') return await tryPin(turn, pin, digits);
    const candidate = await untilAborted(candidateByAccountNumber(pin, digits), deps.signal);
    return askDigits(turn, { ...identify, want: 'pin', candidate, misses: 0 });
  } catch (thrown) {
    deps.log.error('assistant: a PIN could not be checked', { code: toAppError(thrown).code });
    return endIdentify(turn, false);
  }
}

/** Silence, a misheard word, too few digits: keys, and after a few times the talk goes on without knowing who calls. */
export function missedDigits(turn: Turn): Next | 'model' {
  const { identify } = turn.state;
  if (!identify || identify.misses + 1 >= turn.deps.settings.limits.misses) return endIdentify(turn, false);
  change(turn, { identify: { ...identify, misses: identify.misses + 1 } });
  turn.say.push(wordsFor(turn).say.digitsAgain);
  return { ...secretQuestion(turn, identify), then: 'keys' };
}

/** What the model is told of a caller who could not be identified. */
export const NOT_IDENTIFIED = 'The caller is not identified and may ask general questions only.';

/** Goes on as somebody, or as nobody; the model that asked is told. */
export function endIdentify(turn: Turn, verified: boolean): 'model' {
  const { identify, account } = turn.state;
  const { say } = wordsFor(turn);
  clear(turn, 'identify');
  change(turn, { phase: 'converse', misses: 0 });
  const name = account?.name === undefined ? '' : ` as ${account.name.replace(/[^\p{L}\p{M} .'-]/gu, '')}`;
  const text = verified ? `The caller is identified${name}.` : NOT_IDENTIFIED;
  turn.say.push(verified ? say.identified : say.notIdentified);
  settle(turn, identify?.callId, { text, ...(!verified && { failed: true }) });
  if (identify?.callId === undefined) append(turn, { t: 'note', text });
  return 'model';
}

async function tryPin(turn: Turn, pin: PinPorts, digits: string): Promise<Next | 'model'> {
  const { deps, state, input } = turn;
  const { identify } = state;
  if (!identify?.candidate) return endIdentify(turn, false);
  const tryId = `${deps.callId}:${input.id}`;
  const { candidate } = identify;
  const { caller, signal } = deps;
  const result = await untilAborted(verifyPin(pin, { candidate, pin: digits, caller, tryId, signal }), signal);
  if (result.outcome === 'verified') {
    deps.log.info('assistant: caller identified', { pii: { accountId: result.account.accountId } });
    change(turn, { account: result.account });
    return endIdentify(turn, true);
  }
  deps.log.warn('assistant: PIN not accepted', { outcome: result.outcome });
  if (result.outcome === 'locked') {
    change(turn, { pinTries: deps.settings.limits.pinTries });
    turn.say.push(wordsFor(turn).say.pinLocked);
    return endIdentify(turn, false);
  }
  const pinTries = state.pinTries + 1;
  change(turn, { pinTries });
  if (pinTries >= deps.settings.limits.pinTries) return endIdentify(turn, false);
  turn.say.push(wordsFor(turn).say.wrongPin);
  // Which of the two was wrong stays open; a caller whose number names the account has only a PIN to mend.
  const byNumber = await untilAborted(candidateByNumber(pin, caller), signal);
  const again: Identifying = {
    want: byNumber ? 'pin' : 'account',
    misses: 0,
    ...(byNumber && { candidate: byNumber }),
  };
  return askDigits(turn, { ...again, ...(identify.callId !== undefined && { callId: identify.callId }) });
}

function digitsOf({ input, state, deps }: Turn): string | undefined {
  if (input.kind === 'keys') return /^\d+$/.exec(input.keys.replace(/[#*]/g, ''))?.[0];
  if (input.kind !== 'speech') return undefined;
  const languages = [state.language, ...deps.settings.languages.map(each => each.language)];
  return languages.map(language => spokenDigits(input.text, language)).find(digits => digits !== undefined);
}

function askDigits(turn: Turn, identify: Identifying): Next {
  const { say } = wordsFor(turn);
  clear(turn, 'open');
  change(turn, { phase: 'identify', identify });
  turn.say.push(identify.want === 'pin' ? say.askPin : say.askAccount);
  return secretQuestion(turn, identify);
}

function secretQuestion({ deps }: Turn, { want }: Identifying): Next & { digits: DigitsRange } {
  return {
    then: 'listen',
    secret: true,
    digits: want === 'pin' ? deps.settings.pinDigits : deps.settings.accountDigits,
  };
}

function settle(turn: Turn, callId: string | undefined, result: { text: string; failed?: true }): undefined {
  if (callId === undefined) return undefined;
  turn.state = journalled(turn.state, [noted(keyOf(turn, callId), { id: callId, name: 'identifyCaller' }, result)]);
  return undefined;
}
