import { TwilioError } from '../../rest/twilio-error';

/** The instructions that bring a call to a worker. */
export type CallInstruction = 'call' | 'redirect' | 'dequeue' | 'conference' | 'supervise';
/** What may be wrong with one. */
export type Wrong =
  'state' | 'to' | 'from' | 'url' | 'call' | 'activity' | 'events' | 'timeout' | 'callback' | 'failed';

type Words = readonly [code: number, message: string];

/** Why Twilio refuses an instruction, by what is wrong with it. Source: twilio.com/docs/api/errors/40110 … 40159 */
const CODES: Readonly<Record<CallInstruction, { readonly failed: Words } & Readonly<Partial<Record<Wrong, Words>>>>> = {
  call: {
    to: [40110, "Missing or Invalid 'to' parameter - Call Instruction"],
    from: [40111, "Missing or Invalid 'from' parameter - Call Instruction"],
    url: [40112, "Missing or Invalid 'url' parameter - Call Instruction"],
    failed: [40113, 'Error Making Outgoing Call - Call Instruction'],
    state: [40114, 'The Reservation must currently be Pending - Call Instruction'],
    callback: [40158, "Invalid 'status_callback_url' parameter - Call Instruction"],
  },
  redirect: {
    url: [40120, "Missing or Invalid 'url' parameter - Redirect Instruction"],
    call: [40121, "Missing or Invalid 'call_sid' parameter - Redirect Instruction"],
    failed: [40122, 'Call Redirection API Error - Redirect Instruction'],
    state: [40123, 'The Reservation must currently be Pending - Redirect Instruction'],
  },
  dequeue: {
    activity: [40130, 'Invalid Activity Sid - Dequeue Instruction'],
    to: [40131, "Missing or Invalid 'to' parameter - Dequeue Instruction"],
    from: [40132, "Missing or Invalid 'from' parameter - Dequeue Instruction"],
    failed: [40133, 'Call API Error - Dequeue Instruction'],
    events: [40134, "Invalid 'status_callback_events' parameter - Dequeue Instruction"],
    state: [40135, 'The Reservation must currently be Pending - Dequeue Instruction'],
    call: [40140, "Failed to issue Dequeue instruction due to missing 'call_sid' property"],
    callback: [40157, "Invalid 'status_callback_url' parameter - Dequeue Instruction"],
  },
  conference: {
    state: [40136, 'The Reservation must currently be Pending - Conference Instruction'],
    to: [40137, "Missing 'to' parameter when issuing Conference instruction"],
    from: [40138, "Missing 'from' parameter when issuing Conference instruction"],
    activity: [40139, 'Failed to issue Conference Instruction due to invalid ActivitySid'],
    call: [40142, "Failed to issue Conference instruction due to missing 'call_sid' or 'outbound_to' properties"],
    failed: [40145, 'Call API Error - Conference Instruction'],
    callback: [40159, "Invalid 'status_callback_url' parameter - Conference Instruction"],
    timeout: [14233, 'Conference: Provided Timeout was not a valid integer'],
  },
  supervise: {
    state: [40146, 'Failed to issue Supervise Instruction due to invalid Reservation state'],
    to: [40147, "Failed to issue Supervise instruction due to missing or invalid 'contact_uri' property"],
    from: [40148, "Failed to issue Supervise instruction due to missing 'from' property"],
    call: [40149, "Failed to issue Conference instruction due to missing 'conference_sid'"],
    failed: [40145, 'Call API Error - Supervise Instruction'],
  },
};

/** The error for a wrong instruction: 400 by REST, an alert where an assignment callback gave it. */
export function refusal(kind: CallInstruction, wrong: Wrong): TwilioError {
  const [code, message] = CODES[kind][wrong] ?? CODES[kind].failed;
  return new TwilioError(400, code, message);
}
