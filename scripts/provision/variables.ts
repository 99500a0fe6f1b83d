import type { Twilio } from 'twilio';
import type { VariableName } from '../../lib/config';
import type { FoundDeployment } from '../deploy/find-deployment';
import type { Change } from './change';

/** Sets the variables of the deployed environment; leaves those that are not named. */
export async function wireVariables(
  api: Twilio,
  deployment: FoundDeployment,
  values: Partial<Record<VariableName, string>>,
): Promise<Change[]> {
  const { variables } = api.serverless.v1.services(deployment.serviceSid).environments(deployment.environmentSid);
  const existing = await variables.list();
  return Promise.all(
    Object.entries(values).map(async ([key, value]): Promise<Change> => {
      const found = existing.find(each => each.key === key);
      const change = { kind: 'variable', name: key };
      if (!found) return { ...change, sid: (await variables.create({ key, value })).sid, outcome: 'created' };
      if (found.value === value) return { ...change, sid: found.sid, outcome: 'unchanged' };
      await variables(found.sid).update({ value });
      return { ...change, sid: found.sid, outcome: 'updated', properties: ['value'] };
    }),
  );
}
