import type { MeasuredCloud } from '../support/measured-cloud';

const SYNC = 'sync.twilio.com/v1/Services';

/** Sync's streams with a message, and the permissions of a Document, a Map and a List. */
export async function tryStreamsAndPermissions(line: MeasuredCloud): Promise<void> {
  const { sid } = await line.post(SYNC, { FriendlyName: 'Streams and permissions' });
  const at = `${SYNC}/${sid}`;
  const stream = await line.tryOut(`${at}/Streams`, {
    make: [{ UniqueName: 'cursor', Ttl: '60' }, {}],
    change: { Ttl: '120' },
  });
  await line.post(`${at}/Streams/${stream.sid}/Messages`, { Data: '{"x":1}' });
  for (const kind of ['Documents', 'Maps', 'Lists']) {
    const object = await line.post(`${at}/${kind}`, { UniqueName: 'shared' });
    const permissions = `${at}/${kind}/${object.sid}/Permissions`;
    await line.post(`${permissions}/ana`, { Read: 'true', Write: 'false', Manage: 'false' });
    await line.get(`${permissions}/ana`);
    await line.first(permissions);
    await line.remove(`${permissions}/ana`);
  }
}
