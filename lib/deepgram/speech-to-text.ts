import { vendorError, type AppError } from '../errors';
import type { SpeechToText } from '../voicemail';

/**
 * Speech to text by Deepgram, model nova-3. The key is asked for at first use, so that a missing one stops only the transcript;
 * the SDK takes over 100 ms to load, so it is loaded when there is something to transcribe.
 */
export function deepgramSpeechToText(key: () => string): SpeechToText {
  return {
    transcribe: async (audio, { language, signal }) => {
      const apiKey = key();
      const { DeepgramClient } = await import('@deepgram/sdk');
      const client = new DeepgramClient({ apiKey });
      try {
        const result = await client.listen.v1.media.transcribeFile(
          { data: audio, contentType: 'audio/mpeg' },
          { model: 'nova-3', language: spokenLanguage(language), smart_format: true },
          { abortSignal: signal, maxRetries: 0 },
        );
        return 'results' in result ? (result.results.channels?.[0]?.alternatives?.[0]?.transcript ?? '') : '';
      } catch (thrown) {
        throw deepgramError(thrown);
      }
    },
  };
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
