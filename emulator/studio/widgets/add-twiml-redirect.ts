import { element, escapeXml, twiml } from '../twiml';
import { isUrl } from './response-variables';
import { leave, type Widget } from './widget';

/** Seconds that a flow waits for its call when nothing is said [twilio.com/docs/studio/widget-library/twiml-redirect]. */
const DEFAULT_TIMEOUT_SECONDS = 14_400;

/**
 * Sends the call to TwiML elsewhere, and takes it back when it returns with `FlowEvent=return`. Studio asks nobody itself: the
 * call does, so a server that fails there is the call's error, not this widget's; `fail` is for what is no URL.
 */
export const addTwimlRedirect: Widget = {
  type: 'add-twiml-redirect',
  properties: {
    url: { type: 'string', required: true },
    method: { type: 'string', enum: ['GET', 'POST'] },
    timeout: { type: 'string' },
    offset: { type: 'object' },
  },
  events: ['return', 'timeout', 'fail'],
  behaviour: {
    enter(step) {
      const url = step.text('url').trim();
      if (!isUrl(url)) return { ...leave('fail'), problem: { message: `"${url}" is no URL to redirect to` } };
      const method = step.text('method') || 'POST';
      const given = Number(step.text('timeout') || DEFAULT_TIMEOUT_SECONDS);
      const timeoutSeconds = Number.isFinite(given) ? Math.max(0, given) : DEFAULT_TIMEOUT_SECONDS;
      const document = twiml(element('Redirect', { method }, escapeXml(url)));
      return { do: 'play', twiml: document, ...(timeoutSeconds > 0 ? { timeoutSeconds } : { detached: true }) };
    },
    resume: (_step, { flowEvent, parameters }) => (flowEvent === 'return' ? leave('return', parameters) : undefined),
  },
};
