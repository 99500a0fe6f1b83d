import type { ApiReply, ApiRequest, Product, Route } from '../contract';
import { notImplemented } from '../rest/twilio-error';
import { murmur } from '../voice/audio/tone';
import { writeWav } from '../voice/audio/wav';
import { createTwimlets, MUSIC_BUCKETS } from './twimlets';

/** Twilio's examples of wait documents play from here, too. */
const MUSIC_HOSTS = [...MUSIC_BUCKETS, 'com.twilio.sounds.music'].map(bucket => `${bucket}.s3.amazonaws.com`);
const TRACK_MS = 60_000;

/** The document that Twilio's pages and libraries point calls to in their examples. */
const VOICE_DOCUMENT = `<?xml version="1.0" encoding="UTF-8"?>
<Response><Say>Thanks for trying our documentation. Enjoy!</Say><Play>https://demo.twilio.com/docs/classic.mp3</Play></Response>
`;

/** What Twilio offers to everybody's calls, so that examples and exported projects run as they are: its sample document, its music and its cowbell, which murmur here, and its Twimlets. */
export function createDemo(): Product[] {
  const document = (): ApiReply => ({ status: 200, headers: { 'content-type': 'text/xml' }, body: VOICE_DOCUMENT });
  const track: Route = {
    method: 'GET',
    path: '/{Track}',
    access: 'open',
    handle: ({ path }) => (/\.(?:mp3|wav|aiff?)$/i.test(path['Track'] ?? '') ? music() : { status: 404, body: '' }),
  };
  return [
    {
      name: 'demo',
      hosts: ['demo.twilio.com'],
      routes: [
        { method: 'GET', path: '/docs/voice.xml', access: 'open', handle: document },
        { method: 'POST', path: '/docs/voice.xml', access: 'open', handle: document },
        { method: 'GET', path: '/docs/classic.mp3', access: 'open', handle: () => music() },
        { method: 'ANY', path: '*', access: 'open', absent: true, handle: absent },
      ],
    },
    { name: 'music', hosts: MUSIC_HOSTS, routes: [track] },
    {
      name: 'cowbell',
      hosts: ['api.twilio.com'],
      routes: ['/cowbell.mp3', '/Cowbell.mp3'].map(path => ({
        method: 'GET',
        path,
        access: 'open',
        handle: () => music(),
      })),
    },
    createTwimlets(),
  ];
}

function absent({ url }: ApiRequest): never {
  throw notImplemented(url.href);
}

let minute: Buffer | undefined;

/** A minute of murmur, made when it is first asked for. */
function music(): ApiReply {
  minute ??= writeWav(murmur('music', TRACK_MS));
  return { status: 200, headers: { 'content-type': 'audio/x-wav' }, body: minute };
}
