import type { Route } from '../../contract';
import { RateLimiter } from '../../rest/rate-limiter';

interface Limit {
  readonly method: Route['method'];
  readonly path: string;
  /** Only requests with this query parameter count. */
  readonly parameter?: string;
  readonly perSecond: number;
}

const WORKSPACE = '/v1/Workspaces/{WorkspaceSid}';
/**
 * What may be asked for only so often, each for itself and for each account. Twilio documents no more of the refusal than its code 429.
 * Sources: twilio.com/en-us/changelog/taskrouter-endpoint-rate-limit-correction, twilio.com/docs/taskrouter/api/taskqueue-statistics
 */
const LIMITS: readonly Limit[] = [
  { method: 'GET', path: `${WORKSPACE}/Tasks`, parameter: 'EvaluateTaskAttributes', perSecond: 3 },
  { method: 'GET', path: `${WORKSPACE}/Workers`, parameter: 'TargetWorkersExpression', perSecond: 3 },
  { method: 'GET', path: `${WORKSPACE}/TaskQueues`, parameter: 'EvaluateWorkerAttributes', perSecond: 3 },
  { method: 'POST', path: `${WORKSPACE}/TaskQueues/RealTimeStatistics`, perSecond: 5 },
];

/** The rate limits of TaskRouter; off unless somebody wants to see how a client takes them. */
export class RateLimits extends RateLimiter {
  /** The same routes; those that are limited throw TwilioError 429/20429 for what is too much, while limits are on. */
  guard(routes: readonly Route[]): Route[] {
    return routes.map(route => {
      const limit = LIMITS.find(({ method, path }) => method === route.method && path === route.path);
      if (!limit) return route;
      const { parameter } = limit;
      return {
        ...route,
        handle: request => {
          const counts = parameter === undefined || Boolean(request.query.get(parameter));
          if (counts) this.take(`${request.account?.sid ?? ''} ${limit.path}`, limit.perSecond);
          return route.handle(request);
        },
      };
    });
  }
}
