import { isSid, type Sid } from '../sid';
import type { VoiceStep } from '../voice-steps';

/** Where a caller's dialogue runs, as a request tells: in a flow, when Studio gave its SID; in the wait document of a queue otherwise. */
export interface Place {
  readonly accountSid: string;
  readonly flowSid: Sid<'FW'> | undefined;
}

/** The place that any request of a dialogue names, checked or not: what a document falls back on when nothing else works. */
export function placeOf(request: Readonly<Record<string, unknown>>): Place {
  const { AccountSid: accountSid, flowSid } = request;
  return {
    accountSid: typeof accountSid === 'string' ? accountSid : '',
    flowSid: typeof flowSid === 'string' && isSid('FW', flowSid) ? flowSid : undefined,
  };
}

/** A path of the dialogue, from which the next document knows its place too. It is where the caller is, not what was said: that is in the notes. */
export function within({ flowSid }: Place, path: string): string {
  if (flowSid === undefined) return path;
  return `${path}${path.includes('?') ? '&' : '?'}flowSid=${flowSid}`;
}

/**
 * Out of the dialogue: back in line, or back to the flow with what comes next there.
 * back: what would have come without the dialogue · message: a message is taken.
 */
export function wayBack({ accountSid, flowSid }: Place, next: 'back' | 'message'): VoiceStep {
  if (flowSid === undefined) return { redirect: '/waiting/line' };
  return {
    redirect: `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${flowSid}?FlowEvent=return&next=${next}`,
  };
}
