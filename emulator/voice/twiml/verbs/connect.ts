import type { Session } from '../../session';
import { MediaStream } from '../../streams/media-stream';
import { Relay, type RelayEnd } from '../../streams/relay';
import { Interruption } from '../../scope';
import { oneOf, url, type ValuesOf } from '../attributes';
import { elementsOf, type Element } from '../element';
import { relayOf } from '../nouns/relay-noun';
import { streamOf } from '../nouns/stream-noun';
import { notEmulated, TwimlError } from '../twiml-error';
import { defineVerb, NEXT, type Outcome } from '../verb';

const attributes = {
  action: url({ default: undefined }),
  method: oneOf(['POST', 'GET'], { default: 'POST' }),
};
type Values = ValuesOf<typeof attributes>;

/** https://www.twilio.com/docs/voice/twiml/connect: the call is somebody's server's until it lets go of it. */
export const connect = defineVerb({
  name: 'Connect',
  attributes,
  async run({ attributes: values, element, session }) {
    const [noun] = elementsOf(element);
    if (!noun) throw new TwimlError(12200, 'Connect: there is nothing to connect to');
    if (noun.name === 'Stream') return connectStream(noun, values, session);
    if (noun.name === 'ConversationRelay') return connectRelay(noun, values, session);
    throw notEmulated(`<Connect><${noun.name}>`);
  },
});

async function connectStream(noun: Element, { action, method }: Values, session: Session): Promise<Outcome> {
  const stream = new MediaStream(session.call, streamOf(noun, session, true));
  const over = new Promise<void>(resolve => (stream.ended = resolve));
  // Without a server the document goes on, as it does when the server closes.
  if (await session.scope.wait(stream.start()))
    try {
      await session.scope.wait(over);
    } finally {
      stream.stop();
    }
  if (action === undefined) return NEXT;
  return { then: 'fetch', kind: 'action', url: action, method, parameters: { StreamSid: stream.sid } };
}

async function connectRelay(noun: Element, { action, method }: Values, session: Session): Promise<Outcome> {
  const { options, fault } = relayOf(noun, session);
  const relay = new Relay(session.call, options);
  const over = new Promise<RelayEnd>(resolve => (relay.ended = resolve));
  let end: RelayEnd;
  try {
    if (fault) relay.end({ status: 'failed', errorCode: fault.code, errorMessage: fault.message });
    else await session.scope.wait(relay.start());
    end = await session.scope.wait(over);
  } catch (error) {
    relay.end({ status: 'completed' });
    if (action !== undefined && error instanceof Interruption && error.reason.kind === 'hang-up')
      await session.call.send({
        kind: 'action',
        method,
        parameters: parametersOf(await over),
        ...session.resolve(action),
      });
    throw error;
  }
  if (action !== undefined)
    return { then: 'fetch', kind: 'action', url: action, method, parameters: parametersOf(end) };
  if (end.status !== 'failed') return NEXT;
  session.note('log', `error ${end.errorCode ?? 0}: ConversationRelay: ${end.errorMessage ?? ''}`, {
    detail: { code: end.errorCode },
  });
  session.call.over('failed');
  throw new Interruption({ kind: 'hang-up' });
}

function parametersOf(end: RelayEnd): Record<string, string> {
  return {
    SessionId: end.sessionId,
    SessionStatus: end.status,
    SessionDuration: String(end.seconds),
    ...(end.handoffData !== undefined && { HandoffData: end.handoffData }),
    ...(end.errorCode !== undefined && { ErrorCode: String(end.errorCode), ErrorMessage: end.errorMessage ?? '' }),
  };
}
