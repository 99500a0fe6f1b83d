import { dialOne, type DialResult } from '../../dial-leg';
import { Interruption } from '../../scope';
import type { Session } from '../../session';
import { accepted, flag, oneOf, text, whole, type ValuesOf } from '../attributes';
import { elementsOf, textOf, type Element } from '../element';
import { notEmulated } from '../twiml-error';
import { defineVerb, NEXT, type Outcome } from '../verb';

const attributes = {
  action: text({ default: undefined }),
  method: oneOf(['POST', 'GET'], { default: 'POST' }),
  timeout: whole({ default: 30, min: 1, max: 600, warning: 13212 }),
  timeLimit: whole({ default: 14_400, min: 1, warning: 13213 }),
  callerId: text({ default: undefined }),
  record: text({ default: 'do-not-record' }),
  answerOnBridge: flag({ default: false }),
  hangupOnStar: flag({ default: false }),
  ...accepted('ringTone', 'trim', 'sequential', 'referUrl', 'referMethod', 'events'),
  ...accepted(
    'recordingStatusCallback',
    'recordingStatusCallbackMethod',
    'recordingStatusCallbackEvent',
    'recordingTrack',
  ),
};
type Values = ValuesOf<typeof attributes>;

/** https://www.twilio.com/docs/voice/twiml/dial, with one Number or Client: what comes of it is the callee's script. */
export const dial = defineVerb({
  name: 'Dial',
  attributes,
  async run({ attributes: values, element, session }) {
    if (values.record !== 'do-not-record' && values.record !== 'false') throw notEmulated('<Dial record>');
    const result = await dialOne(session, {
      to: dialled(element),
      from: values.callerId ?? session.call.record.from,
      timeoutMs: values.timeout * 1000,
      limitMs: values.timeLimit * 1000,
      hangupOnStar: values.hangupOnStar,
    });
    return afterDial(result, values, session);
  },
});

/** Whom to call. Throws TwimlError for what the local Twilio cannot call. */
function dialled(element: Element): string {
  const nouns = elementsOf(element);
  const [noun] = nouns;
  if (!noun) return textOf(element);
  if (nouns.length > 1) throw notEmulated('<Dial> of several at once');
  if (noun.name !== 'Number' && noun.name !== 'Client') throw notEmulated(`<Dial><${noun.name}>`);
  if (noun.attributes['url'] !== undefined) throw notEmulated(`<${noun.name} url>`);
  return noun.name === 'Client' ? `client:${textOf(noun)}` : textOf(noun);
}

async function afterDial(result: DialResult, { action, method }: Values, session: Session): Promise<Outcome> {
  const parameters = {
    DialCallStatus: result.status,
    DialCallSid: result.callSid,
    DialBridged: String(result.bridgedSeconds !== undefined),
    ...(result.bridgedSeconds !== undefined && { DialCallDuration: String(result.bridgedSeconds) }),
  };
  const request = { kind: 'action', method, parameters } as const;
  if (!(result.interruption instanceof Interruption))
    return action === undefined ? NEXT : { then: 'fetch', url: action, ...request };
  if (action !== undefined && result.interruption.reason.kind === 'hang-up')
    await session.call.send({ ...request, ...session.resolve(action) });
  throw result.interruption;
}
