import type { DialTarget } from '../../dial-leg';
import type { AmdCallback, MachineDetection } from '../../machine-detection';
import type { Session } from '../../session';
import type { StatusEvent } from '../../status-reports';
import {
  accepted,
  matching,
  oneOf,
  someOf,
  url as webhook,
  whole,
  type AttributeTable,
  type ValuesOf,
} from '../attributes';
import { elementsOf, textOf, type Element } from '../element';
import { attributesOf } from '../verb';
import { readPhoneNumber } from './phone-number';
import { parametersIn } from './stream-noun';

const EVENTS: readonly StatusEvent[] = ['initiated', 'ringing', 'answered', 'completed'];

/** https://www.twilio.com/docs/voice/twiml/client, and what all have in common. */
export const clientTable = {
  url: webhook({ default: '' }),
  method: oneOf(['POST', 'GET'], { default: 'POST' }),
  statusCallback: webhook({ default: '' }),
  statusCallbackMethod: oneOf(['POST', 'GET'], { default: 'POST' }),
  statusCallbackEvent: someOf(EVENTS, { default: ['completed'] }),
} satisfies AttributeTable;

/** Defaults and bounds of https://www.twilio.com/docs/voice/twiml/number#attributes-machine-detection. */
const detected = {
  ...clientTable,
  machineDetection: oneOf(['Enable', 'DetectMessageEnd'], { default: undefined }),
  machineDetectionTimeout: whole({ default: 30, min: 3, max: 60 }),
  machineDetectionSpeechThreshold: whole({ default: 2400, min: 1000, max: 6000 }),
  machineDetectionSpeechEndThreshold: whole({ default: 1200, min: 500, max: 5000 }),
  machineDetectionSilenceTimeout: whole({ default: 5000, min: 2000, max: 10_000 }),
  amdStatusCallback: webhook({ default: '' }),
  amdStatusCallbackMethod: oneOf(['POST', 'GET'], { default: 'POST' }),
} satisfies AttributeTable;

/** https://www.twilio.com/docs/voice/twiml/number */
export const numberTable = {
  ...detected,
  method: oneOf(['POST', 'GET'], { default: 'POST', warning: 13221 }),
  sendDigits: matching(/^[0-9*#wW]+$/, { default: undefined, warning: 13222 }),
  ...accepted('phoneNumberSid', 'byoc'),
};
/** https://www.twilio.com/docs/voice/twiml/sip */
export const sipTable = {
  ...detected,
  method: oneOf(['POST', 'GET'], { default: 'POST', warning: 13241 }),
  ...accepted('username', 'password', 'codecs'),
};

/** Longer headers than this together are refused, https://www.twilio.com/docs/voice/twiml/sip#custom-headers. */
const MAX_HEADER_CHARACTERS = 1024;

/** Whom a Number, Client or Sip means. Undefined, with a warning, when nobody can be called by it. */
export function targetOf(noun: Element, session: Session): DialTarget | undefined {
  if (noun.name === 'Client') return clientTarget(noun, session);
  if (noun.name === 'Sip') return sipTarget(noun, session);
  const values = attributesOf(noun, numberTable, session);
  const { to, refusal } = readPhoneNumber(textOf(noun));
  if (refusal) {
    session.warn(refusal);
    return undefined;
  }
  return { to, parameters: {}, sendDigits: values.sendDigits, ...called(values, session) };
}

/** `<Client>ann?customer=7</Client>`, or an Identity with Parameters. */
function clientTarget(noun: Element, session: Session): DialTarget | undefined {
  const values = attributesOf(noun, clientTable, session);
  const identity = elementsOf(noun).find(child => child.name === 'Identity');
  const [name = '', query = ''] = (identity ? textOf(identity) : textOf(noun)).split('?');
  if (name.trim() === '') {
    session.warn({ code: 13224, message: 'Dial->Client: there is no identity' });
    return undefined;
  }
  return {
    to: `client:${name.trim()}`,
    parameters: { ...queryOf(query), ...parametersIn(noun) },
    sendDigits: undefined,
    detection: undefined,
    ...common(values, session),
  };
}

/** `<Sip>sip:ann@example.com?X-Customer=7</Sip>`: what follows the question mark are headers; only X- and UUI ones go out. */
function sipTarget(noun: Element, session: Session): DialTarget | undefined {
  const values = attributesOf(noun, sipTable, session);
  const [address = '', query = ''] = textOf(noun).split('?');
  const refusal = !/^sips?:[^@\s]+@[^@\s]+$/i.test(address)
    ? { code: 13243, message: `Dial->SIP: Invalid SIP URI "${address}"` }
    : query.length > MAX_HEADER_CHARACTERS
      ? { code: 13253, message: `Dial: Header is too long: ${query.length} characters` }
      : undefined;
  if (refusal) {
    session.warn(refusal);
    return undefined;
  }
  return { to: address, parameters: headersOf(query, session), sendDigits: undefined, ...called(values, session) };
}

function headersOf(query: string, session: Session): Record<string, string> {
  const headers = Object.entries(queryOf(query));
  const goesOut = (name: string): boolean => /^x-/i.test(name) || name.toLowerCase() === 'user-to-user';
  for (const [name] of headers)
    if (!goesOut(name)) session.warn({ code: 13252, message: `Dial: Invalid header name "${name}"` });
  return Object.fromEntries(headers.filter(([name]) => goesOut(name)));
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
  if (url === '')
    session.warn({ code: 21262, message: 'No AMD status callback URL provided: nobody hears who answered' });
  return {
    options: {
      mode,
      timeoutMs: values.machineDetectionTimeout * 1000,
      speechThresholdMs: values.machineDetectionSpeechThreshold,
      speechEndThresholdMs: values.machineDetectionSpeechEndThreshold,
      silenceTimeoutMs: values.machineDetectionSilenceTimeout,
    },
    callback: url === '' ? undefined : { url: session.resolve(url).url, method: values.amdStatusCallbackMethod },
  };
}

function queryOf(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query));
}

function common(
  values: ValuesOf<typeof clientTable>,
  session: Session,
): Pick<DialTarget, 'statusCallback' | 'whisper'> {
  const { statusCallback, statusCallbackMethod, statusCallbackEvent: events, url, method } = values;
  return {
    statusCallback:
      statusCallback === ''
        ? undefined
        : { url: session.resolve(statusCallback).url, method: statusCallbackMethod, events },
    whisper: url === '' ? undefined : { kind: 'twiml', method, parameters: {}, ...session.resolve(url) },
  };
}
