import { isSid, type Sid } from '../sid';
import type { VoiceStep } from '../voice-steps';

/** Where an assistant's call came from and goes back to: the flow, and the account whose it is. */
export interface CallPlace {
  readonly accountSid: string;
  /** Undefined when the assistant was reached without Studio. */
  readonly flowSid: Sid<'FW'> | undefined;
}

/** How the assistant's part ended; the flow splits on it. */
export type Outcome = 'transfer' | 'callback' | 'voicemail' | 'done' | 'failed';

/** The place that any request names, checked or not. */
export function callPlaceOf({ AccountSid, flowSid }: Readonly<Record<string, unknown>>): CallPlace {
  return {
    accountSid: typeof AccountSid === 'string' ? AccountSid : '',
    flowSid: typeof flowSid === 'string' && isSid('FW', flowSid) ? flowSid : undefined,
  };
}

/** A document of the assistant; `turn` says which turn's input it takes, so that the same input twice is known. */
export function pathOf({ flowSid }: CallPlace, name: string, turn: number): string {
  return `/assistant/${name}?turn=${turn}${flowSid === undefined ? '' : `&flowSid=${flowSid}`}`;
}

/** Back into the flow. Without one, a message is taken, or the call ends where all was said. */
export function leaveTo(place: CallPlace, outcome: Outcome): VoiceStep {
  const flow = flowUrl(place);
  if (flow !== undefined) return { redirect: `${flow}?FlowEvent=return&outcome=${outcome}` };
  return outcome === 'done' ? { hangUp: true } : { redirect: '/voicemail/record' };
}

/** Where Studio hears of a call; undefined without a flow. */
export function flowUrl({ accountSid, flowSid }: CallPlace): string | undefined {
  return flowSid && `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${flowSid}`;
}
