import { createHash } from 'node:crypto';

import type { ApiReply, ApiRequest, Product, World } from '../contract';
import { readAudio } from './audio';
import type { AudioFacts } from './audio';
import { readQuery } from './query';
import type { DeepgramError, ListenQuery } from './query';
import { resultsOf } from './transcription';

export interface DeepgramOptions {
  readonly key: string;
  /** The words that were spoken into this recording (WAV or MP3 bytes as Twilio hands them out); undefined when it isn't one of ours. */
  wordsIn(media: Buffer): string | undefined;
}

/**
 * A double of Deepgram's prerecorded speech-to-text. It recognises nothing: it knows what the scripted caller said into each recording,
 * and answers audio that nobody here recorded with an empty transcript, as Deepgram answers silence.
 */
export function createDeepgram(world: World, options: DeepgramOptions): { product: Product } {
  const listen = (request: ApiRequest): ApiReply => {
    const requestId = uuidOf(world.ids.sid(''));
    const asked = hasKey(request, options.key) ? readQuery(request.query) : invalidCredentials;
    if ('err_code' in asked) return refuse(asked, requestId);
    if (/^application\/json/i.test(request.headers['content-type'] ?? '')) return refuse(remoteAudio, requestId);
    const audio = readAudio(request.body, asked.raw);
    if (!audio) return refuse(corruptAudio, requestId);
    const words = options.wordsIn(request.body) ?? '';
    world.bus.emit('timeline', {
      atMs: world.clock.now(),
      kind: 'transcript',
      text: words === '' ? 'nothing recognised' : words,
      detail: { requestId, model: asked.model, durationSeconds: audio.durationSeconds, keyterms: asked.keyterms },
    });
    const metadata = metadataOf(world, { requestId, audio, query: asked, body: request.body });
    const body = { metadata, results: resultsOf(words, audio, asked) };
    return { status: 200, headers: { 'dg-request-id': requestId }, body };
  };
  return {
    product: {
      name: 'deepgram',
      hosts: ['api.deepgram.com'],
      routes: [{ method: 'POST', path: '/v1/listen', access: 'open', handle: listen }],
    },
  };
}

const invalidCredentials: DeepgramError = { status: 401, err_code: 'INVALID_AUTH', err_msg: 'Invalid credentials.' };
const corruptAudio: DeepgramError = {
  status: 400,
  err_code: 'Bad Request',
  err_msg: 'Bad Request: failed to process audio: corrupt or unsupported data',
};
const remoteAudio: DeepgramError = {
  status: 501,
  err_code: 'NOT_IMPLEMENTED',
  err_msg: 'The local Deepgram has not implemented audio by URL: send the bytes.',
};

function refuse({ status, ...error }: DeepgramError, requestId: string): ApiReply {
  return { status, headers: { 'dg-request-id': requestId }, body: { ...error, request_id: requestId } };
}

function hasKey(request: ApiRequest, key: string): boolean {
  const [, given] = /^(?:token|bearer)\s+(.+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return given?.trim() === key;
}

interface Transcribed {
  readonly requestId: string;
  readonly audio: AudioFacts;
  readonly query: ListenQuery;
  readonly body: Buffer;
}

function metadataOf(world: World, { requestId, audio, query, body }: Transcribed): Record<string, unknown> {
  const arch = /^(nova-3|nova-2|nova|enhanced)/.exec(query.model)?.[1] ?? 'base';
  // A model keeps its id from run to run, as at Deepgram.
  const modelId = uuidOf(createHash('md5').update(query.model).digest('hex'));
  return {
    transaction_key: 'deprecated',
    request_id: requestId,
    sha256: createHash('sha256').update(body).digest('hex'),
    created: new Date(world.clock.now()).toISOString(),
    duration: audio.durationSeconds,
    channels: query.multichannel ? audio.channels : 1,
    models: [modelId],
    model_info: { [modelId]: { name: nameOf(query.model, arch), version: '2026-01-01.0', arch } },
    ...(query.tags.length > 0 && { tags: query.tags }),
  };
}

/** Deepgram names a model by variant and architecture: "general-nova-3". */
function nameOf(model: string, arch: string): string {
  const variant = model.slice(arch.length + 1);
  return `${variant === '' ? 'general' : variant}-${arch}`;
}

function uuidOf(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
