import type { ApiRequest, Collection, Route, StoredRecord, World } from '../contract';
import { describe } from '../rest/description';
import { checkParameters, type Parameters } from '../rest/parameters';
import { presentRecord } from '../rest/presentation';
import { resource } from '../rest/resource';
import { invalid, TwilioError } from '../rest/twilio-error';
import type { CallRecord } from '../voice/call-record';
import type { LiveCalls } from '../voice/live-calls';
import { formatted, isE164 } from '../voice/phone';
import { methodOf } from './call-requests';
import { checkFriendlyName, checkUrls } from './number-rules';
import { verifyByCall } from './verification-call';

const PATH = '/2010-04-01/Accounts/{AccountSid}/OutgoingCallerIds.json';
/** https://www.twilio.com/docs/voice/api/outgoing-caller-ids */
const MAX_DELAY_SECONDS = 60;

/** A number that the account does not have, and may show as the caller. */
export interface CallerIdRecord extends StoredRecord {
  readonly account_sid: string;
  readonly phone_number: string;
  readonly friendly_name: string;
  readonly date_created: string;
  readonly date_updated: string;
}

export interface CallerIdParts {
  readonly world: World;
  readonly calls: LiveCalls;
  readonly callRecords: Collection<CallRecord>;
}

/** Caller ids: verified by a call, read, renamed, given up. */
export function outgoingCallerIdRoutes(parts: CallerIdParts): Route[] {
  const { world } = parts;
  const callerIds = world.store.collection<CallerIdRecord>('api.outgoing_caller_ids');
  const ofCallerIds = resource<CallerIdRecord>({
    world,
    document: 'api_v2010',
    path: PATH,
    sidPrefix: 'PN',
    records: callerIds,
    operations: ['fetch', 'list', 'update', 'delete'],
    newestFirst: true,
    update(_, change, { parameters }) {
      checkFriendlyName(parameters);
      return change;
    },
  });
  return [...ofCallerIds, validationRoute(parts, callerIds)];
}

/** Calls the number and asks whoever answers for the code that the reply has. */
function validationRoute(parts: CallerIdParts, callerIds: Collection<CallerIdRecord>): Route {
  const description = describe('api_v2010', PATH);
  const { form: fields = {}, required = [] } = description.operations.create ?? {};
  return {
    method: 'POST',
    path: PATH,
    access: 'account',
    handle({ form, account }: ApiRequest) {
      const parameters = checkParameters(form, { fields, required, leavesUrls: true });
      const accountSid = account?.sid ?? '';
      const number = wantedNumber(parameters, accountSid, callerIds);
      const { FriendlyName: name, StatusCallback: url, StatusCallbackMethod: method } = parameters;
      const { callSid, code } = verifyByCall(parts, {
        accountSid,
        number,
        friendlyName: name ? String(name) : formatted(number),
        delayMs: delayMs(parameters),
        extension: extensionOf(parameters),
        statusCallback: url ? { url: String(url), method: methodOf(method) } : undefined,
      });
      const request = { sid: '', account_sid: accountSid, call_sid: callSid, phone_number: number };
      const told = { friendly_name: name ? String(name) : formatted(number), validation_code: code };
      const shown = { ...description, properties: description.createdProperties };
      return { status: 200, body: presentRecord(shown, { ...request }, told) };
    },
  };
}

/** Throws TwilioError 21401 for what is no phone number, 21450 for one that is verified already, 20002 and 21502 for name and callback. */
function wantedNumber(parameters: Parameters, accountSid: string, callerIds: Collection<CallerIdRecord>): string {
  checkUrls(parameters);
  checkFriendlyName(parameters);
  const number = String(parameters['PhoneNumber']);
  if (!isE164(number)) throw new TwilioError(400, 21401, `Invalid Phone Number: ${number}`);
  if (callerIds.find(one => one.phone_number === number && one.account_sid === accountSid))
    throw new TwilioError(400, 21450, `Phone number already validated for your account: ${number}`);
  return number;
}

function delayMs({ CallDelay: seconds = 0 }: Parameters): number {
  if (Number(seconds) < 0 || Number(seconds) > MAX_DELAY_SECONDS)
    throw invalid(
      `Invalid value for parameter CallDelay: ${String(seconds)} is not between 0 and ${MAX_DELAY_SECONDS}`,
    );
  return Number(seconds) * 1000;
}

function extensionOf({ Extension: digits }: Parameters): string | undefined {
  if (!digits) return undefined;
  if (!/^[0-9*#wW]{1,32}$/.test(String(digits)))
    throw invalid(`Invalid value for parameter Extension: ${String(digits)}`);
  return String(digits);
}
