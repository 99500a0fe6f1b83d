import type { Twilio } from 'twilio';
import { statusOf } from '../deploy/account';
import { SERVICE_NAME } from '../project';
import { UNKNOWN, type Change, type Target } from './change';

/** Map of the delivery ledger: an item a voicemail. */
const LEDGER_MAP = 'voicemails';

/** The Sync service and the map of the delivery ledger. */
export async function wireSync(target: Target): Promise<{ serviceSid: string; changes: Change[] }> {
  const service = await wireService(target);
  return { serviceSid: service.sid, changes: [service, await wireMap(target, service.sid)] };
}

/** SID of linekit's Sync service; undefined in an account that was never wired. */
export async function findSyncService(api: Twilio): Promise<string | undefined> {
  const services = await api.sync.v1.services.list();
  return services.find(each => each.friendlyName === SERVICE_NAME)?.sid;
}

async function wireService({ api, apply }: Target): Promise<Change> {
  const found = await findSyncService(api);
  const change = { kind: 'sync service', name: SERVICE_NAME };
  if (found !== undefined) return { ...change, sid: found, outcome: 'unchanged' };
  const create = () => api.sync.v1.services.create({ friendlyName: SERVICE_NAME });
  return { ...change, sid: apply ? (await create()).sid : UNKNOWN, outcome: 'created' };
}

async function wireMap({ api, apply }: Target, serviceSid: string): Promise<Change> {
  const { syncMaps } = api.sync.v1.services(serviceSid);
  const change = { kind: 'sync map', name: LEDGER_MAP };
  if (serviceSid === UNKNOWN) return { ...change, sid: UNKNOWN, outcome: 'created' };
  try {
    return { ...change, sid: (await syncMaps(LEDGER_MAP).fetch()).sid, outcome: 'unchanged' };
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    const create = () => syncMaps.create({ uniqueName: LEDGER_MAP });
    return { ...change, sid: apply ? (await create()).sid : UNKNOWN, outcome: 'created' };
  }
}
