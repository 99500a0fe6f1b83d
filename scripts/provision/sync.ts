import type { Twilio } from 'twilio';
import { statusOf } from '../deploy/account';
import { SERVICE_NAME } from '../project';
import type { Change } from './change';

/** Map of the delivery ledger: an item a voicemail. */
const LEDGER_MAP = 'voicemails';

/** The Sync service and the map of the delivery ledger. */
export async function wireSync(api: Twilio): Promise<{ serviceSid: string; changes: Change[] }> {
  const service = await wireService(api);
  return { serviceSid: service.sid, changes: [service, await wireMap(api, service.sid)] };
}

async function wireService(api: Twilio): Promise<Change> {
  const services = await api.sync.v1.services.list();
  const found = services.find(each => each.friendlyName === SERVICE_NAME);
  const change = { kind: 'sync service', name: SERVICE_NAME };
  if (found) return { ...change, sid: found.sid, outcome: 'unchanged' };
  const created = await api.sync.v1.services.create({ friendlyName: SERVICE_NAME });
  return { ...change, sid: created.sid, outcome: 'created' };
}

async function wireMap(api: Twilio, serviceSid: string): Promise<Change> {
  const { syncMaps } = api.sync.v1.services(serviceSid);
  const change = { kind: 'sync map', name: LEDGER_MAP };
  try {
    return { ...change, sid: (await syncMaps(LEDGER_MAP).fetch()).sid, outcome: 'unchanged' };
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    return { ...change, sid: (await syncMaps.create({ uniqueName: LEDGER_MAP })).sid, outcome: 'created' };
  }
}
