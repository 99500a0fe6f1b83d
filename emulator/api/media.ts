import type { ApiReply, ApiRequest, Route } from '../contract';
import { invalid, notFound, TwilioError } from '../rest/twilio-error';
import type { Encodings, MediaFormat } from '../voice/audio/encodings';
import type { Clip } from '../voice/audio/clip';
import type { Recordings } from '../voice/recordings';
import { ranged } from './range';

export interface MediaOptions {
  readonly encodings: Encodings;
  /** Twilio's "enforce HTTP auth on media URLs". */
  readonly enforceAuth: boolean;
}

const BASE = '/2010-04-01/Accounts/{AccountSid}/Recordings/{Sid}';
const FORMATS: readonly (readonly [suffix: string, format: MediaFormat, type: string])[] = [
  ['', 'wav', 'audio/x-wav'],
  ['.wav', 'wav', 'audio/x-wav'],
  ['.mp3', 'mp3', 'audio/mpeg'],
];

/** The files of recordings: WAV without a suffix or with .wav, MP3 with .mp3. */
export function mediaRoutes(recordings: Recordings, options: MediaOptions): Route[] {
  return FORMATS.flatMap(([suffix, format, type]) => {
    const handle = async (request: ApiRequest): Promise<ApiReply> => {
      refuseStrangers(request, options.enforceAuth);
      const clip = clipOf(request, recordings);
      const channels = channelsFor(clip, request);
      return ranged(request, { bytes: await options.encodings.encode(clip, format, channels), type });
    };
    const route = { path: BASE + suffix, access: 'open', handle } as const;
    return [
      { ...route, method: 'GET' },
      { ...route, method: 'HEAD' },
    ];
  });
}

/** As it was recorded, unless `RequestedChannels` asks for one. Throws TwilioError 400/16113 when it asks for two that there are not. */
function channelsFor(clip: Clip, { query }: ApiRequest): 1 | 2 {
  const wanted = query.get('RequestedChannels');
  if (wanted !== null && wanted !== '1' && wanted !== '2')
    throw invalid(`Invalid value for parameter RequestedChannels: "${wanted}"`);
  if (wanted === '2' && clip.channels === 1)
    throw new TwilioError(400, 16113, 'Cannot download a dual-channel presentation of a mono recording');
  return wanted === '1' ? 1 : clip.channels;
}

function refuseStrangers({ account, path }: ApiRequest, enforceAuth: boolean): void {
  if (enforceAuth && account?.sid !== path['AccountSid']) throw new TwilioError(401, 20003, 'Authenticate');
}

/** What was recorded. Throws TwilioError 404 when there is no such recording, or its file isn't ready yet. */
function clipOf({ path, url }: ApiRequest, recordings: Recordings): NonNullable<ReturnType<Recordings['clip']>> {
  const sid = path['Sid'] ?? '';
  const clip = recordings.clip(sid);
  if (!clip || recordings.records.get(sid)?.account_sid !== path['AccountSid']) throw notFound(url.pathname);
  return clip;
}
