import type { Route } from '../../contract';
import { notImplemented } from '../../rest/twilio-error';

/** Lists that would otherwise be taken for an instance: ".../Workers/Statistics" is no worker. */
const PATHS = ['Workers', 'TaskQueues'].flatMap(collection =>
  ['Statistics', 'RealTimeStatistics', 'CumulativeStatistics'].map(
    name => `/v1/Workspaces/{WorkspaceSid}/${collection}/${name}`,
  ),
);

/** What TaskRouter has and the local Twilio has not, where the path alone would mislead: 501. */
export function absentRoutes(): Route[] {
  return PATHS.map(path => ({
    method: 'GET',
    path,
    access: 'account',
    handle() {
      throw notImplemented(`GET ${path}`);
    },
  }));
}
