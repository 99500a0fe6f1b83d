import { vendorError, type AppError } from '../errors';
import type { RecognisedTurn, TurnRecogniser } from '../assistant-call';
import type { SpeechToText } from '../voicemail';

/** Speech to text by Deepgram, model nova-3, for messages. The key is asked for at first use, so that a missing one stops only the transcript. */
export function deepgramSpeechToText(key: () => string): SpeechToText {
  return { transcribe: async (audio, options) => (await listen(key, audio, options)).text };
}

/** The same for a turn of a talk, with words that are expected. */
export function deepgramTurns(key: () => string): TurnRecogniser {
  return { recognise: (audio, options) => listen(key, audio, options) };
}

/** Deepgram takes 500 tokens of them, and advises 20 to 50 terms. Source: Deepgram docs, "Keyterm Prompting". */
const MOST_TERMS = 50;

interface ListenOptions {
  readonly language: string;
  readonly expected?: readonly string[] | undefined;
  readonly signal: AbortSignal;
}

/** The SDK takes over 100 ms to load, so it is loaded when there is something to transcribe. */
async function listen(
  key: () => string,
  audio: Buffer,
  { language, expected = [], signal }: ListenOptions,
): Promise<RecognisedTurn> {
  const apiKey = key();
  const { DeepgramClient } = await import('@deepgram/sdk');
  const client = new DeepgramClient({ apiKey });
  const keyterm = expected.slice(0, MOST_TERMS);
  try {
    const result = await client.listen.v1.media.transcribeFile(
      { data: audio, contentType: 'audio/mpeg' },
      {
        model: 'nova-3',
        language: spokenLanguage(language),
        smart_format: true,
        ...(keyterm.length > 0 && { keyterm }),
      },
      { abortSignal: signal, maxRetries: 0 },
    );
    const best = 'results' in result ? result.results.channels?.[0]?.alternatives?.[0] : undefined;
    return { text: best?.transcript ?? '', confidence: best?.confidence };
  } catch (thrown) {
    throw deepgramError(thrown);
  }
}

/** Regional forms that nova-3 knows; of any other language tag it takes the language alone. Source: Deepgram docs, "Models & Languages Overview". */
const REGIONAL = new Set(['en-US', 'en-AU', 'en-GB', 'en-IN', 'en-NZ', 'es-419', 'fr-CA', 'pt-BR', 'pt-PT', 'de-CH']);

function spokenLanguage(tag: string): string {
  return REGIONAL.has(tag) ? tag : (tag.split('-')[0] ?? tag);
}

function deepgramError(thrown: unknown): AppError {
  const status =
    typeof thrown === 'object' && thrown !== null && 'statusCode' in thrown ? thrown.statusCode : undefined;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return vendorError({
    vendor: 'Deepgram',
    status: typeof status === 'number' ? status : undefined,
    message,
    cause: thrown,
  });
}
