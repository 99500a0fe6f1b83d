import type { Parameter, Parameters } from '../rest/resource';
import { notImplemented, TwilioError } from '../rest/twilio-error';
import type { CallPlan } from '../voice/live-calls';
import { inlineDocument, type DocumentSource } from '../voice/twiml/document';
import type { StatusEvent } from '../voice/status-reports';

/** Twilio's default of Timeout: how long an outbound call rings. */
const RING_SECONDS = 60;

/** Parameters that change what a call does in ways the local Twilio does not. */
const ABSENT = ['ApplicationSid', 'MachineDetection', 'SendDigits', 'AsyncAmd', 'Byoc', 'SipAuthUsername'];
const EVENTS: readonly StatusEvent[] = ['initiated', 'ringing', 'answered', 'completed'];

/** How a call made with those parameters runs. Throws TwilioError: 21205 without a usable Url or Twiml, 501 for what is absent here. */
export function planOf(parameters: Parameters): CallPlan {
  for (const name of ABSENT) if (parameters[name]) throw notImplemented(`${name} of a call`);
  if (parameters['Record'] === true) throw notImplemented('Record of a call');
  const first = documentIn(parameters);
  if (!first) throw new TwilioError(400, 21205, 'Url parameter is required');
  const { StatusCallbackEvent: wanted, StatusCallback: callback, FallbackUrl: fallback, TimeLimit } = parameters;
  const wantedEvents = EVENTS.filter(event => wordsOf(wanted).includes(event));
  return {
    first,
    fallback: fallback ? { url: urlOf(fallback), method: methodOf(parameters['FallbackMethod']) } : undefined,
    statusCallback: callback
      ? {
          url: urlOf(callback),
          method: methodOf(parameters['StatusCallbackMethod']),
          events: wantedEvents.length > 0 ? wantedEvents : ['completed'],
        }
      : undefined,
    ...(typeof TimeLimit === 'number' && { maxMs: TimeLimit * 1000 }),
  };
}

/** The document that Url or Twiml (which wins) name; undefined when neither came. Throws TwilioError 21205 for a Url that is none. */
export function documentIn({ Url, Method, Twiml }: Parameters): DocumentSource | undefined {
  if (Twiml) return inlineDocument(String(Twiml));
  if (!Url) return undefined;
  return { kind: 'voice-url', url: urlOf(Url), method: methodOf(Method), parameters: {} };
}

/** How long the phone rings. */
export function ringLimitMs({ Timeout }: Parameters): number {
  return (typeof Timeout === 'number' ? Timeout : RING_SECONDS) * 1000;
}

function urlOf(value: Parameter): string {
  const url = String(value);
  if (!URL.canParse(url) || !/^https?:/i.test(url)) throw new TwilioError(400, 21205, `Url is not a valid URL: ${url}`);
  return url;
}

function methodOf(value: Parameter | undefined): 'GET' | 'POST' {
  return value === 'GET' ? 'GET' : 'POST';
}

/** Clients send the events as one blank-separated value or as several. */
function wordsOf(value: Parameter | undefined): string[] {
  const values = Array.isArray(value) ? value : [String(value ?? '')];
  return values.flatMap(text => text.split(/[\s,]+/));
}
