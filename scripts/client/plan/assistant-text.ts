import type { Colours } from '../../terminal/colours';
import { table } from '../../terminal/table';
import type { ClientPlan } from './plan';
import { list, showLanguage, showSeconds } from './words';

type Assistant = NonNullable<ClientPlan['assistant']>;

/** Who talks with callers, what it may do for whom, and what it may cost; nothing for a client without such a line. */
export function assistantTexts({ assistant }: ClientPlan, colours: Colours): string[] {
  return assistant ? [`${colours.bold('Assistant')}\n${table(rowsOf(assistant)).trimEnd()}`] : [];
}

function rowsOf(assistant: Assistant): string[][] {
  const { model, fallbackModel, effort, calendar, toolsOff = [], httpTools = [], topics, limits } = assistant;
  const other =
    fallbackModel === undefined ? 'keys are offered' : `${fallbackModel} is asked once, then keys are offered`;
  const { callMicroUsd, dayMicroUsd, callSeconds, turns } = limits;
  const servers = httpTools.map(
    ({ name, permission, effect, url }) =>
      `${name} (${permission === 'public' ? 'everybody' : 'identified callers'}, effect ${effect}) at ${new URL(url).host}`,
  );
  return [
    ['model', `${model}, effort ${effort}; when it is down or slow ${other}`],
    [
      'speaks',
      list(
        assistant.languages.map(each => spokenWords(assistant, each.language)),
        'and',
      ),
    ],
    ['callers', callerWords(assistant)],
    ['calendar', calendar ? `${calendar.url}, slots of ${calendar.slotMinutes} min` : 'none: it books nothing'],
    ...(servers.length > 0 ? [['asks', servers.join('; ')]] : []),
    ...(toolsOff.length > 0 ? [['may not', toolsOff.join(', ')]] : []),
    ...topics.map(({ topic, queue }) => [`to ${topic}`, whereWords(assistant, topic, queue)]),
    [
      'at most',
      `${dollars(callMicroUsd)} and ${showSeconds(callSeconds)} a call, ${turns} turns; ${dollars(dayMicroUsd)} a day`,
    ],
  ];
}

function spokenWords({ speech = [] }: Assistant, language: string): string {
  const heardBy = speech.find(each => each.language === language)?.recogniser;
  return heardBy === 'deepgram' ? `${showLanguage(language)} (heard by Deepgram)` : showLanguage(language);
}

function callerWords({ identify, pinDigits: { min, max }, limits: { pinTries } }: Assistant): string {
  if (identify === 'never') return 'are never identified: nothing of an account is told or done';
  const when = identify === 'atStart' ? 'at the start' : 'when a tool needs it';
  return `known by account and PIN (${min} to ${max} digits), asked ${when}; ${pinTries} tries a call`;
}

/** Where callers of a topic are sent: to a phone of their own, or into a queue. */
function whereWords({ extensions = [] }: Assistant, topic: string, queue: string): string {
  const phone = extensions.find(each => each.topic === topic);
  if (!phone) return queue;
  return `extension ${phone.extension}, rung for ${showSeconds(phone.ringSeconds)}; when nobody takes it, back to the assistant`;
}

function dollars(microUsd: number): string {
  return `$${(microUsd / 1_000_000).toFixed(2)}`;
}
