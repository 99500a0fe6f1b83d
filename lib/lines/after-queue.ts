import type { Client } from '../config';
import { offerAfterHours, offerInHours } from './offer';
import { openingAt } from './opening';

/** What a caller hears who left the queue without an agent; its keys are `widgets.<name>.parsed.*` in the flows. */
export interface AfterQueue {
  /** Before the tone. */
  readonly words: string;
  /** Which key gives a callback instead. Blank when none can be had, or the caller has chosen a message. */
  readonly offer: string;
}

/** The keys of `AfterQueue`, all of them: what a flow may read. */
export const afterQueueKeys = ['words', 'offer'] as const satisfies readonly (keyof AfterQueue)[];

/** Words for a caller who asked for a message, or whom nobody answered. The client may have closed meanwhile. */
export function afterQueue(client: Client, at: Date, askedForMessage: boolean): AfterQueue {
  const { message, unanswered } = client.greetings;
  if (askedForMessage) return { words: message, offer: '' };
  const isOpen = openingAt(client, at).state === 'open';
  return { words: unanswered, offer: isOpen ? offerInHours(client) : offerAfterHours(client) };
}
