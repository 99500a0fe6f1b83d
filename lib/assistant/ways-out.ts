import type { Client } from '../config';
import { openingAt, takesMessagesAfterHours } from '../lines';
import type { AssistantSettings } from './settings';

/** What a caller can have without the model. */
export type WayOut = 'person' | 'callback' | 'voicemail';

type Offering = Pick<AssistantSettings, 'toolsOff'>;

/**
 * The ways out that lead somewhere at that moment. In opening hours a person, a callback where the client promises them, and a message. Out of
 * hours what the file's `afterHours` allows, both where it says nothing; perhaps none.
 */
export function waysOutAt(client: Client, { toolsOff }: Offering, now: Date): WayOut[] {
  const isOpen = openingAt(client, now).state === 'open';
  const callsBack = client.callback !== undefined && (isOpen || (client.afterHours?.callback ?? true));
  return [
    ...(isOpen ? ['person' as const] : []),
    ...(callsBack && !toolsOff?.includes('requestCallback') ? ['callback' as const] : []),
    ...(isOpen || takesMessagesAfterHours(client) ? ['voicemail' as const] : []),
  ];
}
