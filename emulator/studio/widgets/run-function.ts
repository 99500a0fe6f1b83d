import { keyValues } from '../definition/schema';
import { renderedPairs } from './key-values';
import { cameInTime, fate, header, isUrl, responseVariables } from './response-variables';
import { leave, type Widget } from './widget';

const CONCURRENCY = 'x-twilio-function-concurrency';

/**
 * Asks a Twilio Function: a signed POST with the parameters as its form. 2xx and 3xx within ten seconds are success
 * [twilio.com/docs/studio/widget-library/run-function].
 */
export const runFunction: Widget = {
  type: 'run-function',
  properties: {
    service_sid: { type: 'string' },
    environment_sid: { type: 'string' },
    function_sid: { type: 'string' },
    url: { type: 'string', required: true },
    parameters: keyValues,
    offset: { type: 'object' },
  },
  events: ['success', 'fail'],
  behaviour: {
    enter(step) {
      const url = step.text('url').trim();
      if (!isUrl(url))
        return { ...leave('fail'), problem: { code: 81010, message: `"${url}" is no URL of a function` } };
      return { do: 'ask', kind: 'run-function', method: 'POST', url, parameters: renderedPairs(step, 'parameters') };
    },
    answered(_step, reply) {
      if (!cameInTime(reply))
        return { ...leave('fail'), problem: { code: 81017, message: `the function: ${fate(reply)}` } };
      const concurrency = header(reply, CONCURRENCY);
      const headers = concurrency === '' ? {} : { headers: { [CONCURRENCY]: concurrency } };
      const variables = { ...responseVariables(reply), ...headers };
      if (reply.status >= 200 && reply.status < 400) return leave('success', variables);
      return { ...leave('fail', variables), problem: { code: 81017, message: `the function: ${fate(reply)}` } };
    },
  },
};
