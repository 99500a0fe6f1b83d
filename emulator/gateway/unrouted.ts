import type { Method } from '../contract';
import { findDocumented } from '../rest/documented-paths';
import { notFound, notImplemented, TwilioError } from '../rest/twilio-error';
import { nearestRoute } from './nearest-route';

/** Where it is told what is here, and what is not. */
const ROUTES = 'docs/emulator.md#routes';

interface Unrouted {
  readonly host: string;
  readonly method: Method;
  readonly pathname: string;
}

/**
 * Why a request finds no route, and what to do about it: 501 when Twilio documents it, or when all of its host is absent; 405/20004 when the path has
 * other methods; else 404/20404, in Twilio's words and with the documented path that comes nearest.
 */
export function unrouted(
  request: Unrouted,
  { methods, isHostAbsent }: { methods: readonly Method[]; isHostAbsent: boolean },
): TwilioError {
  const { host, method, pathname } = request;
  const documented = findDocumented(request);
  if (documented)
    return notImplemented(
      `${method} https://${host}${pathname}. ${documented.path} is absent here: see ${ROUTES} for what there is`,
    );
  if (isHostAbsent) return notImplemented(`https://${host}. All of it is absent here: see ${ROUTES} for what there is`);
  if (methods.length > 0)
    return new TwilioError(405, 20004, `Method not allowed: ${pathname} takes ${methods.join(', ')}, not ${method}`);
  return new TwilioError(404, 20404, `${notFound(pathname).message}${hint(request)}`);
}

/** For hosts whose paths Twilio documents. */
function hint(request: Unrouted): string {
  const nearest = nearestRoute(request);
  if (nearest === undefined) return '';
  const like = nearest === '' ? '' : `; the nearest is ${nearest}`;
  return `. Twilio documents no such path${like} (see ${ROUTES})`;
}
