import type { CallerStep } from '../contract';

/** What happens when a number or client rings: a script of the far end of an outbound call or a Dial. */
export type Callee =
  | {
      readonly do: 'answer';
      /** Rings so long first. Default 2 s. */
      readonly afterMs?: number;
      /** What the callee does from the moment they answer; by default they listen until the line hangs up. */
      readonly steps?: readonly CallerStep[];
      /** How long the callee talks before they hang up; without it they talk until the other end does. */
      readonly talkMs?: number;
    }
  /** A machine answers: a greeting, a beep unless there is none, then it records. */
  | {
      readonly do: 'voicemail';
      readonly afterMs?: number;
      readonly greeting?: string;
      readonly beep?: boolean;
    }
  | { readonly do: 'fax'; readonly afterMs?: number }
  | {
      readonly do: 'busy' | 'no-answer' | 'fail';
      readonly afterMs?: number;
      /** What the carrier says of it, "404", "603". */
      readonly sipResponseCode?: string;
    };

/** How an address is rung, for scripts that depend on it. */
export interface Ringing {
  readonly callSid: string;
  readonly from: string;
  /** `?name=value` of a Client or Sip noun: custom parameters and SIP headers. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** The script for an address (E.164, "client:name", "sip:user@host"). */
export type Callees = (to: string, ringing: Ringing) => Callee;

export const RING_MS = 2000;
const GREETING = 'You have reached my voicemail I cannot take your call now please leave a message after the tone';

/** The scripts of callees by address, as they were told; whoever has none answers and listens. */
export class CalleeBook {
  private readonly scripts = new Map<string, Callee>();

  readonly find: Callees = to => this.scripts.get(to) ?? { do: 'answer' };

  set(to: string, callee: Callee): void {
    this.scripts.set(to, callee);
  }

  clear(): void {
    this.scripts.clear();
  }
}

/** True when somebody or something takes the call. */
export function answers(callee: Callee): callee is Extract<Callee, { do: 'answer' | 'voicemail' | 'fax' }> {
  return callee.do === 'answer' || callee.do === 'voicemail' || callee.do === 'fax';
}

/** What a callee does once they answered. People say hello when a machine listens for it. */
export function stepsOf(
  callee: Extract<Callee, { do: 'answer' | 'voicemail' | 'fax' }>,
  isListenedTo: boolean,
): readonly CallerStep[] {
  if (callee.do === 'fax') return [{ do: 'tone', tone: 'fax' }];
  if (callee.do === 'answer') return callee.steps ?? (isListenedTo ? [{ do: 'say', words: 'Hello' }] : []);
  const greeting: CallerStep = { do: 'say', words: callee.greeting ?? GREETING };
  return callee.beep === false ? [greeting] : [greeting, { do: 'tone', tone: 'beep' }];
}
