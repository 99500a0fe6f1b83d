import type { ApiRequest, Fault, Faults, WebRequest } from './contract';

interface Armed {
  readonly fault: Fault;
  left: number;
}
type FaultOn<T extends Fault['on']> = Extract<Fault, { on: T }>;

/** Faults in the order in which they were injected; the first that fits hits, and counts down. */
export function createFaults(): Faults {
  let armed: Armed[] = [];

  function take<T extends Fault['on']>(on: T, hits: (fault: FaultOn<T>) => boolean): FaultOn<T> | undefined {
    for (const entry of armed) {
      const { fault } = entry;
      if (!isOn(fault, on) || !hits(fault)) continue;
      entry.left -= 1;
      if (entry.left <= 0) armed = armed.filter(other => other !== entry);
      return fault;
    }
    return undefined;
  }

  return {
    inject: fault => void armed.push({ fault, left: fault.times ?? 1 }),
    clear: () => void (armed = []),
    forWebhook: request => take('webhook', fault => hitsWebhook(fault, request)),
    forApi: request => take('api', fault => hitsApi(fault, request)),
    forFunction: path => take('function', fault => fits(fault.match, path)),
  };
}

function isOn<T extends Fault['on']>(fault: Fault, on: T): fault is FaultOn<T> {
  return fault.on === on;
}

function fits(match: string | undefined, url: string): boolean {
  return match === undefined || url.includes(match);
}

function hitsWebhook(fault: FaultOn<'webhook'>, request: WebRequest): boolean {
  return (fault.kind === undefined || fault.kind === request.kind) && fits(fault.match, request.url);
}

function hitsApi(fault: FaultOn<'api'>, request: ApiRequest): boolean {
  return (
    (fault.host === undefined || fault.host === request.host) &&
    (fault.method === undefined || fault.method === request.method) &&
    fits(fault.match, request.url.href)
  );
}
