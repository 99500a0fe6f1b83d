import { EventEmitter } from 'node:events';
import https from 'node:https';
import { Twilio } from 'twilio';
import type { Method } from '../../emulator/contract';
import { createDispatcher } from '../../emulator/gateway/dispatcher';
import { createIam } from '../../emulator/iam/iam';
import { createSync } from '../../emulator/sync/sync';
import { testTaskrouter, type TestTaskrouter } from '../../emulator/taskrouter/testing/workspace';
import { TEST_ACCOUNT_SID, TEST_AUTH_TOKEN } from '../../emulator/testing/world';
import type { Client } from '../../lib/config';
import { sampleClient } from '../../lib/config/client.fake';
import type { Handler } from '../../lib/function';
import type { LedgerEntry } from '../../lib/voicemail';
import { runFunction, type FunctionAnswer } from './run-function';

export const CALL_SID = `CA${'c'.repeat(32)}`;
export const RECORDING_SID = `RE${'d'.repeat(32)}`;
const allDay = ['00:00-24:00'];

/** Open at all times, so that the wall clock of whoever runs the tests plays no part. */
export const alwaysOpen: Client = sampleClient({
  accountSid: TEST_ACCOUNT_SID,
  holidays: [],
  hours: {
    monday: allDay,
    tuesday: allDay,
    wednesday: allDay,
    thursday: allDay,
    friday: allDay,
    saturday: allDay,
    sunday: allDay,
  },
  callback: {
    country: 'US',
    foreign: false,
    priority: 5,
    maxAttempts: 3,
    retryMinutes: { 'no-answer': 30, busy: 10, voicemail: 120, failed: 60 },
    expireHours: 48,
  },
});

/** An account of the local Twilio with a workspace, Sync and Flex users, in memory, and Functions that are asked as Flex asks them. */
export interface FlexRoom {
  readonly office: TestTaskrouter;
  /** Signs a new worker in. */
  hire(name: string, roles?: readonly string[]): Promise<{ workerSid: string; token: string }>;
  /** A task on the workspace's workflow, accepted by the worker if one is given. */
  task(attributes: object, workerSid?: string): Promise<string>;
  attributesOf(taskSid: string): Promise<Record<string, Record<string, unknown>>>;
  /** A voicemail's ledger entry, as its delivery leaves it. */
  delivered(taskSid: string): Promise<void>;
  call(handler: Handler, fields: Record<string, string>, headers?: Record<string, string>): Promise<FunctionAnswer>;
  /** Requests to Twilio other than the token's validation: "GET /v1/Workspaces/…". */
  readonly requests: string[];
}

/** A request as twilio-node hands it to its HTTP client. */
interface RestRequest {
  readonly method: string;
  readonly uri: string;
  readonly params?: Record<string, unknown>;
  readonly data?: Record<string, string>;
  readonly headers?: Record<string, string>;
}

/** Opens the room. The spies on the network are jest's: `jest.restoreAllMocks()` takes them away. */
export async function openFlexRoom(): Promise<FlexRoom> {
  const office = await testTaskrouter();
  const { world } = office;
  const iam = createIam(world);
  const dispatch = createDispatcher([office.product, createSync(world).product, iam.product], world);
  const account = { sid: TEST_ACCOUNT_SID, authToken: TEST_AUTH_TOKEN };
  const requests: string[] = [];
  const rest = new Twilio(account.sid, account.authToken, {
    httpClient: {
      request: async ({ method, uri, params, data, headers = {} }: RestRequest) => {
        const url = new URL(uri);
        for (const [name, value] of Object.entries(params ?? {})) url.searchParams.set(name, String(value));
        requests.push(`${method.toUpperCase()} ${url.pathname}`);
        // Voice is not in the room: a recording is deleted for the asking.
        if (method.toUpperCase() === 'DELETE' && url.hostname === 'api.twilio.com')
          return { statusCode: 204, body: '', headers: {}, isOk: true };
        const form = new URLSearchParams(data);
        const reply = await dispatch(method.toUpperCase() as Method, url.href, {
          account,
          form,
          headers: texts(headers),
        });
        return { statusCode: reply.status, body: JSON.stringify(reply.body), headers: reply.headers ?? {}, isOk: true };
      },
    } as never,
  });
  jest.spyOn(https, 'request').mockImplementation(((
    options: https.RequestOptions,
    listener: (part: object) => void,
  ) => {
    let body = '';
    return Object.assign(new EventEmitter(), {
      write: (text: string) => void (body += text),
      end: () => {
        const headers = texts(options.headers ?? {});
        const url = `https://${String(options.hostname)}${String(options.path)}`;
        void dispatch('POST', url, { body, headers }).then(reply => {
          const response = Object.assign(new EventEmitter(), { setEncoding: () => undefined });
          listener(response);
          response.emit('data', JSON.stringify(reply.body));
          response.emit('end');
        });
      },
    });
  }) as never);
  const sync = (path: string, form: Record<string, string>) =>
    dispatch('POST', `https://sync.twilio.com/v1/Services${path}`, { account, form });
  const { sid: serviceSid } = (await sync('', { FriendlyName: 'linekit' })).body as { sid: string };
  const workflowSid = String(
    (
      await office.post('/Workflows', {
        FriendlyName: 'linekit callbacks and voicemail',
        Configuration: JSON.stringify({
          task_routing: { filters: [], default_filter: { queue: await office.sidOf('/TaskQueues', 'Sample Queue') } },
        }),
      })
    ).sid,
  );
  const context = {
    ACCOUNT_SID: account.sid,
    AUTH_TOKEN: account.authToken,
    TWILIO_FLEX_WORKSPACE_SID: office.workspaceSid,
    TWILIO_FLEX_CALLBACK_WORKFLOW_SID: workflowSid,
    TWILIO_SYNC_SERVICE_SID: serviceSid,
    getTwilioClient: () => rest,
  };
  return {
    office,
    requests,
    hire: async (name, roles = ['agent']) => {
      const { sid } = await office.post('/Workers', { FriendlyName: name });
      return { workerSid: String(sid), token: iam.signIn({ workerSid: String(sid), roles }) };
    },
    task: async (attributes, workerSid) => {
      if (workerSid)
        await office.post(`/Workers/${workerSid}`, { ActivitySid: await office.sidOf('/Activities', 'Available') });
      const Attributes = JSON.stringify(attributes);
      const { sid } = await office.post('/Tasks', { Attributes, WorkflowSid: workflowSid, TaskChannel: 'voice' });
      const [offer] = workerSid ? await office.list(`/Tasks/${String(sid)}/Reservations`) : [];
      if (offer)
        await office.post(`/Tasks/${String(sid)}/Reservations/${String(offer.sid)}`, { ReservationStatus: 'accepted' });
      return String(sid);
    },
    attributesOf: async sid =>
      JSON.parse(String((await office.get(`/Tasks/${sid}`)).attributes)) as Record<string, Record<string, unknown>>,
    delivered: async taskSid => {
      const done = { state: 'done', tries: 1 } as const;
      const steps = { task: { ...done, ref: taskSid }, transcript: done, mail: done };
      const entry = { callSid: CALL_SID, leaseUntilMs: 0, triedAtMs: 0, steps } as LedgerEntry;
      await sync(`/${serviceSid}/Maps`, { UniqueName: 'voicemails' });
      await sync(`/${serviceSid}/Maps/voicemails/Items`, { Key: RECORDING_SID, Data: JSON.stringify(entry) });
    },
    call: (handler, fields, headers = {}) => runFunction(handler, fields, { client: alwaysOpen, context, headers }),
  };
}

/** A voicemail task's attributes, as they stand when its transcript is there. */
export const voicemail = {
  taskType: 'voicemail',
  name: '+12025550111',
  from: '+12025550111',
  to: '+12025550142',
  callBackData: {
    numberToCall: '+12025550111',
    numberToCallFrom: '+12025550142',
    attempts: 0,
    mainTimeZone: 'America/Los_Angeles',
    utcDateTimeReceived: '2026-11-23T18:00:00.000Z',
    recordingSid: RECORDING_SID,
    recordingUrl: 'https://api.twilio.com/x',
    transcriptSid: '',
    transcriptText: 'the words',
    isDeleted: false,
  },
  conversations: { conversation_id: CALL_SID },
};

/** What every Function of Flex must do with a token that is no good: 403, a code, readable from Flex's pages, and nothing asked of Twilio. */
export function refusesBadTokens(handler: Handler, fields: Record<string, string>): void {
  test.each([
    ['no token', undefined],
    ['a made-up token', 'a.b.c.d.e'],
    ['an expired token', 'expired'],
  ])('%s opens nothing', async (_which, given) => {
    const room = await openFlexRoom();
    const { token } = await room.hire('Ana');
    if (given === 'expired') await room.office.world.controls.advance(3_600_000);
    const Token = given === 'expired' ? token : given;
    const answer = await room.call(handler, { ...fields, ...(Token !== undefined && { Token }) });
    expect(answer).toMatchObject({ status: 403, body: { success: false, code: 'TOKEN_INVALID' } });
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(room.requests).toEqual([]);
  });
}

function texts(headers: object): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
