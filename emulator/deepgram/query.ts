import type { RawAudio } from './audio';

/** A refusal in Deepgram's error shape, without the request id. */
export interface DeepgramError {
  readonly status: 400 | 401 | 501;
  readonly err_code: string;
  readonly err_msg: string;
}

/** What a listen request asks for, after its query was checked. */
export interface ListenQuery {
  readonly model: string;
  readonly language: string;
  /** Words keep capitals and punctuation. */
  readonly punctuated: boolean;
  readonly paragraphs: boolean;
  readonly utterances: boolean;
  readonly diarize: boolean;
  readonly multichannel: boolean;
  readonly detectLanguage: boolean;
  readonly tags: readonly string[];
  /** Words to expect. */
  readonly keyterms: readonly string[];
  readonly raw: RawAudio | undefined;
}

/** The models of `/v1/listen` (enum `MediaTranscribeRequestModel` of Deepgram's API document); custom models are named by a UUID. */
const modelVariants: Readonly<Record<string, readonly string[]>> = {
  'nova-3': ['', 'general', 'medical'],
  'nova-2': [
    '',
    'general',
    'meeting',
    'finance',
    'conversationalai',
    'voicemail',
    'video',
    'medical',
    'drivethru',
    'automotive',
    'phonecall',
  ],
  nova: ['', 'general', 'phonecall', 'medical'],
  enhanced: ['', 'general', 'meeting', 'phonecall', 'finance'],
  base: ['', 'general', 'meeting', 'phonecall', 'finance', 'conversationalai', 'voicemail', 'video'],
};
/** Variants that stand for themselves, of the base tier. */
const bareVariants = ['general', 'meeting', 'phonecall', 'finance', 'conversationalai', 'voicemail', 'video'];
const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Base languages that Deepgram transcribes in some model (developers.deepgram.com, "Models & Languages Overview"). */
const languages = new Set(
  (
    'ar be bg bn bs ca cs da de el en es et fa fi fr he hi hr hu id it ja kn ko lt lv mk mr ms multi nl no pl pt ro ru ' +
    'sk sl sr sv ta taq te th tl tr uk ur vi zh'
  ).split(' '),
);

const booleans = [
  'punctuate',
  'smart_format',
  'paragraphs',
  'utterances',
  'diarize',
  'multichannel',
  'detect_language',
  'dictation',
  'filler_words',
  'measurements',
  'numerals',
  'profanity_filter',
  'mip_opt_out',
  'sentiment',
  'topics',
  'intents',
  'detect_entities',
] as const;

/** Features whose answers need a model that is not here. */
const absentFeatures = [
  'callback',
  'summarize',
  'sentiment',
  'topics',
  'custom_topic',
  'intents',
  'custom_intent',
  'detect_entities',
  'search',
  'replace',
  'redact',
];

const rawEncodings = ['linear16', 'mulaw', 'alaw'] as const;
const compressedEncodings = ['flac', 'amr-nb', 'amr-wb', 'opus', 'ogg-opus', 'speex', 'g729'];

/** Checks the query of a listen request. Parameters that Deepgram doesn't have are ignored, as it ignores them. */
export function readQuery(query: URLSearchParams): ListenQuery | DeepgramError {
  const fault = badValue(query) ?? badModel(query) ?? badKeywords(query) ?? badEncoding(query) ?? absent(query);
  if (fault) return fault;
  const on = (name: (typeof booleans)[number]): boolean => query.get(name) === 'true';
  return {
    model: query.get('model') ?? 'base',
    language: query.get('language') ?? 'en',
    punctuated: on('punctuate') || on('smart_format') || on('paragraphs'),
    paragraphs: on('paragraphs') || on('smart_format'),
    utterances: on('utterances'),
    diarize: on('diarize') || query.has('diarize_model'),
    multichannel: on('multichannel'),
    detectLanguage: on('detect_language'),
    tags: query.getAll('tag'),
    keyterms: query.getAll('keyterm'),
    raw: rawAudio(query),
  };
}

function badRequest(message: string): DeepgramError {
  return { status: 400, err_code: 'Bad Request', err_msg: `Bad Request: ${message}` };
}

function badParameter(name: string, expected: string): DeepgramError {
  const err_msg = `Failed to deserialize query parameters: ${name}: expected ${expected}`;
  return { status: 400, err_code: 'INVALID_QUERY_PARAMETER', err_msg };
}

function badValue(query: URLSearchParams): DeepgramError | undefined {
  const bad = booleans.find(name => query.getAll(name).some(value => value !== 'true' && value !== 'false'));
  if (bad) return badParameter(bad, '`true` or `false`');
  for (const name of ['sample_rate', 'channels']) {
    if (query.has(name) && !/^[1-9]\d{0,5}$/.test(query.get(name) ?? ''))
      return badParameter(name, 'a positive integer');
  }
  if (query.has('utt_split') && !/^\d+(\.\d+)?$/.test(query.get('utt_split') ?? ''))
    return badParameter('utt_split', 'a number');
  if (query.has('diarize_model') && !['latest', 'v1', 'v2'].includes(query.get('diarize_model') ?? ''))
    return badParameter('diarize_model', '`latest`, `v1` or `v2`');
  return undefined;
}

function badModel(query: URLSearchParams): DeepgramError | undefined {
  const model = query.get('model') ?? 'base';
  const language = (query.get('language') ?? 'en').toLowerCase();
  const knownLanguage = languages.has(language.split(/[-_]/)[0] ?? '');
  return isModel(model) && knownLanguage ? undefined : badRequest('No such model/language/tier combination found.');
}

function isModel(model: string): boolean {
  if (uuidPattern.test(model) || bareVariants.includes(model)) return true;
  return Object.entries(modelVariants).some(([family, variants]) =>
    variants.some(variant => model === (variant === '' ? family : `${family}-${variant}`)),
  );
}

function badKeywords(query: URLSearchParams): DeepgramError | undefined {
  const isNova3 = (query.get('model') ?? '').startsWith('nova-3');
  if (isNova3 && query.has('keywords'))
    return badRequest('Keywords are not supported for Nova-3. Use keyterm instead.');
  if (!isNova3 && query.has('keyterm')) return badRequest('Keyterms are only supported for Nova-3 models.');
  return undefined;
}

function badEncoding(query: URLSearchParams): DeepgramError | undefined {
  const encoding = query.get('encoding');
  if (encoding === null || rawEncodings.some(each => each === encoding) || compressedEncodings.includes(encoding))
    return undefined;
  return badParameter('encoding', 'an encoding that Deepgram knows');
}

function rawAudio(query: URLSearchParams): RawAudio | undefined {
  const encoding = rawEncodings.find(each => each === query.get('encoding'));
  const sampleRate = Number(query.get('sample_rate') ?? (encoding === 'linear16' ? 0 : 8000));
  return encoding && sampleRate > 0
    ? { encoding, sampleRate, channels: Number(query.get('channels') ?? 1) }
    : undefined;
}

function absent(query: URLSearchParams): DeepgramError | undefined {
  const compressed = compressedEncodings.includes(query.get('encoding') ?? '') ? 'encoding' : undefined;
  const feature = absentFeatures.find(name => query.has(name) && query.get(name) !== 'false') ?? compressed;
  if (feature === undefined) return undefined;
  return { status: 501, err_code: 'NOT_IMPLEMENTED', err_msg: `The local Deepgram has not implemented "${feature}".` };
}
