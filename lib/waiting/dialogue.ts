import type { CallbackOutcome } from '../callback';
import { lineOptions, type Client, type Prompts } from '../config';
import { HOLD_MUSIC } from '../lines';
import type { PhoneNumber } from '../phone';
import { dialable, type Dialable, type Refusal } from '../phone/dialable';
import { spokenNumber } from '../phone/spoken';
import type { VoiceStep } from '../voice-steps';
import { placeOf, wayBack, within, type Place } from './way-back';
import { fill, spokenMoment } from './words';

/** A callback that is still being booked is asked for so often, two seconds apart. */
const MAX_ASKS = 5;
const ASK_AGAIN_SECONDS = 2;

/** Time to think before the first key. */
const ANSWER_SECONDS = 8;
/** Between two digits of a number, too. */
const ENTER_SECONDS = 10;

/** Whose dialogue it is, and where. */
export interface Dialogue {
  readonly client: Client;
  readonly place: Place;
}

/** Whether the caller's own number can be called back. */
export function ownNumber(client: Client, from: string): Dialable {
  return dialable(from, { ...policyOf(client), own: true });
}

/** Whether what a caller entered can be called back. */
export function enteredNumber(client: Client, digits: string): Dialable {
  return dialable(digits, policyOf(client));
}

function policyOf(client: Client): { country: string; foreign: boolean } {
  const { country, foreign } = lineOptions(client).callback;
  return { country, foreign };
}

/** Call back at the caller's own number, or another? Where the own one can't be called, the caller hears why and enters another. */
export function askWhichNumber(dialogue: Dialogue, from: string): VoiceStep[] {
  const { client, place } = dialogue;
  const own = ownNumber(client, from);
  if (own.number === undefined) return enterNumber(dialogue, own.refused);
  const say = fill(lineOptions(client).prompts.askNumber, { number: spoken(client, own.number) });
  return [
    {
      gather: {
        action: within(place, '/callback/number'),
        numDigits: 1,
        timeoutSeconds: ANSWER_SECONDS,
        hear: [{ say }],
      },
    },
    wayBack(place, 'back'),
  ];
}

/** Asks for a number; says first why the one before won't do. A number that nobody knows needs no words. */
export function enterNumber({ client, place }: Dialogue, refused?: Refusal): VoiceStep[] {
  const { prompts } = lineOptions(client);
  const why = refused === undefined || refused === 'withheld' ? [] : [{ say: prompts[REFUSALS[refused]] }];
  const hear = [...why, { say: prompts.enterNumber }];
  const action = within(place, '/callback/entered');
  return [{ gather: { action, finishOnKey: '#', timeoutSeconds: ENTER_SECONDS, hear } }, wayBack(place, 'back')];
}

/** Says why a number won't do, for the last time: back in line, or to a message. */
export function giveUpEntering({ client, place }: Dialogue, refused: Refusal): VoiceStep[] {
  const { prompts } = lineOptions(client);
  return [{ say: prompts[REFUSALS[refused]] }, { say: prompts.callbackFailed }, wayBack(place, 'message')];
}

const REFUSALS: Readonly<Record<Refusal, keyof Prompts>> = {
  invalid: 'numberInvalid',
  short: 'numberInvalid',
  withheld: 'numberInvalid',
  emergency: 'numberRefused',
  premium: 'numberRefused',
  service: 'numberRefused',
  foreign: 'numberForeign',
};

/** Reads a number back and asks whether it is right. */
export function confirmNumber({ client, place }: Dialogue, number: PhoneNumber): VoiceStep[] {
  const say = fill(lineOptions(client).prompts.confirmNumber, { number: spoken(client, number) });
  const action = within(place, '/callback/confirmed');
  return [
    { gather: { action, numDigits: 1, timeoutSeconds: ANSWER_SECONDS, hear: [{ say }] } },
    wayBack(place, 'back'),
  ];
}

/** What the caller hears of a request, which is never more than what is true; `asks` counts the requests so far. */
export function tellOutcome(dialogue: Dialogue, outcome: CallbackOutcome, asks: number): VoiceStep[] {
  const { client, place } = dialogue;
  const { prompts } = lineOptions(client);
  switch (outcome.outcome) {
    case 'booked':
      return [{ say: fill(prompts.callbackBooked, { number: spoken(client, outcome.number) }) }, { hangUp: true }];
    case 'scheduled':
      return [{ say: scheduledWords(client, outcome) }, { hangUp: true }];
    case 'stands':
      return [{ say: fill(prompts.callbackStands, { number: spoken(client, outcome.number) }) }, { hangUp: true }];
    case 'answered':
      // The agent's phone is about to be joined to this call: words would stand in the way.
      return [{ play: HOLD_MUSIC }, wayBack(place, 'back')];
    case 'failed':
      return sayFailed(dialogue);
    case 'unsettled':
      return askAgain(place, asks);
  }
}

/** What a caller gets when a document of the dialogue can't be made, from whatever is left of the request and the client's file. */
export function troubled(client: Client | undefined, request: Readonly<Record<string, unknown>>): VoiceStep[] {
  const place = placeOf(request);
  const words = client?.prompts?.callbackFailed;
  return [...(words === undefined ? [] : [{ say: words }]), wayBack(place, 'message')];
}

/**
 * … and when nobody knows whether the callback was booked: asks again, as for one that is unsettled. Nothing is said of it that may not
 * be true.
 */
export function troubledBooking(_client: Client | undefined, request: Readonly<Record<string, unknown>>): VoiceStep[] {
  const asks = Number(request['asks'] ?? 1);
  return askAgain(placeOf(request), Number.isInteger(asks) ? asks : MAX_ASKS);
}

function askAgain(place: Place, asks: number): VoiceStep[] {
  if (asks >= MAX_ASKS) return [wayBack(place, 'message')];
  return [{ pause: ASK_AGAIN_SECONDS }, { redirect: within(place, `/callback/confirmed?asks=${asks + 1}`) }];
}

/** It could not be booked: back in line, or to a message. */
function sayFailed({ client, place }: Dialogue): VoiceStep[] {
  return [{ say: lineOptions(client).prompts.callbackFailed }, wayBack(place, 'message')];
}

function scheduledWords(client: Client, { number, when }: Extract<CallbackOutcome, { outcome: 'scheduled' }>): string {
  const { prompts } = lineOptions(client);
  return fill(prompts.callbackScheduled, { number: spoken(client, number), when: spokenMoment(when, client) });
}

function spoken(client: Client, number: PhoneNumber): string {
  return spokenNumber(number, lineOptions(client).callback.country);
}
