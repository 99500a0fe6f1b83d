import type { DialTarget } from '../../dial-leg';
import type { AmdCallback, MachineDetection } from '../../machine-detection';
import type { Session } from '../../session';
import type { StatusEvent } from '../../status-reports';
import {
  accepted,
  oneOf,
  readAttributes,
  someOf,
  text,
  whole,
  type AttributeTable,
  type ValuesOf,
} from '../attributes';
import { elementsOf, textOf, type Element } from '../element';

const EVENTS: readonly StatusEvent[] = ['initiated', 'ringing', 'answered', 'completed'];

const shared = {
  url: text({ default: undefined }),
  method: oneOf(['POST', 'GET'], { default: 'POST', warning: 13221 }),
  statusCallback: text({ default: undefined }),
  statusCallbackMethod: oneOf(['POST', 'GET'], { default: 'POST' }),
  statusCallbackEvent: someOf(EVENTS, { default: ['completed'] }),
  ...accepted('byoc'),
} satisfies AttributeTable;

/** Defaults and bounds of https://www.twilio.com/docs/voice/twiml/number#attributes-machine-detection. */
const detected = {
  ...shared,
  machineDetection: oneOf(['Enable', 'DetectMessageEnd'], { default: undefined }),
  machineDetectionTimeout: whole({ default: 30, min: 3, max: 60 }),
  machineDetectionSpeechThreshold: whole({ default: 2400, min: 1000, max: 6000 }),
  machineDetectionSpeechEndThreshold: whole({ default: 1200, min: 500, max: 5000 }),
  machineDetectionSilenceTimeout: whole({ default: 5000, min: 2000, max: 10_000 }),
  amdStatusCallback: text({ default: undefined }),
  amdStatusCallbackMethod: oneOf(['POST', 'GET'], { default: 'POST' }),
} satisfies AttributeTable;

const number = {
  ...detected,
  sendDigits: { ...text({ default: undefined }), warning: 13222, read: readDigits },
  ...accepted('phoneNumberSid'),
};
const sip = { ...detected, ...accepted('username', 'password', 'codecs') };

function readDigits(raw: string): string | undefined {
  return /^[0-9*#wW]+$/.test(raw) ? raw : undefined;
}

/** Whom a Number, Client or Sip means. */
export function targetOf(noun: Element, session: Session): DialTarget {
  if (noun.name === 'Client') return clientTarget(noun, session);
  if (noun.name === 'Sip') return sipTarget(noun, session);
  const { values, warnings } = readAttributes(noun, number);
  warnings.forEach(warning => session.warn(warning));
  return { to: textOf(noun), parameters: {}, sendDigits: values.sendDigits, ...called(values, session) };
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
  return {
    to: `client:${name.trim()}`,
    parameters,
    sendDigits: undefined,
    detection: undefined,
    ...common(values, session),
  };
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
  return { to: address, parameters, sendDigits: undefined, ...called(values, session) };
}

/** Besides, who answers is found out; Clients have no machines. */
function called(
  values: ValuesOf<typeof detected>,
  session: Session,
): Pick<DialTarget, 'statusCallback' | 'whisper' | 'detection'> {
  return { ...common(values, session), detection: detectionOf(values, session) };
}

function detectionOf(
  values: ValuesOf<typeof detected>,
  session: Session,
): { readonly options: MachineDetection; readonly callback: AmdCallback | undefined } | undefined {
  const { machineDetection: mode, amdStatusCallback: url } = values;
  if (mode === undefined) return undefined;
  if (url === undefined)
    session.warn({ code: 21262, message: 'No AMD status callback URL provided: nobody hears who answered' });
  return {
    options: {
      mode,
      timeoutMs: values.machineDetectionTimeout * 1000,
      speechThresholdMs: values.machineDetectionSpeechThreshold,
      speechEndThresholdMs: values.machineDetectionSpeechEndThreshold,
      silenceTimeoutMs: values.machineDetectionSilenceTimeout,
    },
    callback: url === undefined ? undefined : { url: session.resolve(url).url, method: values.amdStatusCallbackMethod },
  };
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
