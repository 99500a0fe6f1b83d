import type { ApiRequest, Route, World } from '../contract';
import { describe, type Description } from '../rest/description';
import { checkParameters, type Parameters } from '../rest/parameters';
import { presentRecord } from '../rest/presentation';
import { invalid, notFound } from '../rest/twilio-error';
import type { LiveCall } from '../voice/live-call';
import type { LiveCalls } from '../voice/live-calls';
import { methodOf, urlOf } from './call-requests';
import { liveCallOf } from './streams';

const CALL = '/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}';

interface Subscription {
  readonly sid: string;
  readonly callback: { readonly url: string; readonly method: 'GET' | 'POST' };
}

interface Parts {
  readonly world: World;
  readonly calls: LiveCalls;
}

/** User-defined messages between an application and a client of the Voice SDK, while their call goes on. Nothing reads them back. */
export function callMessageRoutes(parts: Parts): Route[] {
  return [messageRoute(parts), ...subscriptionRoutes(parts)];
}

function messageRoute({ world, calls }: Parts): Route {
  const path = `${CALL}/UserDefinedMessages.json`;
  const description = describe('api_v2010', path);
  const sent = new ByKey();
  return {
    method: 'POST',
    path,
    access: 'account',
    handle(request) {
      const parameters = given(request, description);
      const content = String(parameters['Content']);
      const call = clientCallOf(request, calls);
      if (!isJson(content)) throw invalid('Invalid value for parameter Content: it is not JSON');
      const body = sent.once(call, parameters, () => {
        call.note('call', `the client is sent the message ${content}`);
        return shown(description, call, world.ids.sid('KX'));
      });
      return { status: 201, body };
    },
  };
}

function subscriptionRoutes({ world, calls }: Parts): Route[] {
  const path = `${CALL}/UserDefinedMessageSubscriptions`;
  const description = describe('api_v2010', `${path}.json`);
  const made = new ByKey();
  const running = new WeakMap<LiveCall, Map<string, () => void>>();
  const subscribe = (call: LiveCall, callback: Subscription['callback']): object => {
    const sid = world.ids.sid('ZY');
    const ofCall = running.get(call) ?? new Map<string, () => void>();
    running.set(call, ofCall.set(sid, tellOfMessages(call, { sid, callback })));
    return shown(description, call, sid);
  };
  return [
    {
      method: 'POST',
      path: `${path}.json`,
      access: 'account',
      handle(request) {
        const parameters = given(request, description);
        const { Callback = '', Method } = parameters;
        const call = clientCallOf(request, calls);
        const callback = { url: urlOf('Callback', Callback, 20001), method: methodOf(Method) };
        return { status: 201, body: made.once(call, parameters, () => subscribe(call, callback)) };
      },
    },
    {
      method: 'DELETE',
      path: `${path}/{Sid}.json`,
      access: 'account',
      handle(request) {
        const sid = request.path['Sid'] ?? '';
        const ofCall = running.get(clientCallOf(request, calls));
        const stop = ofCall?.get(sid);
        if (!stop) throw notFound(request.url.pathname);
        stop();
        ofCall?.delete(sid);
        return { status: 204 };
      },
    },
  ];
}

/** Requests the callback for each message that the client sends; returns the way to stop. */
function tellOfMessages(call: LiveCall, { sid, callback }: Subscription): () => void {
  const { world, accountSid, sid: callSid } = call;
  return call.line.on(event => {
    if (event.type !== 'message') return;
    const parameters = {
      AccountSid: accountSid,
      CallSid: callSid,
      ...(call.record.parent_call_sid !== null && { ParentCallSid: call.record.parent_call_sid }),
      SubscriptionSid: sid,
      Sid: world.ids.sid('KX'),
      Content: event.content,
    };
    const request = { accountSid, callSid, kind: 'user-defined-message', ...callback } as const;
    // Twilio's page on subscriptions: requests "with a Content-Type of application/json". A GET has no body.
    const body = { contentType: 'application/json', text: JSON.stringify(parameters) };
    const sent = callback.method === 'GET' ? { parameters } : { parameters: {}, body };
    call.background(world.web.send({ ...request, ...sent }));
  });
}

/** The call in the path, when one end of it is a client of the Voice SDK. Throws TwilioError 20404, 400/21220, and 400/20001 for a phone. */
function clientCallOf(request: ApiRequest, calls: LiveCalls): LiveCall {
  const call = liveCallOf(request, calls);
  const { from, to } = call.record;
  if (![from, to].some(end => end.startsWith('client:')))
    throw invalid(`Call ${call.sid} is not associated with the Voice SDK: no end of it is a client`);
  return call;
}

function given({ form }: ApiRequest, { operations }: Description): Parameters {
  return checkParameters(form, { fields: operations.create?.form ?? {}, required: operations.create?.required ?? [] });
}

/** The same key answers with what was made first for that call. */
class ByKey {
  private readonly made = new WeakMap<LiveCall, Map<string, object>>();

  once(call: LiveCall, { IdempotencyKey: key }: Parameters, make: () => object): object {
    const ofCall = this.made.get(call) ?? new Map<string, object>();
    this.made.set(call, ofCall);
    const body = ofCall.get(String(key)) ?? make();
    if (key !== undefined) ofCall.set(String(key), body);
    return body;
  }
}

function shown(description: Description, call: LiveCall, sid: string): object {
  const record = { sid, account_sid: call.accountSid, call_sid: call.sid };
  const uri = `/2010-04-01/Accounts/${call.accountSid}/Calls/${call.sid}/UserDefinedMessageSubscriptions/${sid}.json`;
  return presentRecord(
    description,
    { ...record },
    { uri, date_created: new Date(call.world.clock.now()).toISOString() },
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
