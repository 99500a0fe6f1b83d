import type { CallerStep } from '../contract';

/** What happens when a number or client rings: a script of the far end of an outbound call or a Dial. */
export type Callee =
  | {
      readonly do: 'answer';
      /** Rings so long first. Default 2 s. */
      readonly afterMs?: number;
      /** What the callee of an outbound call does; by default they listen until the line hangs up. */
      readonly steps?: readonly CallerStep[];
      /** How long the callee of a Dial talks before they hang up; without it they talk until the caller does. */
      readonly talkMs?: number;
    }
  | { readonly do: 'busy' | 'no-answer' | 'fail'; readonly afterMs?: number };

/** The script for an address (E.164, or "client:name"). */
export type Callees = (to: string) => Callee;

export const RING_MS = 2000;

/** Everybody answers and listens. */
export const everybodyAnswers: Callees = () => ({ do: 'answer' });
