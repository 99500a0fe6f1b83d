import { startRecording } from '../../call-recording';
import type { Session } from '../../session';
import { MAX_TRACKS, MediaStream, QUOTA_EXCEEDED } from '../../streams/media-stream';
import { Transcription } from '../../streams/transcription';
import { accepted, oneOf, SCHEMA_WARNING } from '../attributes';
import { elementsOf, type Element } from '../element';
import { streamOf } from '../nouns/stream-noun';
import { transcriptionOf } from '../nouns/transcription-noun';
import { notEmulated } from '../twiml-error';
import { recordingAttributes, recordingCallbackOf } from '../recording-attributes';
import { attributesOf, defineVerb, NEXT } from '../verb';

/** https://www.twilio.com/docs/voice/twiml/stream: goes on beside the document until it is stopped or the call is over. */
export const start = defineVerb({
  name: 'Start',
  attributes: accepted('action', 'method'),
  async run({ element, session }) {
    for (const noun of elementsOf(element)) {
      if (noun.name === 'Stream') await startStream(noun, session);
      else if (noun.name === 'Recording') record(noun, session);
      else if (noun.name === 'Transcription') transcribe(noun, session);
      else if (noun.name === 'Siprec') throw notEmulated('<Start><Siprec>');
      else session.warn({ code: 14300, message: `Start: Invalid nested noun value <${noun.name}>` });
    }
    return NEXT;
  },
});

/** https://www.twilio.com/docs/voice/twiml/stop */
export const stop = defineVerb({
  name: 'Stop',
  attributes: {},
  async run({ element, session }) {
    const { call } = session;
    for (const noun of elementsOf(element)) {
      if (noun.name === 'Recording') for (const recording of [...call.recordings]) recording.stop();
      else if (noun.name === 'Stream') stopNamed(noun, call.streams, session);
      else if (noun.name === 'Transcription') stopNamed(noun, call.transcriptions, session);
      else if (noun.name === 'Siprec') throw notEmulated('<Stop><Siprec>');
      else session.warn({ code: SCHEMA_WARNING, message: `<${noun.name}> is not allowed in <Stop>` });
    }
    return NEXT;
  },
});

async function startStream(noun: Element, session: Session): Promise<void> {
  const { call } = session;
  const stream = new MediaStream(call, streamOf(noun, session, false));
  const running = [...call.streams.values()].reduce((count, { tracks }) => count + tracks.length, 0);
  if (call.streams.has(stream.name))
    return session.warn({ code: SCHEMA_WARNING, message: `Stream: the name ${stream.name} is taken` });
  if (running + stream.tracks.length > MAX_TRACKS)
    return session.warn({ code: QUOTA_EXCEEDED, message: `Stream - Quota exceeded: more than ${MAX_TRACKS} tracks` });
  await session.scope.wait(stream.start());
}

function transcribe(noun: Element, session: Session): void {
  const { call } = session;
  const options = transcriptionOf(noun, session);
  if (options.name !== undefined && call.transcriptions.has(options.name))
    return session.warn({ code: SCHEMA_WARNING, message: `Transcription: the name ${options.name} is taken` });
  const transcription = new Transcription(call, options);
  call.transcriptions.set(transcription.name, transcription);
}

function stopNamed(
  { name: noun, attributes }: Element,
  running: ReadonlyMap<string, { stop(): void }>,
  session: Session,
): void {
  const name = attributes['name'] ?? '';
  const found = running.get(name);
  if (found) found.stop();
  else session.warn({ code: SCHEMA_WARNING, message: `<Stop>: there is no ${noun} "${name}"` });
}

/** https://www.twilio.com/docs/voice/twiml/recording */
export const recordingTable = {
  channels: oneOf(['mono', 'dual'], { default: 'dual' }),
  track: oneOf(['both', 'inbound', 'outbound'], { default: 'both', warning: 13622 }),
  trim: oneOf(['trim-silence', 'do-not-trim'], { default: 'do-not-trim', warning: 13699 }),
  ...recordingAttributes,
};

function record(noun: Element, session: Session): void {
  const values = attributesOf(noun, recordingTable, session);
  startRecording(session.call, {
    source: 'StartCallRecordingTwiML',
    channels: values.channels === 'dual' ? 2 : 1,
    track: values.track,
    trim: values.trim === 'trim-silence',
    callback: recordingCallbackOf(values, session),
  });
}
