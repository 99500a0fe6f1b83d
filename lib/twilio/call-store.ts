import type { CallStore } from '../voicemail';
import { request, type TwilioAccess } from './client';

/** Calls of the account. */
export function twilioCallStore({ rest }: TwilioAccess): CallStore {
  return {
    fetch: callSid =>
      request(async () => {
        const { from, to } = await rest.calls(callSid).fetch();
        return { from, to };
      }),
  };
}
