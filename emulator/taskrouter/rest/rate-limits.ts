import type { Clock, Route } from '../../contract';
import { TwilioError } from '../../rest/twilio-error';

/**
 * Lists that look into attributes may be asked for three times a second, each for itself and for each account. Twilio documents no more than the code 429.
 * Source: twilio.com/en-us/changelog/taskrouter-endpoint-rate-limit-correction
 */
const REQUESTS_PER_SECOND = 3;
const LIMITED: Readonly<Record<string, string>> = {
  '/v1/Workspaces/{WorkspaceSid}/Tasks': 'EvaluateTaskAttributes',
  '/v1/Workspaces/{WorkspaceSid}/Workers': 'TargetWorkersExpression',
  '/v1/Workspaces/{WorkspaceSid}/TaskQueues': 'EvaluateWorkerAttributes',
};

/** The rate limits of TaskRouter; off unless somebody wants to see how a client takes them. */
export class RateLimits {
  private readonly asked = new Map<string, number[]>();

  constructor(
    private readonly clock: Pick<Clock, 'now'>,
    public isOn: boolean,
  ) {}

  /** The same routes; those that are limited throw TwilioError 429/20429 for what is too much, while limits are on. */
  guard(routes: readonly Route[]): Route[] {
    return routes.map(route => {
      const parameter = route.method === 'GET' ? LIMITED[route.path] : undefined;
      if (parameter === undefined) return route;
      return {
        ...route,
        handle: request => {
          if (request.query.get(parameter)) this.take(`${request.account?.sid ?? ''} ${parameter}`);
          return route.handle(request);
        },
      };
    });
  }

  private take(key: string): void {
    if (!this.isOn) return;
    const nowMs = this.clock.now();
    const recent = (this.asked.get(key) ?? []).filter(atMs => nowMs - atMs < 1000);
    if (recent.length >= REQUESTS_PER_SECOND) throw new TwilioError(429, 20429, 'Too Many Requests');
    this.asked.set(key, [...recent, nowMs]);
  }
}
