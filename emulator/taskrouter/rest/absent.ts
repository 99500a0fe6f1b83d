import type { Route } from '../../contract';
import { absentRoute } from '../../rest/absent-route';

/** Lists that would otherwise be taken for an instance: ".../Workers/Statistics" is no worker. */
const PATHS = ['Workers', 'TaskQueues'].flatMap(collection =>
  ['Statistics', 'RealTimeStatistics', 'CumulativeStatistics'].map(
    name => `/v1/Workspaces/{WorkspaceSid}/${collection}/${name}`,
  ),
);

/** What TaskRouter has and the local Twilio has not, where the path alone would mislead: 501. */
export function absentRoutes(): Route[] {
  return [
    ...PATHS.map(path => absentRoute('GET', path)),
    absentRoute('POST', '/v1/Workspaces/{WorkspaceSid}/TaskQueues/RealTimeStatistics'),
  ];
}
