import type { Client } from '../../../lib/config';
import type { Answered } from './situations';

/** What a flow's function is asked on the way of a call. */
export interface Asked {
  readonly situation: Answered;
  readonly client: Client;
  /** The key that was pressed, for /lines/choose. */
  readonly digits: string;
  /** Whether the caller left the queue to leave a message, for /lines/after. */
  readonly askedForMessage: boolean;
}

type Answer = Readonly<Record<string, string>>;

/**
 * What a function answers: the keys that flows read as `parsed.*`; undefined for a path that a plan knows nothing of. A holiday's own
 * greeting is listed with the holiday. tests/contracts/plan.test.ts holds it against the functions' own rules.
 */
export function answerOf(path: string | undefined, asked: Asked): Answer | undefined {
  if (path === '/lines/now') return now(asked);
  if (path === '/lines/choose') return choose(asked);
  // What an agent is told of a talk is not known before there was one.
  if (path === '/assistant/story') return { attributes: '{}', topic: '', words: '' };
  return path === '/lines/after' ? after(asked) : undefined;
}

function now({ situation, client }: Asked): Answer {
  const { open, closed, holiday, message, unanswered } = client.greetings;
  const isOpen = situation === 'open';
  const away = situation === 'holiday' ? holiday : closed;
  const offer = isOpen ? '' : offerOf(client, situation);
  return {
    state: situation,
    greeting: isOpen ? open : away,
    messageGreeting: isOpen ? message : away,
    message,
    unanswered,
    menu: isOpen && client.menu ? (client.prompts?.menu ?? '') : '',
    offer: offer && `${away} ${offer}`,
    takesMessages: isOpen || (client.afterHours?.voicemail ?? true) ? 'yes' : 'no',
  };
}

function choose({ client: { menu, prompts }, digits }: Asked): Answer {
  const choice = menu?.choices.find(({ key }) => key === digits);
  if (!menu || !prompts) return { outcome: 'queue', topic: '', words: '' };
  if (!choice) return { outcome: 'again', topic: '', words: `${prompts.unknownKey} ${prompts.menu}` };
  if ('topic' in choice) return { outcome: 'queue', topic: choice.topic, words: '' };
  return { outcome: choice.to, topic: '', words: '' };
}

function after({ client, situation, askedForMessage }: Asked): Answer {
  const { message, unanswered } = client.greetings;
  return askedForMessage ? { words: message, offer: '' } : { words: unanswered, offer: offerOf(client, situation) };
}

function offerOf({ prompts, callback, waiting, afterHours }: Client, situation: Answered): string {
  const offered = situation === 'open' ? waiting : afterHours;
  if (!prompts || !callback || !offered?.callback) return '';
  const words = [situation === 'open' ? prompts.offerCallback : prompts.offerScheduled];
  return (offered.voicemail ? [...words, prompts.offerVoicemail] : words).join(' ');
}
