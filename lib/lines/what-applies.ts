import type { Client } from '../config';
import { openingAt } from './opening';
import { offerAfterHours, takesMessagesAfterHours } from './offer';

/** What a flow needs to know to go on with a call; its keys are `widgets.<name>.parsed.*` in the flows. */
export interface WhatApplies {
  readonly state: 'open' | 'closed' | 'holiday';
  /** What the caller hears first on a line with agents. */
  readonly greeting: string;
  /** What the caller hears before leaving a message because nobody answered. */
  readonly unanswered: string;
  /** What the caller hears first on a line that only takes messages. */
  readonly messageGreeting: string;
  /** What the caller hears before a message that was asked for, at any hour. */
  readonly message: string;
  /** In opening hours: which key leads where. Blank where callers go straight to the queue. */
  readonly menu: string;
  /** Out of hours: the greeting and which key gives a callback. Blank when none can be had. */
  readonly offer: string;
  /** Whether a message is taken now; always in opening hours. */
  readonly takesMessages: 'yes' | 'no';
}

/** The keys of `WhatApplies`, all of them: what a flow may read. */
export const whatAppliesKeys = [
  'state',
  'greeting',
  'unanswered',
  'messageGreeting',
  'message',
  'menu',
  'offer',
  'takesMessages',
] as const satisfies readonly (keyof WhatApplies)[];

/** The answer to "what applies now" for a call that comes in at this moment. */
export function whatApplies(client: Client, at: Date): WhatApplies {
  const opening = openingAt(client, at);
  const { open, closed, holiday, message, unanswered } = client.greetings;
  const away = opening.state === 'holiday' ? (opening.holiday.greeting ?? holiday) : closed;
  const isOpen = opening.state === 'open';
  const offer = isOpen ? '' : offerAfterHours(client);
  return {
    state: opening.state,
    greeting: isOpen ? open : away,
    messageGreeting: isOpen ? message : away,
    message,
    unanswered,
    menu: isOpen && client.menu ? (client.prompts?.menu ?? '') : '',
    offer: offer && `${away} ${offer}`,
    takesMessages: isOpen || takesMessagesAfterHours(client) ? 'yes' : 'no',
  };
}
