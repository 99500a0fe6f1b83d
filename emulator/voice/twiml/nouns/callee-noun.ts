import type { DialTarget } from '../../dial-leg';
import type { Session } from '../../session';
import type { StatusEvent } from '../../status-reports';
import { accepted, oneOf, readAttributes, someOf, text, type AttributeTable, type ValuesOf } from '../attributes';
import { elementsOf, textOf, type Element } from '../element';

const EVENTS: readonly StatusEvent[] = ['initiated', 'ringing', 'answered', 'completed'];

const shared = {
  url: text({ default: undefined }),
  method: oneOf(['POST', 'GET'], { default: 'POST', warning: 13221 }),
  statusCallback: text({ default: undefined }),
  statusCallbackMethod: oneOf(['POST', 'GET'], { default: 'POST' }),
  statusCallbackEvent: someOf(EVENTS, { default: ['completed'] }),
  ...accepted('byoc', 'machineDetection', 'amdStatusCallback', 'amdStatusCallbackMethod'),
  ...accepted('machineDetectionTimeout', 'machineDetectionSpeechThreshold'),
  ...accepted('machineDetectionSpeechEndThreshold', 'machineDetectionSilenceTimeout'),
} satisfies AttributeTable;

const number = {
  ...shared,
  sendDigits: { ...text({ default: undefined }), warning: 13222, read: readDigits },
  ...accepted('phoneNumberSid'),
};
const sip = { ...shared, ...accepted('username', 'password', 'codecs') };

function readDigits(raw: string): string | undefined {
  return /^[0-9*#wW]+$/.test(raw) ? raw : undefined;
}

/** Whom a Number, Client or Sip means. */
export function targetOf(noun: Element, session: Session): DialTarget {
  if (noun.name === 'Client') return clientTarget(noun, session);
  if (noun.name === 'Sip') return sipTarget(noun, session);
  const { values, warnings } = readAttributes(noun, number);
  warnings.forEach(warning => session.warn(warning));
  return { to: textOf(noun), parameters: {}, sendDigits: values.sendDigits, ...common(values, session) };
}

/** `<Client>ann?customer=7</Client>`, or an Identity with Parameters. */
function clientTarget(noun: Element, session: Session): DialTarget {
  const { values, warnings } = readAttributes(noun, shared);
  warnings.forEach(warning => session.warn(warning));
  const children = elementsOf(noun);
  const identity = children.find(child => child.name === 'Identity');
  const [name = '', query = ''] = (identity ? textOf(identity) : textOf(noun)).split('?');
  const named = children
    .filter(child => child.name === 'Parameter')
    .map(({ attributes }) => [attributes['name'] ?? '', attributes['value'] ?? '']);
  const parameters = { ...queryOf(query), ...(Object.fromEntries(named) as Record<string, string>) };
  return { to: `client:${name.trim()}`, parameters, sendDigits: undefined, ...common(values, session) };
}

/** `<Sip>sip:ann@example.com?X-Customer=7</Sip>`: what follows the question mark are headers; only X- and UUI ones go out. */
function sipTarget(noun: Element, session: Session): DialTarget {
  const { values, warnings } = readAttributes(noun, sip);
  warnings.forEach(warning => session.warn(warning));
  const [address = '', query = ''] = textOf(noun).split('?');
  if (!/^sips?:[^@\s]+@[^@\s]+$/i.test(address))
    session.warn({ code: 13243, message: `Dial->SIP: Invalid SIP URI "${address}"` });
  const headers = Object.entries(queryOf(query)).filter(
    ([name]) => /^x-/i.test(name) || name.toLowerCase() === 'user-to-user',
  );
  const parameters = Object.fromEntries(headers);
  return { to: address, parameters, sendDigits: undefined, ...common(values, session) };
}

function queryOf(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query));
}

function common(values: ValuesOf<typeof shared>, session: Session): Pick<DialTarget, 'statusCallback' | 'whisper'> {
  const { statusCallback, statusCallbackMethod, statusCallbackEvent: events, url, method } = values;
  return {
    statusCallback:
      statusCallback === undefined
        ? undefined
        : { url: session.resolve(statusCallback).url, method: statusCallbackMethod, events },
    whisper: url === undefined ? undefined : { kind: 'twiml', method, parameters: {}, ...session.resolve(url) },
  };
}
