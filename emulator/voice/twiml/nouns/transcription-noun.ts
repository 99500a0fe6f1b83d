import type { Session } from '../../session';
import type { TranscriptionOptions } from '../../streams/transcription';
import { accepted, flag, inert, matching, oneOf, text, url } from '../attributes';
import type { Element } from '../element';
import { attributesOf } from '../verb';

/** https://www.twilio.com/docs/voice/twiml/transcription */
export const transcriptionTable = {
  name: text({ default: undefined }),
  track: oneOf(['inbound_track', 'outbound_track', 'both_tracks'], { default: 'both_tracks' }),
  statusCallbackUrl: url({ default: '' }),
  statusCallbackMethod: oneOf(['POST', 'GET'], { default: 'POST' }),
  languageCode: matching(/^([a-z]{2,3}(-[A-Za-z]{4})?(-[A-Z]{2}|-\d{3})?|multi)$/, { default: 'en-US' }),
  inboundTrackLabel: text({ default: undefined }),
  outboundTrackLabel: text({ default: undefined }),
  partialResults: inert(flag({ default: false })),
  profanityFilter: inert(flag({ default: true })),
  enableAutomaticPunctuation: inert(flag({ default: true })),
  ...accepted('transcriptionEngine', 'speechModel', 'hints', 'intelligenceService'),
};

/** What a Transcription noun asks for. */
export function transcriptionOf(noun: Element, session: Session): TranscriptionOptions {
  const {
    statusCallbackUrl,
    statusCallbackMethod: method,
    ...values
  } = attributesOf(noun, transcriptionTable, session);
  return {
    ...values,
    statusCallback: statusCallbackUrl === '' ? undefined : { url: session.resolve(statusCallbackUrl).url, method },
  };
}
