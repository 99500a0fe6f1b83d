import { note, requestCallback, type CallbackDesk, type CallNotes } from '../callback';
import { isPhoneNumber, type PhoneNumber } from '../phone';
import type { CallSid } from '../sid';
import type { VoiceStep } from '../voice-steps';
import {
  askWhichNumber,
  confirmNumber,
  enteredNumber,
  enterNumber,
  giveUpEntering,
  ownNumber,
  tellOutcome,
} from './dialogue';
import { wayBack, within, type Place } from './way-back';

/** One request of the dialogue: who calls which line, where, and which keys were pressed. */
export interface DialogueRequest {
  readonly callSid: CallSid;
  readonly from: string;
  readonly to: string;
  readonly place: Place;
  readonly digits: string | undefined;
}

/** What Twilio sends with each request of the dialogue, and the flow that Studio named. */
interface VoiceRequest {
  readonly CallSid: CallSid;
  readonly From: string | undefined;
  readonly To: string | undefined;
  readonly Digits: string | undefined;
  readonly flowSid: Place['flowSid'];
}

/** A request as the dialogue reads it. */
export function dialogueRequest(
  { CallSid, From, To, Digits, flowSid }: VoiceRequest,
  accountSid: string,
): DialogueRequest {
  return { callSid: CallSid, from: From ?? '', to: To ?? '', digits: Digits, place: { accountSid, flowSid } };
}

/** The key that leads out of the dialogue. */
const BACK_KEY = '*';

/** After so many numbers in vain the dialogue ends. */
const MAX_TRIES = 3;

/** "At your own number (1), or another (2)?" and what comes of the key. */
export async function answerWhichNumber(desk: CallbackDesk, request: DialogueRequest): Promise<VoiceStep[]> {
  const { client } = desk;
  const { place, from, digits } = request;
  switch (digits) {
    case '1':
      await noteIn(desk, request, notes => ({ ...notes, enteredNumber: undefined, chosen: 'callback' }));
      return [{ redirect: within(place, '/callback/confirmed') }];
    case '2':
      return enterNumber({ client, place });
    case BACK_KEY:
      return [wayBack(place, 'back')];
    default:
      return askWhichNumber({ client, place }, from);
  }
}

/** A number was entered: it is read back, or refused with the reason and asked for again. */
export async function answerEntered(desk: CallbackDesk, request: DialogueRequest): Promise<VoiceStep[]> {
  const dialogue = { client: desk.client, place: request.place };
  const { digits = '' } = request;
  if (digits.includes(BACK_KEY)) return [wayBack(request.place, 'back')];
  const { number, refused } = enteredNumber(desk.client, digits);
  if (number !== undefined) {
    await noteIn(desk, request, notes => ({ ...notes, enteredNumber: number, chosen: 'callback' }));
    return confirmNumber(dialogue, number);
  }
  const { tries } = await noteIn(desk, request, notes => ({ ...notes, tries: notes.tries + 1 }));
  return tries >= MAX_TRIES ? giveUpEntering(dialogue, refused) : enterNumber(dialogue, refused);
}

/**
 * The caller said yes (1), wants to enter again (2), or is sent here with the number from which the call comes (no key): books the callback
 * and says what is true. `asks` counts the requests of an unsettled booking.
 */
export async function answerConfirmed(
  desk: CallbackDesk,
  request: DialogueRequest,
  asks: number,
): Promise<VoiceStep[]> {
  const { client } = desk;
  const { place, digits } = request;
  const dialogue = { client, place };
  if (digits === '2') return enterNumber(dialogue);
  if (digits === BACK_KEY) return [wayBack(place, 'back')];
  const notes = (await desk.ports.notes.read(request.callSid))?.notes;
  const number = wantedNumber(desk, request, notes);
  if (number === undefined) return askWhichNumber(dialogue, request.from);
  if (digits !== undefined && digits !== '1') return confirmNumber(dialogue, number);
  const outcome = await requestCallback(desk, {
    callSid: request.callSid,
    from: request.from,
    line: request.to,
    number,
    topic: notes?.topic,
    waitingTask: place.flowSid === undefined ? (notes?.taskSid ?? 'unknown') : undefined,
  });
  return tellOutcome(dialogue, outcome, asks);
}

/** The number that was entered and read back, or else the caller's own, if it is one to call. */
function wantedNumber(
  { client }: CallbackDesk,
  { from }: DialogueRequest,
  notes: CallNotes | undefined,
): PhoneNumber | undefined {
  const entered = notes?.enteredNumber;
  if (entered === undefined) return ownNumber(client, from).number;
  return isPhoneNumber(entered) ? entered : undefined;
}

async function noteIn(
  { ports, deadlineMs, clock }: CallbackDesk,
  { callSid, place }: DialogueRequest,
  change: (notes: CallNotes) => CallNotes,
): Promise<CallNotes> {
  const plan = { attempts: 4, baseMs: 100, untilMs: deadlineMs, clock };
  const { flowSid } = place;
  const where = { place: flowSid === undefined ? 'queue' : 'flow', flowSid } as const;
  const { notes } = await note(ports.notes, callSid, { change: before => ({ ...change(before), ...where }), plan });
  return notes;
}
