import type { ApiRequest } from '../contract';
import { propertyName, type Description } from './description';
import { fieldsOf } from './presentation';
import type { ResourceOptions, Scope } from './resource';
import { notFound } from './twilio-error';

type Parents = NonNullable<ResourceOptions<{ sid: string }>['parents']>;

/** The account and the parents of a request's path. Throws 404 when a parent is not there, or is another account's. */
export function resolveScope(request: ApiRequest, description: Description, parents: Parents): Scope {
  const accountSid = request.account?.sid ?? '';
  const scope: Record<string, string> = { account_sid: accountSid };
  for (const [, name = ''] of description.listPath.matchAll(/\{(\w+)\}/g)) {
    const key = request.path[name] ?? '';
    const find = parents[name];
    if (name === 'AccountSid') continue;
    if (!find) {
      scope[propertyName(name)] = key;
      continue;
    }
    const parent = find(key, scope);
    const owner = parent && fieldsOf(parent)['account_sid'];
    if (!parent || (owner !== undefined && owner !== accountSid)) throw notFound(request.url.pathname);
    scope[propertyName(name)] = parent.sid;
  }
  return scope;
}
