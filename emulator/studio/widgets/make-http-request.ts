import { keyValues } from '../definition/schema';
import { renderedPairs } from './key-values';
import { cameInTime, fate, isUrl, responseVariables } from './response-variables';
import { leave, type Ask, type Step, type Widget } from './widget';

const FORM = 'application/x-www-form-urlencoded';

/** Asks any server. 2xx within ten seconds is success [twilio.com/docs/studio/widget-library/http-request]. */
export const makeHttpRequest: Widget = {
  type: 'make-http-request',
  properties: {
    method: { type: 'string', required: true, enum: ['GET', 'POST'] },
    content_type: { type: 'string', required: true },
    url: { type: 'string', required: true },
    body: { type: 'string' },
    parameters: keyValues,
    add_twilio_auth: { type: 'boolean' },
    offset: { type: 'object' },
  },
  events: ['success', 'failed'],
  behaviour: {
    enter(step) {
      const url = step.text('url').trim();
      return isUrl(url) ? request(step, url) : { ...leave('failed'), problem: failure(`"${url}" is no valid URL`) };
    },
    answered(_step, reply) {
      if (!cameInTime(reply)) return { ...leave('failed'), problem: failure(fate(reply)) };
      if (reply.status >= 200 && reply.status < 300) return leave('success', responseVariables(reply));
      return { ...leave('failed', responseVariables(reply)), problem: failure(fate(reply)) };
    },
  },
};

function failure(message: string) {
  return { code: 81014, message: `the HTTP request: ${message}` };
}

/** Parameters are the query of a GET and the form of a POST; a POST with a body of its own has them in its query. */
function request(step: Step, url: string): Ask {
  const parameters = renderedPairs(step, 'parameters');
  const authenticated = step.state.properties.add_twilio_auth === true;
  const base = { do: 'ask', kind: 'http-request', ...(authenticated && { authenticated }) } as const;
  if (step.state.properties.method === 'GET') return { ...base, method: 'GET', url, parameters };
  const contentType = step.text('content_type') || FORM;
  const text = step.text('body');
  if (text === '' && contentType.startsWith(FORM)) return { ...base, method: 'POST', url, parameters };
  const full = new URL(url);
  for (const [key, value] of Object.entries(parameters)) full.searchParams.append(key, value);
  return { ...base, method: 'POST', url: full.href, parameters: {}, body: { contentType, text } };
}
