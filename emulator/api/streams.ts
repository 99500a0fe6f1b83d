import type { ApiReply, ApiRequest, Route, World } from '../contract';
import { describe } from '../rest/description';
import { checkParameters, type Parameters } from '../rest/parameters';
import { presentRecord } from '../rest/presentation';
import { notFound, TwilioError } from '../rest/twilio-error';
import type { LiveCall } from '../voice/live-call';
import type { LiveCalls } from '../voice/live-calls';
import { MAX_TRACKS, MediaStream, QUOTA_EXCEEDED, type StreamTrack } from '../voice/streams/media-stream';
import { methodOf, urlOf } from './call-requests';

const PATH = '/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Streams';
const TRACKS: readonly StreamTrack[] = ['inbound_track', 'outbound_track', 'both_tracks'];

/** Streams of a running call: begun and stopped, by sid or name; there is nothing to read them back by. */
export function streamRoutes({ world, calls }: { world: World; calls: LiveCalls }): Route[] {
  const description = describe('api_v2010', `${PATH}.json`);
  const show = (stream: MediaStream, status: 'in-progress' | 'stopped'): ApiReply => {
    const { sid, name, call } = stream;
    const dates = { date_updated: new Date(world.clock.now()).toISOString() };
    const uri = `/2010-04-01/Accounts/${call.accountSid}/Calls/${call.sid}/Streams/${sid}.json`;
    const record = { sid, name, status, account_sid: call.accountSid, call_sid: call.sid, uri, ...dates };
    return { status: 200, body: presentRecord(description, record) };
  };
  const given = (request: ApiRequest, operation: 'create' | 'update'): Parameters => {
    const described = description.operations[operation];
    return checkParameters(request.form, {
      fields: described?.form ?? {},
      required: described?.required ?? [],
      leavesUrls: true,
    });
  };
  return [
    {
      method: 'POST',
      path: `${PATH}.json`,
      access: 'account',
      async handle(request) {
        const call = liveCallOf(request, calls);
        const stream = begin(call, given(request, 'create'), request.form);
        await stream.start();
        return show(stream, 'in-progress');
      },
    },
    {
      method: 'POST',
      path: `${PATH}/{Sid}.json`,
      access: 'account',
      handle(request) {
        const key = request.path['Sid'] ?? '';
        given(request, 'update');
        const streams = [...liveCallOf(request, calls).streams.values()];
        const stream = streams.find(one => one.sid === key || one.name === key);
        if (!stream) throw notFound(request.url.pathname);
        stream.stop();
        return show(stream, 'stopped');
      },
    },
  ];
}

/** The call in the path, while somebody is on the phone. Throws TwilioError 20404, and 400/21220 before the answer. */
export function liveCallOf({ path, account, url }: ApiRequest, calls: LiveCalls): LiveCall {
  const call = calls.find(path['CallSid'] ?? '');
  if (call?.accountSid !== account?.sid) throw notFound(url.pathname);
  if (!call?.isAnswered || call.isOver) throw new TwilioError(400, 21220, 'Call is not in-progress');
  return call;
}

function begin(call: LiveCall, parameters: Parameters, form: URLSearchParams): MediaStream {
  const { Url, Name: name, Track: track, StatusCallback: callback, StatusCallbackMethod: method } = parameters;
  const url = String(Url);
  if (!URL.canParse(url) || !/^wss?:/i.test(url))
    throw new TwilioError(400, 21205, `Url is not a valid WebSocket URL: ${url}`);
  if (name && call.streams.has(String(name)))
    throw new TwilioError(400, 20001, `The stream name ${String(name)} is taken`);
  const stream = new MediaStream(call, {
    url: url.replace(/\?.*$/, ''),
    name: name ? String(name) : undefined,
    track: TRACKS.find(known => known === track) ?? 'inbound_track',
    isBidirectional: false,
    parameters: customParameters(form),
    statusCallback: callback ? { url: urlOf('StatusCallback', callback, 21609), method: methodOf(method) } : undefined,
  });
  const running = [...call.streams.values()].reduce((count, { tracks }) => count + tracks.length, 0);
  if (running + stream.tracks.length > MAX_TRACKS)
    throw new TwilioError(400, QUOTA_EXCEEDED, `A call has at most ${MAX_TRACKS} tracks`);
  return stream;
}

/** `Parameter1.Name`, `Parameter1.Value` … */
function customParameters(form: URLSearchParams): Record<string, string> {
  const names = [...form.keys()].flatMap(key => /^Parameter(\d+)\.Name$/.exec(key)?.[1] ?? []);
  const pairs = names.map(number => [
    form.get(`Parameter${number}.Name`) ?? '',
    form.get(`Parameter${number}.Value`) ?? '',
  ]);
  return Object.fromEntries(pairs) as Record<string, string>;
}
