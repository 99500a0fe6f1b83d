import type { ApiReply, ApiRequest, Route, World } from '../contract';
import { describe } from '../rest/description';
import { checkParameters, type Parameters } from '../rest/parameters';
import { presentRecord } from '../rest/presentation';
import { invalid, notFound } from '../rest/twilio-error';
import type { LiveCalls } from '../voice/live-calls';
import type { StreamTrack } from '../voice/streams/media-stream';
import { Transcription, type TranscriptionOptions } from '../voice/streams/transcription';
import { methodOf, urlOf } from './call-requests';
import { liveCallOf } from './streams';

const PATH = '/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Transcriptions';
const TRACKS: readonly StreamTrack[] = ['inbound_track', 'outbound_track', 'both_tracks'];

/** Transcriptions of a running call: begun and stopped, by sid or name; there is nothing to read them back by. */
export function transcriptionRoutes({ world, calls }: { world: World; calls: LiveCalls }): Route[] {
  const description = describe('api_v2010', `${PATH}.json`);
  const show = ({ sid, name, call, isOver }: Transcription): ApiReply => {
    const uri = `/2010-04-01/Accounts/${call.accountSid}/Calls/${call.sid}/Transcriptions/${sid}.json`;
    const dates = { date_updated: new Date(world.clock.now()).toISOString() };
    const status = isOver ? 'stopped' : 'in-progress';
    const record = { sid, name, status, account_sid: call.accountSid, call_sid: call.sid, uri, ...dates };
    return { status: 200, body: presentRecord(description, record) };
  };
  const given = (request: ApiRequest, operation: 'create' | 'update'): Parameters => {
    const described = description.operations[operation];
    return checkParameters(request.form, { fields: described?.form ?? {}, required: described?.required ?? [] });
  };
  return [
    {
      method: 'POST',
      path: `${PATH}.json`,
      access: 'account',
      handle(request) {
        const options = optionsOf(given(request, 'create'));
        const call = liveCallOf(request, calls);
        if (options.name !== undefined && call.transcriptions.has(options.name))
          throw invalid(`The transcription name ${options.name} is taken`);
        const transcription = new Transcription(call, options);
        call.transcriptions.set(transcription.name, transcription);
        return show(transcription);
      },
    },
    {
      method: 'POST',
      path: `${PATH}/{Sid}.json`,
      access: 'account',
      handle(request) {
        const key = request.path['Sid'] ?? '';
        given(request, 'update');
        const running = [...liveCallOf(request, calls).transcriptions.values()];
        const transcription = running.find(({ sid, name }) => sid === key || name === key);
        if (!transcription) throw notFound(request.url.pathname);
        transcription.stop();
        return show(transcription);
      },
    },
  ];
}

function optionsOf(parameters: Parameters): TranscriptionOptions {
  const { Name, Track, LanguageCode, InboundTrackLabel, OutboundTrackLabel } = parameters;
  const { StatusCallbackUrl: callback, StatusCallbackMethod: method } = parameters;
  return {
    name: Name === undefined ? undefined : String(Name),
    track: TRACKS.find(known => known === Track) ?? 'both_tracks',
    languageCode: String(LanguageCode ?? 'en-US'),
    inboundTrackLabel: InboundTrackLabel === undefined ? undefined : String(InboundTrackLabel),
    outboundTrackLabel: OutboundTrackLabel === undefined ? undefined : String(OutboundTrackLabel),
    statusCallback: callback
      ? { url: urlOf('StatusCallbackUrl', callback, 21609), method: methodOf(method) }
      : undefined,
  };
}
