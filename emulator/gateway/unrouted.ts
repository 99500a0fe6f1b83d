import type { Method } from '../contract';
import { findDocumented } from '../rest/documented-paths';
import { notFound, notImplemented, TwilioError } from '../rest/twilio-error';

/** Why a request finds no route: 501 when Twilio documents it, 405/20004 when the path has other methods, else 404/20404. */
export function unrouted(
  request: { host: string; method: Method; pathname: string },
  methods: readonly Method[],
): TwilioError {
  const { host, method, pathname } = request;
  if (findDocumented(request)) return notImplemented(`${method} https://${host}${pathname}`);
  if (methods.length > 0) return new TwilioError(405, 20004, 'Method not allowed');
  return notFound(pathname);
}
