import type { Route } from '../contract';
import { notImplemented } from './twilio-error';

/**
 * A route that Twilio has and the local Twilio has not: 501. Only for paths that another route would take for its own, or whose methods are here in
 * part; whatever else the documents have gets its 501 from the gateway. `what` is what the answer calls it.
 */
export function absentRoute(method: Route['method'], path: string, what = `${method} ${path}`): Route {
  return {
    method,
    path,
    access: 'account',
    absent: true,
    handle() {
      throw notImplemented(what);
    },
  };
}
