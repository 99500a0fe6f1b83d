import type { VariableName } from '../../lib/config';
import type { FoundDeployment } from '../deploy/find-deployment';
import { UNKNOWN, type Change, type Target } from './change';

/** Sets the variables of the deployed environment; leaves those that are not named. */
export async function wireVariables(
  { api, apply }: Target,
  deployment: FoundDeployment,
  values: Partial<Record<VariableName, string>>,
): Promise<Change[]> {
  const { variables } = api.serverless.v1.services(deployment.serviceSid).environments(deployment.environmentSid);
  const existing = deployment.environmentSid === UNKNOWN ? [] : await variables.list();
  return Promise.all(
    Object.entries(values).map(async ([key, value]): Promise<Change> => {
      const found = existing.find(each => each.key === key);
      const change = { kind: 'variable', name: key };
      if (!found) {
        const sid = apply ? (await variables.create({ key, value })).sid : UNKNOWN;
        return { ...change, sid, outcome: 'created' };
      }
      if (found.value === value) return { ...change, sid: found.sid, outcome: 'unchanged' };
      if (apply) await variables(found.sid).update({ value });
      return { ...change, sid: found.sid, outcome: 'updated', properties: ['value'] };
    }),
  );
}
