import { startRecording } from '../../call-recording';
import type { Session } from '../../session';
import { MAX_TRACKS, MediaStream } from '../../streams/media-stream';
import { oneOf, readAttributes, someOf, text } from '../attributes';
import { elementsOf, type Element } from '../element';
import { streamOf } from '../nouns/stream-noun';
import { notEmulated } from '../twiml-error';
import { defineVerb, NEXT } from '../verb';

/** https://www.twilio.com/docs/voice/twiml/stream: goes on beside the document until it is stopped or the call is over. */
export const start = defineVerb({
  name: 'Start',
  attributes: { action: text({ default: undefined }), method: oneOf(['POST', 'GET'], { default: 'POST' }) },
  async run({ element, session }) {
    for (const noun of elementsOf(element)) {
      if (noun.name === 'Stream') await startStream(noun, session);
      else if (noun.name === 'Recording') record(noun, session);
      else throw notEmulated(`<Start><${noun.name}>`);
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
      else if (noun.name === 'Stream') stopStream(noun, session);
      else throw notEmulated(`<Stop><${noun.name}>`);
    }
    return NEXT;
  },
});

async function startStream(noun: Element, session: Session): Promise<void> {
  const { call } = session;
  const stream = new MediaStream(call, streamOf(noun, session, false));
  const running = [...call.streams.values()].reduce((count, { tracks }) => count + tracks.length, 0);
  if (call.streams.has(stream.name))
    return session.warn({ code: 31942, message: `Stream: the name ${stream.name} is taken` });
  if (running + stream.tracks.length > MAX_TRACKS)
    return session.warn({ code: 31943, message: `Stream: more than ${MAX_TRACKS} tracks` });
  await session.scope.wait(stream.start());
}

function stopStream({ attributes }: Element, session: Session): void {
  const name = attributes['name'] ?? '';
  const stream = session.call.streams.get(name);
  if (stream) stream.stop();
  else session.warn({ code: 12200, message: `<Stop>: there is no stream "${name}"` });
}

const recordingTable = {
  channels: oneOf(['mono', 'dual'], { default: 'dual' }),
  track: oneOf(['both', 'inbound', 'outbound'], { default: 'both' }),
  trim: oneOf(['trim-silence', 'do-not-trim'], { default: 'do-not-trim' }),
  recordingStatusCallback: text({ default: undefined }),
  recordingStatusCallbackMethod: oneOf(['POST', 'GET'], { default: 'POST' }),
  recordingStatusCallbackEvent: someOf(['in-progress', 'completed', 'absent'], { default: ['completed'] }),
};

function record(noun: Element, session: Session): void {
  const { values, warnings } = readAttributes(noun, recordingTable);
  warnings.forEach(warning => session.warn(warning));
  const { recordingStatusCallback: url } = values;
  startRecording(session.call, {
    source: 'StartCallRecordingTwiML',
    channels: values.channels === 'dual' ? 2 : 1,
    track: values.track,
    trim: values.trim === 'trim-silence',
    callback:
      url === undefined
        ? undefined
        : {
            url: session.resolve(url).url,
            method: values.recordingStatusCallbackMethod,
            events: values.recordingStatusCallbackEvent,
          },
  });
}
