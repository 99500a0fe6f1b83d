import { ask } from './ask-model';
import type { ModelMessage } from './model';
import { requestOf } from './prompt';
import { clip } from './speech-text';
import { limitReached } from './spend';
import type { ConversationState, Sentiment } from './state';
import { change, redactFor, type Turn } from './turn';

const SUMMARY_LENGTH = 600;

/**
 * Puts a summary into the state: the model's, when it gives one in time and may still be asked; otherwise one made of what is known. The
 * model has one try, on the model of the talk, so that its cache is of use.
 */
export async function summarise(turn: Turn): Promise<void> {
  change(turn, { summary: { text: plainSummary(turn.state), sentiment: 'unknown' } });
  const { deps, state } = turn;
  const turnsOfCaller = state.entries.filter(entry => entry.t === 'caller').length + state.older.length;
  if (turnsOfCaller < 2 || limitReached(turn) || deps.signal.aborted || state.offer?.modelDown) return;
  const request = requestOf(deps, state, deps.settings.model);
  const signal = AbortSignal.any([deps.signal, deps.after(deps.settings.limits.summaryMs)]);
  const answer = await ask(turn, { ...request, messages: asking(request.messages) }, signal);
  if (typeof answer === 'string' || answer.reason === 'refusal') return;
  const summary = read(answer.text);
  if (!summary) return;
  change(turn, { summary: { ...summary, text: clip(redactFor(turn, summary.text), SUMMARY_LENGTH) } });
}

const QUESTION =
  'Line: A person takes over. Call no tool. Answer with JSON alone: {"summary": "two or three sentences in English for that person: who calls, what they want, what was done, what is open", "sentiment": "positive" | "neutral" | "negative"}';

/** The talk and the question at its end; where the caller or a result came last, in the same message. */
function asking(messages: readonly ModelMessage[]): ModelMessage[] {
  const last = messages.at(-1);
  const parts = last?.role === 'user' ? last.parts : [];
  const before = last?.role === 'user' ? messages.slice(0, -1) : messages;
  return [...before, { role: 'user', parts: [...parts, { type: 'text', text: QUESTION }] }];
}

function read(text: string): { text: string; sentiment: Sentiment } | undefined {
  const json = /\{[\s\S]*\}/.exec(text)?.[0];
  if (json === undefined) return undefined;
  try {
    const value = JSON.parse(json) as unknown;
    if (typeof value !== 'object' || value === null || !('summary' in value)) return undefined;
    if (typeof value.summary !== 'string' || value.summary.trim() === '') return undefined;
    const sentiment = 'sentiment' in value ? value.sentiment : 'unknown';
    const known: readonly Sentiment[] = ['positive', 'neutral', 'negative'];
    return { text: value.summary.trim(), sentiment: known.find(each => each === sentiment) ?? 'unknown' };
  } catch {
    return undefined;
  }
}

/** Made of what is known, without the model. */
export function plainSummary({ wants, done, unsure, account, outcome }: ConversationState): string {
  const who = account
    ? `The caller is identified${account.name === undefined ? '' : ` as ${account.name}`}.`
    : 'The caller is not identified.';
  return clip(
    [
      who,
      wants.length > 0 ? `Wants: ${wants.join('; ')}.` : 'It is not clear what the caller wants.',
      done.length > 0 ? `Done: ${done.join('; ')}.` : '',
      unsure.length > 0 ? `May have been done, please check: ${unsure.join(', ')}.` : '',
      outcome ? `Why you: ${outcome.reason}.` : '',
    ]
      .filter(part => part !== '')
      .join(' '),
    SUMMARY_LENGTH,
  );
}
