import type { Collection, Route, StoredRecord, World } from '../contract';
import { resource, type Context, type Parameters } from '../rest/resource';
import { TwilioError } from '../rest/twilio-error';
import { newCallRecord, type CallRecord } from '../voice/call-record';
import type { CallChange, LiveCalls } from '../voice/live-calls';
import type { OutboundPlan } from '../voice/outbound-call';
import { documentIn, fallbackOf, planOf, statusCallbackOf, type ApplicationVoice } from './call-requests';
import { inPeriod } from './period';
import { mayShow } from '../voice/own-numbers';
import { isE164 } from '../voice/phone';

export interface CallParts {
  readonly world: World;
  readonly calls: LiveCalls;
  readonly callRecords: Collection<CallRecord>;
}

const MISSING: Readonly<Record<string, TwilioError>> = {
  To: new TwilioError(400, 21201, "No 'To' number is specified"),
  From: new TwilioError(400, 21213, "No 'From' number is specified"),
};

/** Calls: made, read, redirected, ended and forgotten. */
export function callRoutes({ world, calls, callRecords }: CallParts): Route[] {
  return resource<CallRecord>({
    world,
    document: 'api_v2010',
    path: '/2010-04-01/Accounts/{AccountSid}/Calls.json',
    sidPrefix: 'CA',
    records: callRecords,
    operations: ['create', 'fetch', 'list', 'update', 'delete'],
    newestFirst: true,
    missing: parameter => MISSING[parameter],
    create: (_, context) => {
      const { from, to } = endsOf(context, world);
      outboundPlan(context, world);
      return newCallRecord({ accountSid: context.accountSid, from, to, direction: 'outbound-api' }, world);
    },
    created: (record, context) => {
      // Not waited for: the call goes on after the answer.
      void calls.dial(record, outboundPlan(context, world));
    },
    update: (record, _, { parameters }) => {
      const change = changeOf(parameters);
      if (Object.values(change).every(value => value === undefined))
        throw new TwilioError(400, 20001, 'One of Url, Twiml and Status is required');
      calls.update(record.sid, change);
      return {};
    },
    remove: record => {
      if (calls.isLive(record.sid)) throw new TwilioError(409, 20009, `Call ${record.sid} is in progress`);
    },
    keep: (record, query) =>
      FILTERS.every(([name, of]) => !query.get(name) || query.get(name) === of(record)) &&
      inPeriod(record.start_time, 'StartTime', query) &&
      inPeriod(record.end_time, 'EndTime', query),
  });
}

/** What `calls(sid).update` asks for. Throws TwilioError 20001, 21205, 21609 for what Twilio would not take. */
function changeOf(parameters: Parameters): CallChange {
  const { Status: status, TimeLimit: limitSeconds } = parameters;
  if (typeof limitSeconds === 'number' && limitSeconds < 1)
    throw new TwilioError(400, 20001, `Invalid value for parameter TimeLimit: ${limitSeconds}`);
  return {
    status: status === 'completed' || status === 'canceled' ? status : undefined,
    document: documentIn(parameters),
    statusCallback: statusCallbackOf(parameters),
    fallback: fallbackOf(parameters),
    maxMs: typeof limitSeconds === 'number' ? limitSeconds * 1000 : undefined,
  };
}

/** The application's way counts before Url. Throws TwilioError 21218 when there is no such application. */
function outboundPlan({ parameters, accountSid }: Context, { store }: World): OutboundPlan {
  const { ApplicationSid: sid } = parameters;
  if (!sid) return planOf(parameters);
  const applications = store.collection<ApplicationVoice & StoredRecord & { account_sid: string }>('api.applications');
  const application = applications.get(String(sid));
  if (application?.account_sid !== accountSid)
    throw new TwilioError(400, 21218, `Invalid ApplicationSid: ${String(sid)}`);
  return planOf(parameters, application);
}

const FILTERS: readonly (readonly [name: string, of: (record: CallRecord) => string | null])[] = [
  ['To', record => record.to],
  ['From', record => record.from],
  ['Status', record => record.status],
  ['ParentCallSid', record => record.parent_call_sid],
];

/** Whom a call is from and to. Throws TwilioError 21210, 21211, 21212. */
export function endsOf(
  { parameters, accountSid }: Pick<Context, 'parameters' | 'accountSid'>,
  world: Pick<World, 'store'>,
): { from: string; to: string } {
  const from = String(parameters['From']);
  const to = String(parameters['To']);
  if (!isE164(to) && !isOtherAddress(to)) throw new TwilioError(400, 21211, `Invalid 'To' Phone Number: ${to}`);
  if (!isE164(from) && !isOtherAddress(from)) throw new TwilioError(400, 21212, `Invalid 'From' Phone Number: ${from}`);
  if (isE164(from) && !mayShow(from, accountSid, world))
    throw new TwilioError(400, 21210, `Source phone number provided, ${from}, is not yet verified for your account`);
  return { from, to };
}

function isOtherAddress(address: string): boolean {
  return /^client:\S+$/.test(address) || /^sips?:[^@\s]+@[^@\s]+$/.test(address);
}
